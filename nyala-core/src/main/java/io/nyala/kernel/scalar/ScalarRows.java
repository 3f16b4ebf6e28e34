// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.RowKernels;

/** Row-wise operations, row by row, with sums in double precision. */
final class ScalarRows implements RowKernels {
  @Override
  public void softmaxRows(float[] x, int xOff, float[] y, int yOff, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      int xRow = xOff + r * columns;
      int yRow = yOff + r * columns;
      float max = max(x, xRow, columns);
      double sum = expSum(x, xRow, columns, max);
      for (int c = 0; c < columns; c++) {
        y[yRow + c] = (float) (Math.exp((double) x[xRow + c] - max) / sum);
      }
    }
  }

  @Override
  public void softmaxGradientRows(
      float[] p, int pOff, float[] dp, int dpOff, float[] dx, int dxOff, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      double dot = 0;
      for (int c = 0; c < columns; c++) {
        dot += (double) p[pOff + at + c] * dp[dpOff + at + c];
      }
      for (int c = 0; c < columns; c++) {
        dx[dxOff + at + c] = (float) (p[pOff + at + c] * (dp[dpOff + at + c] - dot));
      }
    }
  }

  @Override
  public void logSoftmaxRows(float[] x, int xOff, float[] y, int yOff, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      int xRow = xOff + r * columns;
      int yRow = yOff + r * columns;
      float max = max(x, xRow, columns);
      double logSum = Math.log(expSum(x, xRow, columns, max));
      for (int c = 0; c < columns; c++) {
        y[yRow + c] = (float) ((double) x[xRow + c] - max - logSum);
      }
    }
  }

  @Override
  public void crossEntropyRows(
      float[] logits,
      int logitsOff,
      float[] target,
      int targetOff,
      float[] loss,
      int lossOff,
      float[] probabilities,
      int probabilitiesOff,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      float max = max(logits, logitsOff + at, columns);
      double sum = expSum(logits, logitsOff + at, columns, max);
      double logSum = Math.log(sum);
      double total = 0;
      for (int c = 0; c < columns; c++) {
        double shifted = (double) logits[logitsOff + at + c] - max;
        total -= target[targetOff + at + c] * (shifted - logSum);
        probabilities[probabilitiesOff + at + c] = (float) (Math.exp(shifted) / sum);
      }
      loss[lossOff + r] = (float) total;
    }
  }

  @Override
  public void layerNormRows(
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
      int columns) {
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      double sum = 0;
      for (int c = 0; c < columns; c++) {
        sum += x[xOff + at + c];
      }
      double m = sum / columns;
      double squares = 0;
      for (int c = 0; c < columns; c++) {
        squares += (x[xOff + at + c] - m) * (x[xOff + at + c] - m);
      }
      double s = 1 / Math.sqrt(squares / columns + epsilon);
      for (int c = 0; c < columns; c++) {
        double scale = gamma == null ? 1 : gamma[gammaOff + c];
        double shift = beta == null ? 0 : beta[betaOff + c];
        y[yOff + at + c] = (float) ((x[xOff + at + c] - m) * s * scale + shift);
      }
      mean[meanOff + r] = (float) m;
      rstd[rstdOff + r] = (float) s;
    }
  }

  @Override
  public void layerNormGradientRows(
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
      int columns) {
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      double m = mean[meanOff + r];
      double s = rstd[rstdOff + r];
      double sum = 0;
      double dot = 0;
      for (int c = 0; c < columns; c++) {
        double g = dy[dyOff + at + c] * (gamma == null ? 1.0 : gamma[gammaOff + c]);
        sum += g;
        dot += g * (x[xOff + at + c] - m) * s;
      }
      for (int c = 0; c < columns; c++) {
        double g = dy[dyOff + at + c] * (gamma == null ? 1.0 : gamma[gammaOff + c]);
        double normal = (x[xOff + at + c] - m) * s;
        dx[dxOff + at + c] = (float) (s * (g - sum / columns - normal * dot / columns));
      }
    }
  }

  private static float max(float[] x, int xOff, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[xOff + i]);
    }
    return max;
  }

  private static double expSum(float[] x, int xOff, int n, float max) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.exp((double) x[xOff + i] - max);
    }
    return sum;
  }
}
