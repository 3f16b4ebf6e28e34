// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.nio.file.Path;

/**
 * Reads CSV files: {@code Csv.read(path)} for a file with a header, {@code
 * Csv.options().separator(';').missing("?").read(path)} for other files.
 */
public final class Csv {
  private Csv() {}

  /**
   * Reads a plain or gzip file with a header. The separator is detected.
   *
   * @throws io.nyala.data.DataException if the file cannot be read or is malformed
   */
  public static Table read(Path file) {
    return CsvOptions.DEFAULTS.read(file);
  }

  /**
   * Returns options that fit the numbers of a file: with a decimal comma, or with commas between
   * thousands, if nearly all values of a column are written so; otherwise the defaults. Where all
   * numbers are like {@code 1,234}, the comma is taken to separate thousands.
   *
   * @throws io.nyala.data.DataException as {@link #read}
   */
  public static CsvOptions guess(Path file) {
    return NumberGuess.of(read(file));
  }

  /** Returns the default options. */
  public static CsvOptions options() {
    return CsvOptions.DEFAULTS;
  }
}
