// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * Collects the numbers of some columns, row by row: those of a row are the values of its columns,
 * one after the other.
 */
final class RowNumbers {
  private static final int FIRST_ROOM = 1 << 12;

  private final String[] columns;
  private final int[] sizes;
  private float[] numbers = new float[FIRST_ROOM];
  private int used;
  private int rows;

  RowNumbers(String... columns) {
    this.columns = columns;
    this.sizes = new int[columns.length];
    Arrays.fill(sizes, -1);
  }

  /**
   * Adds the numbers of a row.
   *
   * @throws NyalaSparkException if a value is missing, is not a number or numbers, or if there are
   *     more or fewer of them than in the rows before
   */
  void add(Row row) {
    for (int c = 0; c < columns.length; c++) {
      int before = used;
      append(row.getAs(columns[c]), columns[c]);
      int size = used - before;
      if (sizes[c] >= 0 && sizes[c] != size) {
        throw new NyalaSparkException(
            "column \"%s\": a row has %d numbers, those before it have %d; all rows need the same"
                .formatted(columns[c], size, sizes[c]));
      }
      sizes[c] = size;
    }
    rows++;
  }

  private void append(Object value, String column) {
    switch (value) {
      case Number number -> append(number.floatValue());
      case Boolean flag -> append(flag ? 1 : 0);
      case Vector vector -> {
        for (double number : vector.toArray()) {
          append((float) number);
        }
      }
      case Seq<?> several -> {
        for (Iterator<?> each = several.iterator(); each.hasNext(); ) {
          append(each.next(), column);
        }
      }
      case null ->
          throw new NyalaSparkException(
              "column \"%s\": a row has no value; drop such rows, or fill them with na().fill(...)"
                  .formatted(column));
      default ->
          throw new NyalaSparkException(
              "column \"%s\": expected numbers, vectors or arrays of numbers, got %s"
                  .formatted(column, value.getClass().getSimpleName()));
    }
  }

  private void append(float number) {
    if (used == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.multiplyExact(2, used));
    }
    numbers[used++] = number;
  }

  int rows() {
    return rows;
  }

  /**
   * Returns the rows since the last call.
   *
   * @param target the shape of a row, with any first extent; the numbers of a row stay in one axis
   *     if they do not fill it
   */
  Tensor take(Shape target) {
    int width = used / rows;
    Shape one = target.with(0, 1);
    Shape shape = one.size() == width ? one.with(0, rows) : Shape.of(rows, width);
    Tensor taken = Tensor.of(shape, Arrays.copyOf(numbers, used));
    used = 0;
    rows = 0;
    return taken;
  }
}
