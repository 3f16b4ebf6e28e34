// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.preprocessing.LabelEncoder;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What spreadsheets write: encodings, separators, numbers and missing values of many countries. */
class SpreadsheetFilesTest {
  @TempDir Path dir;

  private static Table parse(String text) {
    return Csv.options().parse("data.csv", text);
  }

  // Encodings

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void reads_every_form_of_unicode_with_a_byte_order_mark(String encoding) throws IOException {
    byte[] bytes = "\uFEFFGröße\tn\r\n1\t2\r\n".getBytes(Charset.forName(encoding));
    Path plain = Files.write(dir.resolve("plain.csv"), bytes);
    Path zipped = dir.resolve("zipped.csv");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(bytes);
    }
    for (Path file : new Path[] {plain, zipped}) {
      Table t = Csv.read(file);
      assertThat(t.columnNames()).containsExactly("Größe", "n");
      assertThat(t.floats()).isEqualTo(Tensor.of(Shape.of(1, 2), 1, 2));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void reads_utf_16_without_a_mark(String encoding) throws IOException {
    Path file = dir.resolve("a.csv");
    Files.write(file, "name,n\nZoë,2\n".getBytes(Charset.forName(encoding)));
    assertThat(Csv.read(file).strings("name")).containsExactly("Zoë");
    assertThat(Csv.options().charset(Charset.forName(encoding)).read(file).columnNames())
        .containsExactly("name", "n");
  }

  @Test
  void an_encoding_that_was_named_is_not_doubted() throws IOException {
    Path file = dir.resolve("a.csv");
    Files.write(file, "ÿþ,n\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Csv.options().charset(StandardCharsets.ISO_8859_1).read(file).columnNames())
        .containsExactly("ÿþ", "n");
  }

  // The line that tells the separator

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"sep=;|;", "SEP=;|;", "sep=\t|\t", "sep=^|^"},
      ignoreLeadingAndTrailingWhitespace = false)
  void a_line_that_tells_the_separator_is_no_header(String first, String separator) {
    String text = first + "\r\na,b;c\r\n1,5;2\r\n".replace(";", separator);
    Table t = Csv.options().decimal(',').parse("data.csv", text);
    assertThat(t.columnNames()).containsExactly("a,b", "c");
    assertThat(t.floats()).isEqualTo(Tensor.of(Shape.of(1, 2), 1.5f, 2));
  }

  @Test
  void lines_are_counted_with_the_one_that_tells_the_separator() {
    assertThatThrownBy(() -> parse("\uFEFFsep=;\na;b\n1;x\n").floats())
        .hasMessageStartingWith("data.csv line 3, column \"b\"");
    assertThatThrownBy(() -> parse("sep=;\na;b\n1\n")).hasMessageStartingWith("data.csv line 3:");
    assertThatThrownBy(() -> parse("sep=;\n")).hasMessageContaining("the file is empty");
  }

  @Test
  void a_separator_that_was_named_holds() {
    Table t = Csv.options().separator(',').parse("data.csv", "sep=;\na;b,c\n1,2\n");
    assertThat(t.columnNames()).containsExactly("a;b", "c");
    assertThat(parse("sep=,x\n1,2\n").columnNames()).containsExactly("sep=", "x");
    assertThat(Csv.options().noHeader().parse("data.csv", "sep=;\n1;2\n").rows()).isEqualTo(1);
  }

  // Numbers

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", | . | 2.000,5 | 2000.5",
        ", | . | -1.234.567,25 | -1234567.25",
        ", | . | 999 | 999",
        ", | . | +1.000 | 1000",
        ", | . | 1.234,5e3 | 1234500",
        ". | , | 1,234,567 | 1234567",
        ". | , | 12,345.5 | 12345.5",
        ". | _ | 1_000 | 1000"
      })
  void reads_thousands(char decimal, char thousands, String text, double value) {
    Table t =
        Csv.options().separator(';').decimal(decimal).thousands(thousands).parse("a", "x\n" + text);
    assertThat(t.doubles("x")).containsExactly(value);
    assertThat(t.type("x")).isNotEqualTo(ColumnType.TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.5", "1.5000", "1.23.456", ".123", "1..000", "1234.567", "1.000.", "1,000.5"})
  void marks_between_thousands_stand_between_groups_of_three(String text) {
    Table t = Csv.options().separator(';').decimal(',').thousands('.').parse("a", "x\n" + text);
    assertThatThrownBy(() -> t.doubles("x"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a number, got \"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ". | 2.000,5 | decimal(',') with thousands('.') reads such numbers",
        ". | 1.234.567 | decimal(',') with thousands('.') reads such numbers",
        ". | 1,234.5 | thousands(',') reads such numbers",
        ". | 1,234,567 | thousands(',') reads such numbers",
        ". | 2,000 | decimal(',') reads decimal commas, thousands(',') commas between thousands",
        ", | 2.000,5 | thousands('.') reads such numbers",
        ", | 2.000 | thousands('.') reads such numbers",
        ", | 1,234.5 | decimal('.') with thousands(',') reads such numbers",
        ". | 1 234,5 | decimal(',') with thousands(' ') reads such numbers",
        ". | 1\u00a0234 | thousands('\\u00a0') reads such numbers",
        ". | 1'234.5 | thousands('\\'') reads such numbers"
      },
      quoteCharacter = '`')
  void tells_which_options_read_a_number(char decimal, String text, String hint) {
    Table t = Csv.options().separator(';').decimal(decimal).parse("a.csv", "x\n" + text);
    assertThatThrownBy(() -> t.floats("x"))
        .hasMessage(
            "a.csv line 2, column \"x\": expected a number, got \"%s\"; hint: %s", text, hint);
  }

  @Test
  void one_mark_cannot_be_both() {
    assertThatThrownBy(() -> Csv.options().thousands('.').parse("a.csv", "x\n1\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a.csv: decimal('.') and thousands('.') must be different characters");
  }

  // Missing labels

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\"\"", "\" \"", "NA", "null"})
  void a_missing_label_is_no_class(String cell) {
    Table t = parse("city,n\nRome,1\n%s,2\nOslo,3\n".formatted(cell));
    assertThat(t.missing("city")).isEqualTo(1);
    assertThatThrownBy(() -> t.strings("city"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "data.csv line 3, column \"city\": missing value (the only one in this column); hint:"
                + " fillMissing(\"city\", value) or dropMissing(\"city\")");
    assertThat(LabelEncoder.fit(t.dropMissing("city").strings("city")).classes())
        .containsExactly("Oslo", "Rome");
    assertThat(t.fillMissing("city", "unknown").strings("city"))
        .containsExactly("Rome", "unknown", "Oslo");
    assertThat(t.fillMissing("city", "").strings("city")).containsExactly("Rome", "", "Oslo");
    assertThatThrownBy(() -> t.fillMissing(0).strings("city"))
        .hasMessageContaining("missing value");
  }

  @Test
  void a_text_that_usually_means_missing_may_be_a_value() {
    String text = "country,n\nNA,1\nDE,2\n,3\n";
    assertThatThrownBy(() -> parse(text).strings("country"))
        .hasMessageEndingWith("; where \"NA\" is a value, read with missingOnly(...)");
    Table t = Csv.options().missingOnly("?").parse("data.csv", text);
    assertThat(t.dropMissing().strings("country")).containsExactly("NA", "DE");
  }

  @Test
  void a_missing_date_is_missing() {
    assertThatThrownBy(() -> parse("day,n\n2020-01-01,1\n,2\n").dates("day"))
        .hasMessageStartingWith("data.csv line 3, column \"day\": missing value");
  }
}
