// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.recurrent;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.base.Copy;
import io.nyala.kernel.vector.elementwise.Activations;
import io.nyala.kernel.vector.math.ExpMath;
import io.nyala.ops.kinds.FusedActivation;
import jdk.incubator.vector.FloatVector;

/**
 * Activations of a sum. In rows of at least a vector, the last one is moved back, as in {@link
 * LstmLoops}.
 */
final class SumLoops {
  /** Elements of a block, which stays in the first-level cache. */
  private static final int BLOCK = 4096;

  private SumLoops() {}

  /** {@code y = sigmoid(a + b)}. */
  static void sigmoid(
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
      int yStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j += LANES) {
        int at = Math.min(j, n - LANES);
        FloatVector x = FloatVector.fromArray(SPECIES, a, aOff + i * aStride + at);
        FloatVector w = FloatVector.fromArray(SPECIES, b, bOff + i * bStride + at);
        ExpMath.sigmoid(x.add(w)).intoArray(y, yOff + i * yStride + at);
      }
    }
  }

  /** {@code y = tanh(a + b)}. */
  static void tanh(
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
      int yStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j += LANES) {
        int at = Math.min(j, n - LANES);
        FloatVector x = FloatVector.fromArray(SPECIES, a, aOff + i * aStride + at);
        FloatVector w = FloatVector.fromArray(SPECIES, b, bOff + i * bStride + at);
        ExpMath.tanh(x.add(w)).intoArray(y, yOff + i * yStride + at);
      }
    }
  }

  /** {@code y = activation(a + b)} for any rows, side by side so that narrow ones fill vectors. */
  static void inBlocks(
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
      int yStride) {
    int most = Math.max(1, BLOCK / n);
    float[] block = Buffers.get().block(Math.min(rows, most) * n);
    for (int i = 0; i < rows; i += most) {
      int m = Math.min(most, rows - i);
      RecurrentLoops.add(
          m, n, a, aOff + i * aStride, aStride, b, bOff + i * bStride, bStride, block, 0, n);
      Activations.apply(activation, m, n, block, 0, n);
      Copy.rows(block, 0, n, m, n, y, yOff + i * yStride, yStride);
    }
  }
}
