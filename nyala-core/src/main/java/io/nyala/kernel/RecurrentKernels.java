// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import io.nyala.ops.kinds.FusedActivation;

/**
 * The elementwise part of one time step of recurrent cells, and their matrix products. Matrices
 * have one row of {@code n} elements for each sequence, with a stride between the rows; rows of
 * gates hold the gates one after the other, n elements each. The result of an element does not
 * depend on the position of its row.
 */
public interface RecurrentKernels {
  /** Returns the number of columns to allocate for a product with n columns. */
  int paddedColumns(int n);

  /** Returns the number of rows to allocate for a product with m rows. */
  int paddedRows(int m);

  /**
   * Packs a {@code (k, n)} matrix for {@link #product}, into {@code k * paddedColumns(n)}.
   *
   * @param transposed whether b holds its transpose, {@code (n, k)}
   */
  void pack(
      boolean transposed,
      int k,
      int n,
      float[] b,
      int bOff,
      int ldb,
      float[] packed,
      int packedOff);

  /**
   * {@code y = a b}, or {@code y += a b}, with a packed b. Rows of y are {@code paddedColumns(n)}
   * apart; elements beyond m rows and n columns have unspecified values.
   */
  void product(
      int m,
      int k,
      int n,
      float[] a,
      int aOff,
      int lda,
      float[] packed,
      int packedOff,
      float[] y,
      int yOff,
      boolean add);

  /** {@code y = activation(a + b)}, where y overlaps neither a nor b. */
  void activateSum(
      FusedActivation activation,
      int rows,
      int n,
      float[] a,
      int aOff,
      int aStride,
      float[] b,
      int bOff,
      int bStride,
      float[] y,
      int yOff,
      int yStride);

  /** {@code y = a * b}. */
  void multiply(
      int rows,
      int n,
      float[] a,
      int aOff,
      int aStride,
      float[] b,
      int bOff,
      int bStride,
      float[] y,
      int yOff,
      int yStride);

  /** {@code y += x}. */
  void add(int rows, int n, float[] x, int xOff, int xStride, float[] y, int yOff, int yStride);

  /**
   * Computes the states of an LSTM from its gates i, f, g, o: {@code c = f * before + i * g} and
   * {@code h = o * activation(c)}. The new states overlap no operand.
   */
  void lstm(
      FusedActivation activation,
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] c,
      int cOff,
      int cStride,
      float[] h,
      int hOff,
      int hStride);

  /**
   * Computes the gradient of {@link #lstm} and of the activations of the gates. Rows without a
   * stride parameter are contiguous. The results overlap no operand.
   *
   * @param dh gradient of h
   * @param dc gradient of c, from later steps
   * @param dcBefore receives the gradient of the previous cell state
   * @param d receives the gradients of the inputs of the activations
   */
  void lstmGradient(
      FusedActivation activation,
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] c,
      int cOff,
      int cStride,
      float[] dh,
      int dhOff,
      int dhStride,
      float[] dc,
      int dcOff,
      float[] dcBefore,
      int dcBeforeOff,
      float[] d,
      int dOff,
      int dStride);

  /**
   * Computes the state of a GRU, {@code h = candidate + z * (before - candidate)}, from gates z, r,
   * candidate.
   */
  void gru(
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] h,
      int hOff,
      int hStride);

  /**
   * Computes the gradient of {@link #gru} and of the activations of z and the candidate.
   *
   * @param d receives the gradients of the inputs of the activations; the place of r is not written
   * @param dBefore receives the part of the gradient of the previous state that does not pass
   *     through the gates
   */
  void gruGradient(
      FusedActivation activation,
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] dh,
      int dhOff,
      int dhStride,
      float[] d,
      int dOff,
      int dStride,
      float[] dBefore,
      int dBeforeOff,
      int dBeforeStride);

  /** {@code d = x * w * r * (1 - r)}: the gradient of the input of a gate r. */
  void gateGradient(
      int rows,
      int n,
      float[] x,
      int xOff,
      int xStride,
      float[] w,
      int wOff,
      int wStride,
      float[] r,
      int rOff,
      int rStride,
      float[] d,
      int dOff,
      int dStride);

  /** {@code d = g * slope}, where slope is the derivative of an activation at its result y. */
  void slope(
      FusedActivation activation,
      int rows,
      int n,
      float[] g,
      int gOff,
      int gStride,
      float[] y,
      int yOff,
      int yStride,
      float[] d,
      int dOff,
      int dStride);
}
