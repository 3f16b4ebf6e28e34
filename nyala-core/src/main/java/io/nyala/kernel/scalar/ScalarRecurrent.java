// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.RecurrentKernels;
import io.nyala.ops.kinds.FusedActivation;

/** Recurrent cells in plain loops: the test oracle of the SIMD kernels. */
public final class ScalarRecurrent implements RecurrentKernels {
  /** Creates the kernels; they have no state. */
  public ScalarRecurrent() {}

  @Override
  public int paddedColumns(int n) {
    return n;
  }

  @Override
  public int paddedRows(int m) {
    return m;
  }

  @Override
  public void pack(
      boolean transposed,
      int k,
      int n,
      float[] b,
      int bOff,
      int ldb,
      float[] packed,
      int packedOff) {
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        packed[packedOff + p * n + j] = b[bOff + (transposed ? j * ldb + p : p * ldb + j)];
      }
    }
  }

  @Override
  public void product(
      int m,
      int k,
      int n,
      float[] a,
      int aOff,
      int lda,
      float[] packed,
      int packedOff,
      float[] y,
      int yOff,
      boolean add) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int to = yOff + i * n + j;
        float sum = add ? y[to] : 0;
        for (int p = 0; p < k; p++) {
          sum += a[aOff + i * lda + p] * packed[packedOff + p * n + j];
        }
        y[to] = sum;
      }
    }
  }

  private static float activate(FusedActivation activation, float x) {
    return switch (activation) {
      case LINEAR -> x;
      case RELU -> Math.max(x, 0);
      case RELU6 -> Math.min(Math.max(x, 0), 6);
      case SIGMOID -> (float) (1 / (1 + Math.exp(-x)));
      case TANH -> (float) Math.tanh(x);
    };
  }

  private static float slope(FusedActivation activation, float y) {
    return switch (activation) {
      case LINEAR -> 1;
      case RELU -> y > 0 ? 1 : 0;
      case RELU6 -> y > 0 && y < 6 ? 1 : 0;
      case SIGMOID -> y * (1 - y);
      case TANH -> 1 - y * y;
    };
  }

  @Override
  public void activateSum(
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        float x = a[aOff + i * aStride + j] + b[bOff + i * bStride + j];
        y[yOff + i * yStride + j] = activate(activation, x);
      }
    }
  }

  @Override
  public void multiply(
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
      for (int j = 0; j < n; j++) {
        y[yOff + i * yStride + j] = a[aOff + i * aStride + j] * b[bOff + i * bStride + j];
      }
    }
  }

  @Override
  public void add(
      int rows, int n, float[] x, int xOff, int xStride, float[] y, int yOff, int yStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        y[yOff + i * yStride + j] += x[xOff + i * xStride + j];
      }
    }
  }

  @Override
  public void lstm(
      FusedActivation activation,
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] c,
      int cOff,
      int cStride,
      float[] h,
      int hOff,
      int hStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        int g = gatesOff + i * gatesStride + j;
        float cell =
            gates[g + n] * before[beforeOff + i * beforeStride + j] + gates[g] * gates[g + 2 * n];
        c[cOff + i * cStride + j] = cell;
        h[hOff + i * hStride + j] = gates[g + 3 * n] * activate(activation, cell);
      }
    }
  }

  @Override
  public void lstmGradient(
      FusedActivation activation,
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] c,
      int cOff,
      int cStride,
      float[] dh,
      int dhOff,
      int dhStride,
      float[] dc,
      int dcOff,
      float[] dcBefore,
      int dcBeforeOff,
      float[] d,
      int dOff,
      int dStride) {
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < n; j++) {
        int at = gatesOff + row * gatesStride + j;
        float i = gates[at];
        float f = gates[at + n];
        float g = gates[at + 2 * n];
        float o = gates[at + 3 * n];
        float out = activate(activation, c[cOff + row * cStride + j]);
        int k = row * n + j;
        float flowing = dh[dhOff + row * dhStride + j];
        float cell = dc[dcOff + k] + flowing * o * slope(activation, out);
        int to = dOff + row * dStride + j;
        d[to] = cell * g * i * (1 - i);
        d[to + n] = cell * before[beforeOff + row * beforeStride + j] * f * (1 - f);
        d[to + 2 * n] = cell * i * slope(activation, g);
        d[to + 3 * n] = flowing * out * o * (1 - o);
        dcBefore[dcBeforeOff + k] = cell * f;
      }
    }
  }

  @Override
  public void gru(
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] h,
      int hOff,
      int hStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        int g = gatesOff + i * gatesStride + j;
        float candidate = gates[g + 2 * n];
        float last = before[beforeOff + i * beforeStride + j];
        h[hOff + i * hStride + j] = candidate + gates[g] * (last - candidate);
      }
    }
  }

  @Override
  public void gruGradient(
      FusedActivation activation,
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] dh,
      int dhOff,
      int dhStride,
      float[] d,
      int dOff,
      int dStride,
      float[] dBefore,
      int dBeforeOff,
      int dBeforeStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        int g = gatesOff + i * gatesStride + j;
        float z = gates[g];
        float candidate = gates[g + 2 * n];
        float flowing = dh[dhOff + i * dhStride + j];
        int to = dOff + i * dStride + j;
        d[to] = flowing * (before[beforeOff + i * beforeStride + j] - candidate) * z * (1 - z);
        d[to + 2 * n] = flowing * (1 - z) * slope(activation, candidate);
        dBefore[dBeforeOff + i * dBeforeStride + j] = flowing * z;
      }
    }
  }

  @Override
  public void gateGradient(
      int rows,
      int n,
      float[] x,
      int xOff,
      int xStride,
      float[] w,
      int wOff,
      int wStride,
      float[] r,
      int rOff,
      int rStride,
      float[] d,
      int dOff,
      int dStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        float gate = r[rOff + i * rStride + j];
        d[dOff + i * dStride + j] =
            x[xOff + i * xStride + j] * w[wOff + i * wStride + j] * gate * (1 - gate);
      }
    }
  }

  @Override
  public void slope(
      FusedActivation activation,
      int rows,
      int n,
      float[] g,
      int gOff,
      int gStride,
      float[] y,
      int yOff,
      int yStride,
      float[] d,
      int dOff,
      int dStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        d[dOff + i * dStride + j] =
            g[gOff + i * gStride + j] * slope(activation, y[yOff + i * yStride + j]);
      }
    }
  }
}
