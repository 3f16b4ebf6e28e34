// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.elementwise;

import io.nyala.kernel.ElementwiseKernels;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.ops.kinds.UnaryKind;

/** Activations in place, on rows that are still in the cache. */
public final class Activations {
  private static final ElementwiseKernels ELEMENTWISE = new VectorElementwise();

  private Activations() {}

  /** Applies an activation to an {@code (m, n)} matrix with rows {@code ldc} apart. */
  public static void apply(FusedActivation activation, int m, int n, float[] c, int cOff, int ldc) {
    UnaryKind kind =
        switch (activation) {
          case LINEAR -> null;
          case RELU, RELU6 -> UnaryKind.RELU;
          case SIGMOID -> UnaryKind.SIGMOID;
          case TANH -> UnaryKind.TANH;
        };
    if (kind == null) {
      return;
    }
    int rows = ldc == n ? 1 : m;
    int length = ldc == n ? m * n : n;
    for (int i = 0; i < rows; i++) {
      int at = cOff + i * ldc;
      ELEMENTWISE.unary(kind, c, at, c, at, length);
      if (activation == FusedActivation.RELU6) {
        ELEMENTWISE.binaryRight(BinaryKind.MINIMUM, c, at, 6, c, at, length);
      }
    }
  }

  /**
   * Returns the operation that multiplies a gradient by the slope of an activation, given the
   * output of the activation; null if the slope is 1.
   */
  public static BinaryKind slope(FusedActivation activation) {
    return switch (activation) {
      case LINEAR -> null;
      case RELU -> BinaryKind.RELU_GRADIENT;
      case RELU6 -> BinaryKind.RELU6_GRADIENT;
      case SIGMOID -> BinaryKind.SIGMOID_GRADIENT;
      case TANH -> BinaryKind.TANH_GRADIENT;
    };
  }
}
