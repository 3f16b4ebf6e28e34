// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Say how a CSV file is written. Immutable: every method returns changed options.
 *
 * <p>Defaults: a header line, fields separated by whichever of comma, semicolon, tab and bar fits,
 * quoted with {@code "}, UTF-8 (with or without byte-order mark), decimal point, no comments.
 * Missing is an empty field or one of {@code NA}, {@code N/A}, {@code NaN}, {@code nan}, {@code
 * NULL}, {@code null}.
 */
public final class CsvOptions {
  static final char AUTO = '\0';
  static final CsvOptions DEFAULTS =
      new CsvOptions(
          AUTO,
          '"',
          AUTO,
          '.',
          true,
          List.of(),
          Set.of("NA", "N/A", "NaN", "nan", "NULL", "null"),
          StandardCharsets.UTF_8);

  final char separator;
  final char quote;
  final char comment;
  final char decimal;
  final boolean header;
  final List<String> names;
  final Set<String> missing;
  final Charset charset;

  private CsvOptions(
      char separator,
      char quote,
      char comment,
      char decimal,
      boolean header,
      List<String> names,
      Set<String> missing,
      Charset charset) {
    this.separator = separator;
    this.quote = quote;
    this.comment = comment;
    this.decimal = decimal;
    this.header = header;
    this.names = names;
    this.missing = missing;
    this.charset = charset;
  }

  /** Sets the character between fields. */
  public CsvOptions separator(char c) {
    return new CsvOptions(c, quote, comment, decimal, header, names, missing, charset);
  }

  /** Sets the character around fields that contain separators or line ends; default {@code "}. */
  public CsvOptions quote(char c) {
    return new CsvOptions(separator, c, comment, decimal, header, names, missing, charset);
  }

  /** Skips lines that begin with this character. */
  public CsvOptions comment(char c) {
    return new CsvOptions(separator, quote, c, decimal, header, names, missing, charset);
  }

  /** Sets the decimal mark, point (the default) or comma. */
  public CsvOptions decimal(char c) {
    return new CsvOptions(separator, quote, comment, c, header, names, missing, charset);
  }

  /** Takes the first line as data; columns are called {@code "0"}, {@code "1"} and so on. */
  public CsvOptions noHeader() {
    return new CsvOptions(separator, quote, comment, decimal, false, names, missing, charset);
  }

  /** Takes the first line as data and gives the columns these names. */
  public CsvOptions noHeader(String... columnNames) {
    return new CsvOptions(
        separator, quote, comment, decimal, false, List.of(columnNames), missing, charset);
  }

  /** Adds texts that stand for a missing value, for example {@code "?"} or {@code "-999"}. */
  public CsvOptions missing(String... texts) {
    Set<String> all = new LinkedHashSet<>(missing);
    all.addAll(List.of(texts));
    return new CsvOptions(
        separator, quote, comment, decimal, header, names, Set.copyOf(all), charset);
  }

  /** Sets the character encoding; default UTF-8. */
  public CsvOptions charset(Charset c) {
    return new CsvOptions(separator, quote, comment, decimal, header, names, missing, c);
  }

  /**
   * Reads a file, plain or gzip (told apart by content, not by name).
   *
   * @throws io.nyala.data.DataException if the file cannot be read, is empty, has no rows under its
   *     header, has a column name twice, or has a row with too few or too many fields
   */
  public Table read(Path file) {
    return CsvFile.read(file, this);
  }

  /**
   * Reads text that is already in memory.
   *
   * @param source what to call it in messages
   * @param text the CSV text
   * @throws io.nyala.data.DataException as {@link #read(Path)}
   */
  public Table parse(String source, String text) {
    return CsvFile.read(source, new StringReader(text), this);
  }
}
