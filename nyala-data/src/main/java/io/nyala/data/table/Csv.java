// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.nio.file.Path;

/**
 * Read CSV files: {@code Csv.read(path)} for a file with a header, {@code
 * Csv.options().separator(';').missing("?").read(path)} for anything else.
 */
public final class Csv {
  private Csv() {}

  /**
   * Reads a file with a header; plain or gzip, separator found by looking at it.
   *
   * @throws io.nyala.data.DataException if the file cannot be read or is malformed
   */
  public static Table read(Path file) {
    return CsvOptions.DEFAULTS.read(file);
  }

  /** Returns the default options, to be changed one by one. */
  public static CsvOptions options() {
    return CsvOptions.DEFAULTS;
  }
}
