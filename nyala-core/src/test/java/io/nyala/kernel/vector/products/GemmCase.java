// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products;

import io.nyala.kernel.GemmKernels;
import io.nyala.ops.kinds.FusedActivation;
import java.util.Arrays;
import java.util.Random;

/** A product with gaps between rows, offsets, and NaN wherever nothing may be read or written. */
final class GemmCase {
  private static final int GAP = 3;

  final boolean transposeA;
  final boolean transposeB;
  final int m;
  final int n;
  final int k;
  final boolean accumulate;
  final FusedActivation activation;
  final int lda;
  final int ldb;
  final int ldc;
  final int aOff = 5;
  final int bOff = 7;
  final int cOff = 2;
  final int biasOff = 1;
  final float[] a;
  final float[] b;
  final float[] c;
  final float[] bias;

  GemmCase(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      boolean gaps,
      boolean accumulate,
      boolean withBias,
      FusedActivation activation) {
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.m = m;
    this.n = n;
    this.k = k;
    this.accumulate = accumulate;
    this.activation = activation;
    int gap = gaps ? GAP : 0;
    lda = (transposeA ? m : k) + gap;
    ldb = (transposeB ? k : n) + gap;
    ldc = n + gap;
    Random random = new Random(31L * m + 17L * n + k);
    a = matrix(random, transposeA ? k : m, transposeA ? m : k, lda, aOff);
    b = matrix(random, transposeB ? n : k, transposeB ? k : n, ldb, bOff);
    c = matrix(random, m, n, ldc, cOff);
    bias = withBias ? matrix(random, 1, n, n, biasOff) : null;
  }

  /** All of C, gaps included, after computing the given block. */
  float[] run(GemmKernels kernels, int m0, int m1, int n0, int n1) {
    float[] result = c.clone();
    run(kernels, result, m0, m1, n0, n1);
    return result;
  }

  void run(GemmKernels kernels, float[] result, int m0, int m1, int n0, int n1) {
    kernels.gemm(
        transposeA,
        transposeB,
        m0,
        m1,
        n0,
        n1,
        k,
        a,
        aOff,
        lda,
        b,
        bOff,
        ldb,
        result,
        cOff,
        ldc,
        accumulate,
        bias,
        biasOff,
        activation);
  }

  /** The chain of fused multiply-adds that the kernels promise, for LINEAR and RELU. */
  float[] chains() {
    float[] result = c.clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = cOff + i * ldc + j;
        float sum = accumulate ? c[at] : bias != null ? bias[biasOff + j] : 0;
        for (int p = 0; p < k; p++) {
          float x = a[aOff + (transposeA ? p * lda + i : i * lda + p)];
          float y = b[bOff + (transposeB ? j * ldb + p : p * ldb + j)];
          sum = Math.fma(x, y, sum);
        }
        result[at] = !accumulate && activation == FusedActivation.RELU ? Math.max(sum, 0) : sum;
      }
    }
    return result;
  }

  @Override
  public String toString() {
    return (transposeA ? "A' " : "A ")
        + (transposeB ? "B' " : "B ")
        + m
        + "x"
        + n
        + "x"
        + k
        + " lda="
        + lda
        + (accumulate ? " accumulate" : " " + activation)
        + (bias != null ? " bias" : "");
  }

  private static float[] matrix(Random random, int rows, int columns, int ld, int offset) {
    // Ends with the last element: reading beyond it must not happen either.
    float[] x = new float[offset + Math.max(0, (rows - 1) * ld + columns)];
    Arrays.fill(x, Float.NaN);
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        x[offset + r * ld + j] = (float) random.nextGaussian();
      }
    }
    return x;
  }
}
