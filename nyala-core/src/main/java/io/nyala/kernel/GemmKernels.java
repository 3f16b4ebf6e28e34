// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import io.nyala.ops.kinds.FusedActivation;

/**
 * Matrix products of row-major matrices. {@code op(A)} is {@code m x k}, {@code op(B)} is {@code k
 * x n}; {@code lda} is the distance between rows as stored. Every element of C is summed over k in
 * one fixed order for any block {@code [m0, m1) x [n0, n1)}, so that different threads may compute
 * blocks with the same bits.
 */
public interface GemmKernels {
  /**
   * Computes the block {@code [m0, m1) x [n0, n1)} of {@code C = activation(op(A) op(B) + bias)},
   * or of {@code C += op(A) op(B)} when {@code accumulate} (then without bias and activation).
   *
   * @param bias one element for each column of C, starting at {@code biasOff}, or null
   */
  void gemm(
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
      FusedActivation activation);
}
