// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.DataException;
import io.nyala.data.SharedData;
import io.nyala.data.text.WordVectors.Coverage;
import io.nyala.data.text.WordVectors.Near;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordVectorsTest {
  private static final String GLOVE = "king 1 2 0\nqueen 1 1.5 0\ncar 0 0 -1e0\n";

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("v.txt"), text);
  }

  @Test
  void reads_glove_and_word2vec_text() throws IOException {
    WordVectors glove = WordVectorFiles.text(file(GLOVE));
    assertThat(glove.words()).containsExactly("king", "queen", "car");
    assertThat(glove.vector("queen")).hasValue(new float[] {1, 1.5f, 0});
    assertThat(glove.vector("bus")).isEmpty();

    WordVectors word2vec = WordVectorFiles.text(file("3 3\n" + GLOVE.replace("\n", "\r\n") + "\n"));
    assertThat(word2vec.words()).isEqualTo(glove.words());
    assertThat(word2vec.vector("car")).hasValue(new float[] {0, 0, -1});
  }

  @Test
  void names_the_line_with_a_wrong_dimension_or_a_bad_number() throws IOException {
    Path dimension = file(GLOVE + "bus 1 2\n");
    assertThatThrownBy(() -> WordVectorFiles.text(dimension))
        .isInstanceOf(DataException.class)
        .hasMessage("v.txt line 4 (\"bus\"): expected 3 numbers as in the lines before, got 2");
    Path number = file("a 1 2\nb 1 x\n");
    assertThatThrownBy(() -> WordVectorFiles.text(number))
        .isInstanceOf(DataException.class)
        .hasMessage("v.txt line 2: expected a number, got \"x\"");
    Path empty = file("");
    assertThatThrownBy(() -> WordVectorFiles.text(empty)).hasMessageContaining("no word vectors");
  }

  @Test
  void reads_word2vec_binary_with_and_without_line_feeds() throws IOException {
    for (String end : List.of("", "\n")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write("2 3\n".getBytes(StandardCharsets.UTF_8));
      for (String line : List.of("k\u00f6nig 1 2 0.5", "b 4 5 -6")) {
        String[] parts = line.split(" ");
        out.write((parts[0] + " ").getBytes(StandardCharsets.UTF_8));
        ByteBuffer vector = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(parts).skip(1).forEach(part -> vector.putFloat(Float.parseFloat(part)));
        out.write(vector.array());
        out.write(end.getBytes(StandardCharsets.UTF_8));
      }
      Path file = Files.write(folder.resolve("v.bin"), out.toByteArray());

      WordVectors vectors = WordVectorFiles.binary(file);

      assertThat(vectors.vector("k\u00f6nig")).hasValue(new float[] {1, 2, 0.5f});
      assertThat(vectors.vector("b")).hasValue(new float[] {4, 5, -6});
      Files.write(file, Arrays.copyOf(out.toByteArray(), out.size() - 4));
      assertThatThrownBy(() -> WordVectorFiles.binary(file))
          .hasMessageContaining("v.bin: ends within word 2 of 2");
    }
    Path text = file(GLOVE);
    assertThatThrownBy(() -> WordVectorFiles.binary(text)).hasMessageContaining("first line");
  }

  @Test
  void fills_the_table_of_an_embedding_and_reports_coverage() throws IOException {
    WordVectors glove = WordVectorFiles.text(file(GLOVE));

    Coverage coverage = glove.matrix(Map.of("car", 1, "bus", 2, "king", 3, "queen", 4), 4);

    assertThat(coverage.matrix().floats()).containsExactly(0, 0, 0, 0, 0, -1, 0, 0, 0, 1, 2, 0);
    assertThat(coverage.missing()).containsExactly("bus");
    assertThat(coverage).hasToString("2 of 3 words have a vector (66.7 %)");
    assertThat(glove.matrix(List.of("", "[UNK]", "queen")).matrix().floats())
        .containsExactly(0, 0, 0, 0, 0, 0, 1, 1.5f, 0);
  }

  @Test
  void finds_the_nearest_words() throws IOException {
    List<Near> near = WordVectorFiles.text(file(GLOVE)).nearest("king", 2);

    assertThat(near).extracting(Near::word).containsExactly("queen", "car");
    assertThat(near.getFirst().similarity()).isCloseTo(4 / Math.sqrt(5 * 3.25), within(1e-12));
  }

  @Test
  void reads_real_vectors() {
    WordVectors glove = WordVectorFiles.text(SharedData.file("data/glove/glove.6B.50d.subset.txt"));

    assertThat(glove.dimension()).isEqualTo(50);
    // Counted when the file was made; some words of its lines are not valid UTF-8.
    assertThat(glove.words().size()).isBetween(7_840, 7_860);
    assertThat(glove.nearest("king", 10)).extracting(Near::word).contains("queen");
  }
}
