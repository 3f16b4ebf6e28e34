// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A column as a table gives it.
 *
 * @param column the values
 * @param number the number that missing values are replaced by, or null
 * @param text the text that missing values are replaced by, or null
 */
record Filled(Column column, Double number, String text) {
  static Filled of(Column column) {
    return new Filled(column, null, null);
  }

  String name() {
    return column.name;
  }

  double number(int row) {
    return column.number(row, number);
  }

  /**
   * Returns a number as float32.
   *
   * @throws DataException if it is too large
   */
  float real(int row) {
    float value = (float) number(row);
    // NaN passes: it can only come from an explicit fill.
    if (Float.isInfinite(value)) {
      throw new DataException(
          column.place(row)
              + ": \""
              + column.string(row)
              + "\" is too large for float32; hint: rescale the column");
    }
    return value;
  }

  String text(int row) {
    if (!column.isMissing(row)) {
      return column.string(row);
    }
    if (text == null) {
      throw column.missing(row);
    }
    return text;
  }

  List<String> texts(int... rows) {
    List<String> values = new ArrayList<>(rows.length);
    for (int row : rows) {
      values.add(text(row));
    }
    return values;
  }

  Tensor ints(int... rows) {
    int[] data = new int[rows.length];
    for (int i = 0; i < data.length; i++) {
      double value = number(rows[i]);
      data[i] = (int) value;
      if (data[i] != value) {
        throw new DataException(
            column.place(rows[i])
                + ": expected an integer in the range of int32, got \""
                + column.string(rows[i])
                + "\"; hint: floats(\""
                + name()
                + "\") reads fractions");
      }
    }
    return Tensor.ofInts(Shape.of(data.length), data);
  }

  ColumnType type(int... rows) {
    ColumnType type = ColumnType.EMPTY;
    for (int row : rows) {
      if (!column.isMissing(row)) {
        double value = column.parsed(row);
        if (Double.isNaN(value)) {
          return ColumnType.TEXT;
        }
        if (value != (int) value) {
          type = ColumnType.NUMBER;
        } else if (type == ColumnType.EMPTY) {
          type = ColumnType.INTEGER;
        }
      }
    }
    return type;
  }

  /** Returns the numbers of a column, without missing values. */
  double[] present(int... rows) {
    return Arrays.stream(rows)
        .filter(row -> !column.isMissing(row))
        .mapToDouble(row -> column.number(row, null))
        .toArray();
  }
}
