// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Options for reading CSV files. Immutable: every method returns new options.
 *
 * <p>Defaults: a header line; the separator given by a first line such as {@code sep=;}, otherwise
 * whichever of comma, semicolon, tab and bar fits; quote character {@code "}; UTF-8 (with or
 * without byte-order mark) or UTF-16; decimal point; no comments. Missing values are empty fields,
 * quoted or not, and {@code NA}, {@code N/A}, {@code NaN}, {@code nan}, {@code NULL}, {@code null}.
 */
public final class CsvOptions {
  static final char AUTO = '\0';
  static final CsvOptions DEFAULTS = new CsvOptions();

  char separator = AUTO;
  char quote = '"';
  char comment = AUTO;
  char decimal = '.';
  char thousands = AUTO;
  boolean header = true;
  boolean booleans;
  List<String> names = List.of();
  Set<String> missing = Set.of("NA", "N/A", "NaN", "nan", "NULL", "null");
  Charset charset = StandardCharsets.UTF_8;

  private CsvOptions() {}

  private CsvOptions changed(Consumer<CsvOptions> change) {
    CsvOptions copy = new CsvOptions();
    copy.separator = separator;
    copy.quote = quote;
    copy.comment = comment;
    copy.decimal = decimal;
    copy.thousands = thousands;
    copy.header = header;
    copy.booleans = booleans;
    copy.names = names;
    copy.missing = missing;
    copy.charset = charset;
    change.accept(copy);
    return copy;
  }

  /** Sets the field separator. */
  public CsvOptions separator(char c) {
    return changed(o -> o.separator = c);
  }

  /** Sets the quote character of fields that contain separators or line ends; default {@code "}. */
  public CsvOptions quote(char c) {
    return changed(o -> o.quote = c);
  }

  /** Skips lines that begin with this character. */
  public CsvOptions comment(char c) {
    return changed(o -> o.comment = c);
  }

  /** Sets the decimal mark, point (the default) or comma. */
  public CsvOptions decimal(char c) {
    return changed(o -> o.decimal = c);
  }

  /** Returns the decimal mark. */
  public char decimal() {
    return decimal;
  }

  /**
   * Sets the thousands separator, as in {@code 1.234.567,8}; none by default. A value with the
   * separator in other places is not a number. It must differ from {@link #decimal}.
   */
  public CsvOptions thousands(char c) {
    return changed(o -> o.thousands = c);
  }

  /**
   * Reads {@code true} and {@code yes} as the number 1, {@code false} and {@code no} as 0, in upper
   * or lower case. By default they are text.
   */
  public CsvOptions booleans() {
    return changed(o -> o.booleans = true);
  }

  /** Treats the first line as data; columns are named {@code "0"}, {@code "1"} and so on. */
  public CsvOptions noHeader() {
    return noHeader(new String[0]);
  }

  /** Treats the first line as data and gives the columns these names. */
  public CsvOptions noHeader(String... columnNames) {
    return changed(
        o -> {
          o.header = false;
          o.names = List.of(columnNames);
        });
  }

  /** Adds strings that represent missing values, for example {@code "?"} or {@code "-999"}. */
  public CsvOptions missing(String... texts) {
    Set<String> all = new LinkedHashSet<>(missing);
    all.addAll(List.of(texts));
    return changed(o -> o.missing = Set.copyOf(all));
  }

  /**
   * Treats only empty fields and these strings as missing values, for example where {@code NA}
   * means Namibia.
   */
  public CsvOptions missingOnly(String... texts) {
    return changed(o -> o.missing = Set.of(texts));
  }

  /** Sets the character encoding; default UTF-8, or UTF-16 if detected. */
  public CsvOptions charset(Charset c) {
    return changed(o -> o.charset = c);
  }

  /**
   * Reads a plain or gzip file, detected by content, not by name.
   *
   * @throws io.nyala.data.DataException if the file cannot be read, is empty, has no rows under its
   *     header, has a duplicate column name, or has a row with too few or too many fields
   * @throws IllegalArgumentException if decimal mark and thousands separator are the same
   */
  public Table read(Path file) {
    return CsvFile.read(file, this);
  }

  /**
   * Parses a string.
   *
   * @param source the name of the source in messages
   * @param text the CSV text
   * @throws io.nyala.data.DataException as {@link #read(Path)}
   */
  public Table parse(String source, String text) {
    return CsvFile.read(source, new StringReader(text), this);
  }
}
