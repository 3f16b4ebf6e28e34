// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.ElementwiseKernels;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.UnaryKind;

/** Elementwise functions in plain loops. */
final class ScalarElementwise implements ElementwiseKernels {
  @Override
  public void unary(UnaryKind kind, float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = ScalarFunctions.apply(kind, x[xOff + i]);
    }
  }

  @Override
  public void binary(
      BinaryKind kind, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = ScalarFunctions.apply(kind, a[aOff + i], b[bOff + i]);
    }
  }

  @Override
  public void binaryRight(
      BinaryKind kind, float[] a, int aOff, float b, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = ScalarFunctions.apply(kind, a[aOff + i], b);
    }
  }

  @Override
  public void binaryLeft(
      BinaryKind kind, float a, float[] b, int bOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = ScalarFunctions.apply(kind, a, b[bOff + i]);
    }
  }

  @Override
  public void select(
      float[] c, int cOff, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = c[cOff + i] != 0 ? a[aOff + i] : b[bOff + i];
    }
  }
}
