// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * Operations on each row of a contiguous {@code (rows, columns)} matrix, independently of the
 * others.
 */
public interface RowKernels {
  /** Softmax of each row, shifted by its maximum. {@code x} and {@code y} may be the same. */
  void softmaxRows(float[] x, int xOff, float[] y, int yOff, int rows, int columns);

  /**
   * The gradient of {@link #softmaxRows}: {@code dx = p (dp - sum(p dp))} for each row.
   *
   * @param p the softmax
   * @param dp its gradient; may be the same array and offset as dx
   */
  void softmaxGradientRows(
      float[] p, int pOff, float[] dp, int dpOff, float[] dx, int dxOff, int rows, int columns);

  /** Logarithm of the softmax of each row. */
  void logSoftmaxRows(float[] x, int xOff, float[] y, int yOff, int rows, int columns);

  /**
   * Cross-entropy of softmax(logits) with a target distribution: {@code loss[r] = -sum(target *
   * logSoftmax)}, and the softmax itself into {@code probabilities}.
   */
  void crossEntropyRows(
      float[] logits,
      int logitsOff,
      float[] target,
      int targetOff,
      float[] loss,
      int lossOff,
      float[] probabilities,
      int probabilitiesOff,
      int rows,
      int columns);

  /**
   * {@code y = (x - mean) / sqrt(variance + epsilon) * gamma + beta} for each row, with the mean
   * and biased variance of the row; stores the mean and {@code 1 / sqrt(variance + epsilon)} of
   * each row. {@code gamma} and {@code beta} have one element for each column, or are null.
   */
  void layerNormRows(
      float[] x,
      int xOff,
      float[] gamma,
      int gammaOff,
      float[] beta,
      int betaOff,
      float epsilon,
      float[] y,
      int yOff,
      float[] mean,
      int meanOff,
      float[] rstd,
      int rstdOff,
      int rows,
      int columns);

  /** The gradient of {@link #layerNormRows} with respect to x. */
  void layerNormGradientRows(
      float[] x,
      int xOff,
      float[] mean,
      int meanOff,
      float[] rstd,
      int rstdOff,
      float[] gamma,
      int gammaOff,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff,
      int rows,
      int columns);
}
