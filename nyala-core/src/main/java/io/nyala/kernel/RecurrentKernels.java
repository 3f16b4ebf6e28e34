// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import io.nyala.ops.kinds.FusedActivation;

/**
 * What recurrent cells do between their matrix products, for one time step. Matrices have rows, one
 * for each sequence, of {@code n} numbers that begin a stride apart; rows of gates have the gates
 * one after the other, n numbers each. An element is computed in the same way wherever its row
 * stands.
 */
public interface RecurrentKernels {
  /** Returns how many columns there must be room for in a product that has n. */
  int paddedColumns(int n);

  /** Returns how many rows there must be room for in a product that has m. */
  int paddedRows(int m);

  /** Packs a {@code (k, n)} matrix for {@link #product}, into {@code k * paddedColumns(n)}. */
  void pack(int k, int n, float[] b, int bOff, int ldb, float[] packed, int packedOff);

  /**
   * {@code y = a b} with a packed b. Rows of y are {@code paddedColumns(n)} apart; what is beyond m
   * rows and n columns is filled with anything.
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
      int yOff);

  /** {@code y = activation(a + b)}. */
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
   * The states of an LSTM from its gates i, f, g, o: {@code c = f * before + i * g} and {@code h =
   * o * activation(c)}. The rows of h are n apart.
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
      int hOff);

  /**
   * The gradient of {@link #lstm} and of the gates' activations. Rows without stated stride are
   * without gaps.
   *
   * @param y scratch for {@code activation(c)}
   * @param dh gradient of h
   * @param dc gradient of c, from later steps
   * @param dcBefore gets the gradient of the cell state before
   * @param d gets the gradients of what goes into the activations
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
      float[] y,
      int yOff,
      float[] dh,
      int dhOff,
      float[] dc,
      int dcOff,
      float[] dcBefore,
      int dcBeforeOff,
      float[] d,
      int dOff);

  /**
   * The state of a GRU, {@code h = candidate + z * (before - candidate)}, from gates z, r,
   * candidate. The rows of {@code before} and h, which may be the same, are n apart.
   */
  void gru(
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      float[] h,
      int hOff);

  /**
   * The gradient of {@link #gru} and of the activations of z and the candidate. Rows without stated
   * stride are without gaps.
   *
   * @param d gets the gradients of what goes into the activations; the place of r is not written
   * @param dBefore gets the part of the gradient of the state before that does not pass the gates
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
      float[] dh,
      int dhOff,
      float[] d,
      int dOff,
      float[] dBefore,
      int dBeforeOff);

  /** {@code d = x * w * r * (1 - r)}: the gradient of what goes into a gate r. */
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

  /** {@code d = g * slope}, the slope of an activation at its result y. */
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
