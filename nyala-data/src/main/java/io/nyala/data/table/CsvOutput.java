// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.nyala.data.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes tables as CSV. */
final class CsvOutput {
  private CsvOutput() {}

  static void write(Table table, Path file) {
    Filled[] columns = table.find(table.columnNames().toArray(String[]::new));
    try (CsvWriter out =
        CsvWriter.builder().build(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
      out.writeRecord(table.columnNames());
      for (int row : table.picked()) {
        String[] fields = new String[columns.length];
        for (int i = 0; i < fields.length; i++) {
          fields[i] = field(columns[i], row);
        }
        out.writeRecord(fields);
      }
    } catch (IOException e) {
      throw new DataException("cannot write " + file + ": " + e, e);
    }
  }

  private static String field(Filled column, int row) {
    if (!column.column().isMissing(row)) {
      return column.column().plain(row);
    }
    if (column.text() != null) {
      return column.text();
    }
    return column.number() == null ? "" : NumberColumn.written(column.number());
  }
}
