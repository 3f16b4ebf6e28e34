// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.nyala.data.DataException;
import io.nyala.limits.LimitException;
import io.nyala.limits.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the fields found by the parser into one string, so that a table of millions of cells
 * needs only a few arrays, and numbers are parsed only for requested columns.
 */
final class CellCollector extends CsvCallbackHandler<Boolean> {
  /** The bytes of memory for a column name, in a list and a map. */
  private static final int MEMORY_OF_COLUMN = 200;

  private final String source;
  private final CsvOptions options;
  private List<String> names;
  private char[] text = new char[1 << 14];
  private int length;
  private int[] ends = new int[1 << 10];
  private int cells;
  private int[] lines = new int[1 << 8];
  private int rows;
  private int line;
  private int fields;
  private boolean data;

  CellCollector(String source, CsvOptions options) {
    this.source = source;
    this.options = options;
  }

  /** Returns the collected cells. */
  Table table() {
    if (names == null) {
      throw new DataException(source + ": the file is empty, expected a header and rows");
    }
    if (rows == 0) {
      throw new DataException(
          source
              + ": a header with "
              + names.size()
              + " columns and no rows; hint: if line 1 contains data, read with noHeader()");
    }
    Cells all =
        new Cells(
            source,
            names,
            rows,
            Arrays.copyOf(text, length),
            Arrays.copyOf(ends, cells),
            Arrays.copyOf(lines, rows),
            options);
    return new Table(source, all.columns(), rows);
  }

  @Override
  protected RecordType getRecordType() {
    return data ? RecordType.DATA : RecordType.EMPTY;
  }

  @Override
  protected int getFieldCount() {
    return fields;
  }

  @Override
  protected void beginRecord(long startingLineNumber) {
    line = (int) startingLineNumber;
    fields = 0;
    data = false;
  }

  @Override
  protected void addField(char[] buffer, int offset, int count, boolean quoted) {
    data = true;
    if (count > text.length - length) {
      text = Arrays.copyOf(text, grown(length, count));
    }
    System.arraycopy(buffer, offset, text, length, count);
    length += count;
    if (cells == ends.length) {
      ends = Arrays.copyOf(ends, grown(cells, 1));
    }
    ends[cells++] = length;
    fields++;
  }

  @Override
  protected void setComment(char[] buffer, int offset, int count) {
    data = false;
  }

  @Override
  protected void setEmpty() {
    data = false;
  }

  @Override
  protected Boolean buildRecord() {
    if (!data) {
      return null;
    }
    if (names == null) {
      startTable();
      if (options.header) {
        return null;
      }
    }
    if (fields != names.size()) {
      throw new DataException(
          "%s line %d: expected %d fields as in %s, got %d%s"
              .formatted(
                  source,
                  line,
                  names.size(),
                  options.header ? "the header" : "the first row",
                  fields,
                  names.size() == 1 || fields == 1
                      ? "; hint: separator(...) sets another separator"
                      : ""));
    }
    if (rows == lines.length) {
      lines = Arrays.copyOf(lines, grown(rows, 1));
    }
    lines[rows++] = line;
    return null;
  }

  private void startTable() {
    checkMemory((long) MEMORY_OF_COLUMN * fields);
    if (!options.header) {
      if (!options.names.isEmpty() && options.names.size() != fields) {
        throw new DataException(
            "%s line %d: %d column names were given, the row has %d fields"
                .formatted(source, line, options.names.size(), fields));
      }
      names = options.names;
      if (names.isEmpty()) {
        names = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
          names.add(Integer.toString(i));
        }
      }
    } else {
      names = new ArrayList<>();
      for (int i = 0; i < fields; i++) {
        int from = i == 0 ? 0 : ends[i - 1];
        String name = new String(text, from, ends[i] - from).strip();
        // the name that pandas gives to a column without one, often an index
        names.add(name.isEmpty() ? "Unnamed: " + i : name);
      }
      length = 0;
      cells = 0;
    }
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Integer before = seen.put(names.get(i), i);
      if (before != null) {
        throw new DataException(
            "%s line %d: duplicate column name \"%s\" (columns %d and %d)%s"
                .formatted(source, line, names.get(i), before + 1, i + 1, Cells.headerHint(names)));
      }
    }
  }

  private int grown(int used, int more) {
    long needed = (long) used + more;
    if (needed > Integer.MAX_VALUE - 8) {
      throw new DataException(
          source + " line " + line + ": more than 2^31 characters; split the file");
    }
    int grown = (int) Math.min(Math.max(needed, used * 2L), Integer.MAX_VALUE - 8);
    long kept = 2L * text.length + 4L * ends.length + 4L * lines.length;
    checkMemory(kept + 4L * grown);
    return grown;
  }

  private void checkMemory(long bytes) {
    try {
      Limits.inForce().checkMemory(bytes, source + " line " + line);
    } catch (LimitException e) {
      throw new DataException(e.getMessage(), e);
    }
  }
}
