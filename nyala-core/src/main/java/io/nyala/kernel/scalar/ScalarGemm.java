// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.GemmKernels;
import io.nyala.ops.kinds.FusedActivation;

/** Matrix products in plain loops: the test oracle of the SIMD kernels. */
public final class ScalarGemm implements GemmKernels {
  /** Creates the kernels; they have no state. */
  public ScalarGemm() {}

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      int m0,
      int m1,
      int n0,
      int n1,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean accumulate,
      float[] bias,
      int biasOff,
      FusedActivation activation) {
    int aRow = transposeA ? 1 : lda;
    int aColumn = transposeA ? lda : 1;
    int bRow = transposeB ? 1 : ldb;
    int bColumn = transposeB ? ldb : 1;
    for (int i = m0; i < m1; i++) {
      for (int j = n0; j < n1; j++) {
        int at = cOff + i * ldc + j;
        float sum = accumulate ? c[at] : bias != null ? bias[biasOff + j] : 0;
        for (int p = 0; p < k; p++) {
          sum += a[aOff + i * aRow + p * aColumn] * b[bOff + p * bRow + j * bColumn];
        }
        c[at] = accumulate ? sum : activate(activation, sum);
      }
    }
  }

  static float activate(FusedActivation activation, float x) {
    return switch (activation) {
      case LINEAR -> x;
      case RELU -> Math.max(x, 0);
      case RELU6 -> Math.min(Math.max(x, 0), 6);
      case SIGMOID -> (float) (1 / (1 + Math.exp(-x)));
      case TANH -> (float) Math.tanh(x);
    };
  }
}
