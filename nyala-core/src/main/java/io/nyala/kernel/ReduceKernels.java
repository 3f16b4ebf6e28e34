// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import io.nyala.ops.kinds.ReduceKind;

/** Reductions, in a fixed order for a given vector width. */
public interface ReduceKernels {
  /** Returns the reduction of {@code n} contiguous elements. */
  float reduce(ReduceKind kind, float[] x, int xOff, int n);

  /** {@code y[r] = reduce over c of x[r * columns + c]}. */
  void reduceRows(ReduceKind kind, float[] x, int xOff, int rows, int columns, float[] y, int yOff);

  /**
   * {@code y[c] = reduce over r of x[r * stride + c]} for {@code 0 <= c < columns}; the result of a
   * column does not depend on which columns are computed together.
   */
  void reduceColumns(
      ReduceKind kind, float[] x, int xOff, int rows, int columns, int stride, float[] y, int yOff);

  /** Returns the position of the first largest of {@code n} contiguous elements. */
  int argMax(float[] x, int xOff, int n);
}
