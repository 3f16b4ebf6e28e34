// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

/**
 * The parts into which a product is split: rows of the result by columns. Every part reads its rows
 * of the left operand and its columns of the right one, so parts that are about square read least.
 *
 * @param rows the number of parts of the rows, a power of 2
 * @param columns the number of parts of the columns, a power of 2
 */
record Grid(int rows, int columns) {
  /**
   * Returns the grid that reads least.
   *
   * @param most the largest number of parts
   * @param rowBlocks the number of blocks of rows, which are not split
   * @param columnBlocks the number of blocks of columns
   * @param left the size of the left operand, read once for each part of the columns
   * @param right the size of the right operand, read once for each part of the rows
   */
  static Grid of(int most, int rowBlocks, int columnBlocks, long left, long right) {
    int rows = 1;
    int columns = 1;
    while (2 * rows * columns <= most) {
      boolean canRows = 2 * rows <= rowBlocks;
      boolean canColumns = 2 * columns <= columnBlocks;
      boolean cheaper = columns * left + 2 * rows * right <= 2 * columns * left + rows * right;
      if (canRows && (cheaper || !canColumns)) {
        rows *= 2;
      } else if (canColumns) {
        columns *= 2;
      } else {
        break;
      }
    }
    return new Grid(rows, columns);
  }

  int parts() {
    return rows * columns;
  }

  /** Returns the first row of a part, or the end of the last one. */
  static int begin(int index, int parts, int extent, int block) {
    long blocks = Math.ceilDiv(extent, block);
    return (int) Math.min(extent, blocks * index / parts * block);
  }
}
