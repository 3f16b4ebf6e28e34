// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

/** A coordinate of the unit cube: continuous, or divided into finitely many cells. */
public interface Axis {
  /** Returns the number of cells; 0 if the axis is continuous. */
  long count();

  /** Returns whether neighbouring cells are similar; false for labels. */
  boolean ordered();

  /** Returns the start of a cell; that of {@code count()} is 1. */
  double edge(long index);

  /** Returns the position that represents a cell. */
  double middle(long index);

  /** Returns the cell that contains a position. */
  long index(double place);

  /** Returns whether the axis is continuous. */
  default boolean continuous() {
    return count() == 0;
  }

  /**
   * Returns the position that represents the cell of a position; for a continuous axis, the
   * position itself.
   */
  default double snap(double place) {
    return continuous() ? Math.clamp(place, 0, 1) : middle(index(place));
  }

  /** Returns a continuous axis. */
  static Axis line() {
    return new EqualCells(0, true);
  }

  /**
   * Returns an axis of ordered cells of equal width.
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
   * Cells of equal width.
   *
   * @param count the number of cells, 0 for a continuous axis
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
