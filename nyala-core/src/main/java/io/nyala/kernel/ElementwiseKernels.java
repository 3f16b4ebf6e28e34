// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.UnaryKind;

/**
 * Elementwise functions over {@code n} contiguous elements. Source and destination may be the same
 * range but must not partly overlap. Booleans are {@code 1.0f} and {@code 0.0f}. Results do not
 * depend on how a range is split into calls.
 */
public interface ElementwiseKernels {
  /** {@code y[i] = kind(x[i])}. */
  void unary(UnaryKind kind, float[] x, int xOff, float[] y, int yOff, int n);

  /** {@code y[i] = kind(a[i], b[i])}. */
  void binary(
      BinaryKind kind, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);

  /** {@code y[i] = kind(a[i], b)}. */
  void binaryRight(BinaryKind kind, float[] a, int aOff, float b, float[] y, int yOff, int n);

  /** {@code y[i] = kind(a, b[i])}. */
  void binaryLeft(BinaryKind kind, float a, float[] b, int bOff, float[] y, int yOff, int n);

  /** {@code y[i] = c[i] != 0 ? a[i] : b[i]}. */
  void select(
      float[] c, int cOff, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);
}
