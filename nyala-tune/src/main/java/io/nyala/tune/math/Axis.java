// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

/**
 * One coordinate of the unit cube: any number from 0 to 1, or one of finitely many cells that
 * together make up the interval.
 */
public interface Axis {
  /** Returns the number of cells; 0 if every number counts. */
  long count();

  /** Returns whether neighbouring cells are alike; false for mere labels. */
  boolean ordered();

  /** Returns where a cell begins; that of {@code count()} is 1. */
  double edge(long index);

  /** Returns the place that stands for a cell, inside it. */
  double middle(long index);

  /** Returns the cell of a place. */
  long index(double place);

  /** Returns whether every number counts. */
  default boolean continuous() {
    return count() == 0;
  }

  /** Returns the nearest place that counts. */
  default double snap(double place) {
    return continuous() ? Math.clamp(place, 0, 1) : middle(index(place));
  }

  /** Returns an axis on which every number counts. */
  static Axis line() {
    return new EqualCells(0, true);
  }

  /**
   * Returns an axis of equally wide cells in their order.
   *
   * @param count at least 1
   */
  static Axis grid(long count) {
    return new EqualCells(count, true);
  }

  /**
   * Returns an axis of labels.
   *
   * @param count at least 1
   */
  static Axis labels(int count) {
    return new EqualCells(count, false);
  }

  /**
   * Cells of one width.
   *
   * @param count 0 for a line
   * @param ordered false for labels
   */
  record EqualCells(long count, boolean ordered) implements Axis {
    @Override
    public double edge(long index) {
      return (double) index / count;
    }

    @Override
    public double middle(long index) {
      return (index + 0.5) / count;
    }

    @Override
    public long index(double place) {
      return Math.clamp((long) (place * count), 0, count - 1);
    }
  }
}
