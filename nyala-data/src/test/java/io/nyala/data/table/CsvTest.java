// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.SharedData;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  @TempDir Path dir;

  private static Table parse(String text) {
    return Csv.options().parse("data.csv", text);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(dir.resolve(name), bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void finds_the_separator(String s) {
    Table t = parse("a,b,c\n1,2,3\n4,5,6".replace(",", s));
    assertThat(t.floats()).isEqualTo(Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
  }

  @Test
  void finds_the_separator_despite_others_in_text() {
    Table t = parse("\"a;b;c\",d\n\"x;y\",1\nz,2\n");
    assertThat(t.columnNames()).containsExactly("a;b;c", "d");
    assertThat(parse("x;y\n1,5;2,5\n").columns()).isEqualTo(2);
    assertThat(parse("u, v, w;x\nz;2\nz;3\n").columnNames()).containsExactly("u, v, w", "x");
    assertThat(Csv.options().noHeader().decimal(',').parse("a", "1,5;2,5\n3,0;4,0\n").floats())
        .isEqualTo(Tensor.of(Shape.of(2, 2), 1.5f, 2.5f, 3, 4));
  }

  @Test
  void reads_one_column() {
    assertThat(parse("x\n1\n2\n").floats()).isEqualTo(Tensor.of(Shape.of(2, 1), 1, 2));
  }

  @Test
  void reads_quotes_doubled_quotes_and_line_ends_inside_quotes() {
    Table t = parse("name,n\r\n\"say \"\"hi\"\"\",1\r\n\"two\nlines\",2\r\nlast,oops\r\n");
    assertThat(t.strings("name")).containsExactly("say \"hi\"", "two\nlines", "last");
    assertThatThrownBy(() -> t.ints("n")).hasMessageContaining("data.csv line 5, column \"n\"");
  }

  @Test
  void reads_files_without_header() {
    assertThat(Csv.options().noHeader().parse("a", "1,2\n3,4\n").columnNames())
        .containsExactly("0", "1");
    Table t = Csv.options().noHeader("u", "v").parse("a", "1,2\n3,4\n");
    assertThat(t.floats("v")).isEqualTo(Tensor.of(Shape.of(2, 1), 2, 4));
  }

  @Test
  void skips_comments_blank_lines_and_spaces() {
    Table t = Csv.options().comment('#').parse("a", "# c, d, e, f\na, b\n\n1 ,2\n#x\n 3, 4\n");
    assertThat(t.floats()).isEqualTo(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
  }

  @Test
  void takes_further_texts_for_missing() {
    Table t = Csv.options().missing("?", "-999").parse("a", "x,y\n?,1\n-999,2\nNA,3\n5,4\n");
    assertThat(t.missing("x")).isEqualTo(3);
    assertThat(t.dropMissing().floats()).isEqualTo(Tensor.of(Shape.of(1, 2), 5, 4));
  }

  @Test
  void names_columns_without_a_name() {
    assertThat(parse(",y\na,1\n").columnNames()).containsExactly("Unnamed: 0", "y");
  }

  @Test
  void reads_gzip_whatever_the_name_and_byte_order_marks() throws IOException {
    Path zipped = dir.resolve("plain.csv");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("\uFEFFé,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    Table t = Csv.read(zipped);
    assertThat(t.columnNames()).containsExactly("é", "b");
    assertThat(t.source()).isEqualTo("plain.csv");
  }

  @Test
  void reads_other_encodings_when_told_and_says_so_when_not() throws IOException {
    Path latin = write("latin.csv", "é,b\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Csv.read(latin))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("latin.csv: not valid UTF-8; hint: another encoding?");
    assertThat(Csv.options().charset(StandardCharsets.ISO_8859_1).read(latin).columnNames())
        .containsExactly("é", "b");
  }

  @Test
  void reports_ragged_rows() {
    assertThatThrownBy(() -> parse("a,b,c\n1,2,3\n4,5\n"))
        .isInstanceOf(DataException.class)
        .hasMessage("data.csv line 3: expected 3 fields as in the header, got 2");
    assertThatThrownBy(() -> Csv.options().noHeader().parse("a.csv", "1,2\n3,4,5\n"))
        .hasMessage("a.csv line 2: expected 2 fields as in the first row, got 3");
    assertThatThrownBy(() -> Csv.options().separator(';').parse("a.csv", "a,b\n3;4\n"))
        .hasMessageEndingWith("got 2; hint: separator(...) sets another separator");
  }

  @Test
  void reports_empty_files_and_headers_without_rows() throws IOException {
    Path empty = write("empty.csv", new byte[0]);
    assertThatThrownBy(() -> Csv.read(empty))
        .isInstanceOf(DataException.class)
        .hasMessage("empty.csv: the file is empty, expected a header and rows");
    assertThatThrownBy(() -> parse("\n\n")).hasMessageContaining("the file is empty");
    assertThatThrownBy(() -> parse("a,b\n"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "data.csv: a header with 2 columns and no rows; hint: if line 1 contains data, read "
                + "with noHeader()");
  }

  @Test
  void reports_duplicate_column_names() {
    assertThatThrownBy(() -> parse("a,b,a\n1,2,3\n"))
        .isInstanceOf(DataException.class)
        .hasMessage("data.csv line 1: duplicate column name \"a\" (columns 1 and 3)");
    assertThatThrownBy(() -> parse("5,5\n1,2\n"))
        .hasMessageEndingWith("hint: line 1 looks like data, read with noHeader()");
  }

  @Test
  void reports_a_wrong_number_of_given_names() {
    assertThatThrownBy(() -> Csv.options().noHeader("a").parse("d.csv", "1,2\n"))
        .hasMessage("d.csv line 1: 1 column names were given, the row has 2 fields");
  }

  @Test
  void reports_quotes_that_never_close() {
    assertThatThrownBy(() -> parse("a,b\n1,\"2\n3,4\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data.csv: ")
        .hasMessageContaining("line 2");
  }

  @Test
  void reports_unreadable_files() throws IOException {
    assertThatThrownBy(() -> Csv.read(dir.resolve("nowhere.csv")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nowhere.csv: no such file");
    assertThatThrownBy(() -> Csv.read(dir)).hasMessageContaining("it is a folder");
    Path whole = dir.resolve("whole.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      out.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = write("cut.csv.gz", Arrays.copyOf(bytes, bytes.length - 9));
    assertThatThrownBy(() -> Csv.read(cut))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cut.csv.gz: the gzip file is truncated");
  }

  @Test
  void reads_back_what_was_written_at_size() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    int rows = 3000;
    float[] values = new float[rows * 40];
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < 40; c++) {
      text.append(c == 0 ? "" : ",").append("c").append(c);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1000, 1000);
      text.append(i % 40 == 0 ? '\n' : ',').append(values[i]);
    }
    Path file = write("big.csv", text.toString().getBytes(StandardCharsets.UTF_8));
    Tensor t = Csv.read(file).floats();
    assertThat(t.shape()).isEqualTo(Shape.of(rows, 40));
    assertThat(t.floats()).isEqualTo(values);
  }

  /** Sums by Python 3.11: {@code csv.reader} and {@code math.fsum} over the column. */
  @Test
  void reads_the_wine_files() {
    Table white = Csv.read(SharedData.file("data/wine/winequality-white.csv"));
    assertThat(white.rows()).isEqualTo(4898);
    assertThat(white.columnNames()).hasSize(12).startsWith("fixed acidity").endsWith("quality");
    assertThat(white.type("quality")).isEqualTo(ColumnType.INTEGER);
    assertThat(white.type("pH")).isEqualTo(ColumnType.NUMBER);
    assertThat(white.mean("pH") * 4898).isCloseTo(15616.13, Offset.offset(1e-6));
    assertThat(Arrays.stream(white.ints("quality").ints()).sum()).isEqualTo(28_790);
    Table train = Csv.read(SharedData.file("data/wine/book_split/train_data.csv"));
    assertThat(train.floats().shape()).isEqualTo(Shape.of(3918, 12));
  }

  @Test
  void reads_the_seizure_file_in_well_under_a_second() {
    Path file = SharedData.file("data/seizure/train_data.csv");
    long start = System.nanoTime();
    Table t = Csv.read(file);
    Tensor x = t.allExcept("y");
    Tensor y = t.ints("y");
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(x.shape()).isEqualTo(Shape.of(9200, 178));
    long sum = 0;
    for (float v : x.floats()) {
      sum += (long) v;
    }
    assertThat(sum).isEqualTo(-12_195_131L);
    assertThat(Arrays.stream(y.ints()).sum()).isEqualTo(1_828);
    // Measured 0.2 s, first call of a fresh JVM included; the slack is for a busy machine.
    assertThat(took).isLessThan(Duration.ofSeconds(3));
  }
}
