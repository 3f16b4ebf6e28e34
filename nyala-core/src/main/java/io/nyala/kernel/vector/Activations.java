// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;

import io.nyala.ops.Activation;

/** Activations in place, on rows that are still in the cache. */
final class Activations {
  private Activations() {}

  /** Applies an activation to an {@code (m, n)} matrix with rows {@code ldc} apart. */
  static void apply(Activation activation, int m, int n, float[] c, int cOff, int ldc) {
    boolean gapless = ldc == n;
    int rows = gapless ? 1 : m;
    int columns = gapless ? m * n : n;
    int whole = columns & -LANES;
    for (int i = 0; i < rows; i++) {
      vectors(activation, c, cOff + i * ldc, whole);
    }
    if (whole < columns) {
      // The ends of rows are padded to whole vectors: a second copy of a long function, for tails,
      // would be too much for the compiler to inline, and then it allocates vectors.
      float[] end = Scratch.get().tile;
      for (int i = 0; i < rows; i++) {
        int at = cOff + i * ldc + whole;
        Copy.rows(c, at, 0, 1, columns - whole, end, 0, 0);
        vectors(activation, end, 0, LANES);
        Copy.rows(end, 0, 0, 1, columns - whole, c, at, 0);
      }
    }
  }

  private static void vectors(Activation activation, float[] x, int xOff, int n) {
    switch (activation) {
      case LINEAR -> {}
      case RELU -> UnaryArithmetic.relu(x, xOff, x, xOff, n);
      case SIGMOID -> UnaryFunctions.sigmoid(x, xOff, x, xOff, n);
      case TANH -> UnaryFunctions.tanh(x, xOff, x, xOff, n);
    }
  }
}
