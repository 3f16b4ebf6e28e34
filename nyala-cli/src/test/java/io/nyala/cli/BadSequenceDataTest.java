// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes that read sequences, on data with holes: empty texts, bytes that are no text, gaps. */
class BadSequenceDataTest {
  private final RecordedApp app = new RecordedApp();

  @TempDir Path folder;

  @Test
  void an_empty_review_is_one_of_padding() throws IOException {
    List<String> reviews =
        new ArrayList<>(List.of("neg\t0\t1\t", "pos\t1\t9\t<br />", "pos\t2\t7\t?!"));
    for (int i = 3; i < 20; i++) {
      reviews.add(i % 2 == 0 ? "pos\t" + i + "\t9\tvery good" : "neg\t" + i + "\t1\tvery bad");
    }
    write("train.tsv.gz", StandardCharsets.UTF_8, String.join("\n", reviews));
    write("test.tsv.gz", StandardCharsets.UTF_8, String.join("\n", reviews.subList(0, 6)));

    assertThat(run("imdb-lstm", "--epochs", "1", "--batch", "5", "--json"))
        .as(app.stderr())
        .isZero();

    assertThat(app.stdout()).contains("20 for training, 6 for testing; 3 different words");
    assertThat(RecordedApp.metric(app.json(), "test_loss")).isFinite();
  }

  @Test
  void what_is_no_text_is_named_by_file_line_and_byte() throws IOException {
    write("train.tsv.gz", StandardCharsets.ISO_8859_1, "neg\t0\t1\ttr\u00e8s bon\n");
    write("test.tsv.gz", StandardCharsets.UTF_8, "neg\t0\t1\tbad\n");
    assertThat(run("imdb-lstm")).isEqualTo(2);
    assertThat(app.stderr())
        .startsWith("nyala: train.tsv.gz: byte 10 (0xE8) is not valid UTF-8; hint: ");

    write("train.tsv.gz", StandardCharsets.UTF_8, "neg\t0\t1\tbad\n\npos\t1\t9\tgood\n");
    assertThat(run("imdb-lstm")).isEqualTo(2);
    assertThat(app.stderr())
        .startsWith("nyala: train.tsv.gz line 2: expected neg or pos, a number");
  }

  @Test
  void a_pair_without_a_sentence_is_learnt_as_one_of_padding() throws IOException {
    List<String> pairs = new ArrayList<>(List.of("\tRien", "Hm.\t"));
    for (int i = 0; i < 18; i++) {
      pairs.add("Go %c.\tVa %c !".formatted('a' + i, 'a' + i));
    }
    Files.write(folder.resolve("fra.txt"), pairs);
    List<String> line = List.of("--pairs", "20", "--units", "4", "--epochs", "1", "--json");
    for (String variant : List.of("plain", "attention")) {
      List<String> all = new ArrayList<>(line);
      all.addAll(List.of("--variant", variant));
      assertThat(run("translate-seq2seq", all.toArray(String[]::new))).as(app.stderr()).isZero();
      assertThat(RecordedApp.metric(app.json(), "val_loss")).isFinite();
    }

    pairs.set(1, "");
    Files.write(folder.resolve("fra.txt"), pairs);
    assertThat(run("translate-seq2seq", "--pairs", "20")).isEqualTo(2);
    assertThat(app.stderr())
        .startsWith("nyala: fra.txt line 2: expected two sentences separated by a tab, got \"\"");
  }

  @Test
  void gaps_of_a_series_are_told() throws IOException {
    Path csv = folder.resolve("own.csv");
    StringBuilder rows = new StringBuilder("Date,Close\n");
    for (int day = 0; day < 52; day++) {
      if (day != 30 && day != 31) {
        rows.append(LocalDate.of(2020, 1, 1).plusDays(day))
            .append(',')
            .append(day % 7)
            .append('\n');
      }
    }
    Files.writeString(csv, rows);
    String[] line = {"--csv", csv.toString(), "--batch", "10", "--epochs", "1"};

    assertThat(run("price-lstm", line)).as(app.stderr()).isZero();

    assertThat(app.stdout())
        .contains(
            "Gaps in the series, which are ignored: 1, the first with 2 steps missing after"
                + " 2020-01-30.");
  }

  private void write(String name, Charset charset, String text) throws IOException {
    try (OutputStream zipped = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      zipped.write(text.getBytes(charset));
    }
  }

  private int run(String recipe, String... options) {
    List<String> line = new ArrayList<>(List.of("run", recipe));
    line.addAll(List.of(options));
    line.addAll(List.of("--out", folder.resolve("out").toString()));
    if (!line.contains("--csv")) {
      line.addAll(List.of("--data", folder.toString()));
    }
    return app.run(line.toArray(String[]::new));
  }
}
