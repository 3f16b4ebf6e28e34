// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;

/**
 * Points of the unit cube stored by column, each column with its sort order, which is updated as
 * points are added. NaN means that a coordinate does not apply.
 */
public final class Observations {
  private final double[][] columns;

  /** For each axis, the rows sorted by value and then by row, with NaN last. */
  private final int[][] orders;

  private int size;

  /**
   * Creates an empty table.
   *
   * @param axes the number of coordinates
   */
  public Observations(int axes) {
    columns = new double[axes][16];
    orders = new int[axes][16];
  }

  /** Returns the number of points. */
  public int size() {
    return size;
  }

  /** Appends a point. */
  public void add(double[] point) {
    for (int a = 0; a < columns.length; a++) {
      if (size == columns[a].length) {
        columns[a] = Arrays.copyOf(columns[a], 2 * size);
        orders[a] = Arrays.copyOf(orders[a], 2 * size);
      }
      columns[a][size] = point[a];
      int place = placeAfter(a, point[a]);
      System.arraycopy(orders[a], place, orders[a], place + 1, size - place);
      orders[a][place] = size;
    }
    size++;
  }

  /** Removes the points from this row onwards. */
  public void truncate(int rows) {
    if (rows >= size) {
      return;
    }
    for (int[] order : orders) {
      int kept = 0;
      for (int i = 0; i < size; i++) {
        if (order[i] < rows) {
          order[kept++] = order[i];
        }
      }
    }
    size = rows;
  }

  /** Returns a coordinate of a point. */
  public double get(int row, int axis) {
    return columns[axis][row];
  }

  /** Returns whether a coordinate of any point is missing. */
  public boolean hasHoles(int axis) {
    return size > 0 && Double.isNaN(columns[axis][orders[axis][size - 1]]);
  }

  double[] column(int axis) {
    return columns[axis];
  }

  int[] order(int axis) {
    return orders[axis];
  }

  /** Returns the position in the order after all values that are not larger. */
  private int placeAfter(int axis, double value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Double.compare(columns[axis][orders[axis][middle]], value) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
