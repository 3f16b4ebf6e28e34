// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.Arrays;
import java.util.List;

/** Columns of several tables, one below the other. */
final class StackedColumn extends Column {
  private final List<Column> parts;
  private final int[] starts;

  StackedColumn(String name, List<Column> parts) {
    super(name);
    this.parts = parts;
    this.starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], parts.get(i).rows());
    }
  }

  private int part(int row) {
    int found = Arrays.binarySearch(starts, row);
    int part = found < 0 ? -found - 2 : found;
    while (starts[part + 1] == row) {
      part++; // past parts without rows
    }
    return part;
  }

  @Override
  int rows() {
    return starts[parts.size()];
  }

  @Override
  boolean isMissing(int row) {
    int part = part(row);
    return parts.get(part).isMissing(row - starts[part]);
  }

  @Override
  double parsed(int row) {
    int part = part(row);
    return parts.get(part).parsed(row - starts[part]);
  }

  @Override
  String string(int row) {
    int part = part(row);
    return parts.get(part).string(row - starts[part]);
  }

  @Override
  String plain(int row) {
    int part = part(row);
    return parts.get(part).plain(row - starts[part]);
  }

  @Override
  String where(int row) {
    int part = part(row);
    return parts.get(part).where(row - starts[part]);
  }

  @Override
  CsvOptions options() {
    return parts.get(0).options();
  }

  @Override
  Column named(String newName) {
    return new StackedColumn(newName, parts);
  }
}
