// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;
import static io.nyala.kernel.vector.Simd.load;
import static io.nyala.kernel.vector.Simd.store;

import java.lang.invoke.MethodHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Layer normalisation of rows and its gradient, in two steps each. */
final class LayerNorm {
  /** Rows whose two steps follow each other, while they are in the first cache. */
  private static final int BLOCK = 16;

  /** The signature of the first step forward. */
  interface Moments {
    void run(
        float[] x,
        int xOff,
        float epsilon,
        float[] mean,
        int meanOff,
        float[] rstd,
        int rstdOff,
        int rows,
        int columns);
  }

  /** The signature of the second step forward. */
  interface Normalise {
    void run(
        float[] x,
        int xOff,
        float[] gamma,
        int gammaOff,
        float[] beta,
        int betaOff,
        float[] mean,
        int meanOff,
        float[] rstd,
        int rstdOff,
        float[] y,
        int yOff,
        int rows,
        int columns);
  }

  /** The signature of the first step of the gradient. */
  interface GradientSums {
    void run(
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
        float[] meanG,
        float[] meanGx,
        int rows,
        int columns);
  }

  /** The signature of the second step of the gradient. */
  interface Gradient {
    void run(
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
        float[] meanG,
        float[] meanGx,
        float[] dx,
        int dxOff,
        int rows,
        int columns);
  }

  private static final MethodHandle[] MOMENTS = {Unit.of(Moments.class, LayerNorm::moments)};
  private static final MethodHandle[] NORMALISE = {Unit.of(Normalise.class, LayerNorm::normalise)};
  private static final MethodHandle[] SUMS = {Unit.of(GradientSums.class, LayerNorm::sums)};
  private static final MethodHandle[] GRADIENT = {Unit.of(Gradient.class, LayerNorm::gradientOf)};

  private LayerNorm() {}

  static void forward(
      float[] x,
      int xOff,
      float[] gammaOrNull,
      int gammaOff,
      float[] betaOrNull,
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
    float[] gamma = gammaOrNull == null ? Buffers.get().ones(columns) : gammaOrNull;
    float[] beta = betaOrNull == null ? Buffers.get().zeros(columns) : betaOrNull;
    int gammaAt = gammaOrNull == null ? 0 : gammaOff;
    int betaAt = betaOrNull == null ? 0 : betaOff;
    try {
      for (int r = 0; r < rows; r += BLOCK) {
        int m = Math.min(BLOCK, rows - r);
        int at = r * columns;
        MOMENTS[0].invokeExact(
            x, xOff + at, epsilon, mean, meanOff + r, rstd, rstdOff + r, m, columns);
        NORMALISE[0].invokeExact(
            x,
            xOff + at,
            gamma,
            gammaAt,
            beta,
            betaAt,
            mean,
            meanOff + r,
            rstd,
            rstdOff + r,
            y,
            yOff + at,
            m,
            columns);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  static void gradient(
      float[] x,
      int xOff,
      float[] mean,
      int meanOff,
      float[] rstd,
      int rstdOff,
      float[] gammaOrNull,
      int gammaOff,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff,
      int rows,
      int columns) {
    Buffers buffers = Buffers.get();
    float[] meanG = buffers.first(BLOCK);
    float[] meanGx = buffers.second(BLOCK);
    float[] gamma = gammaOrNull == null ? buffers.ones(columns) : gammaOrNull;
    int gammaAt = gammaOrNull == null ? 0 : gammaOff;
    try {
      for (int r = 0; r < rows; r += BLOCK) {
        int m = Math.min(BLOCK, rows - r);
        int at = r * columns;
        SUMS[0].invokeExact(
            x,
            xOff + at,
            mean,
            meanOff + r,
            rstd,
            rstdOff + r,
            gamma,
            gammaAt,
            dy,
            dyOff + at,
            meanG,
            meanGx,
            m,
            columns);
        GRADIENT[0].invokeExact(
            x,
            xOff + at,
            mean,
            meanOff + r,
            rstd,
            rstdOff + r,
            gamma,
            gammaAt,
            dy,
            dyOff + at,
            meanG,
            meanGx,
            dx,
            dxOff + at,
            m,
            columns);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  /** Mean and {@code 1 / sqrt(variance + epsilon)} of each row, in two passes. */
  private static void moments(
      float[] x,
      int xOff,
      float epsilon,
      float[] mean,
      int meanOff,
      float[] rstd,
      int rstdOff,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int at = xOff + r * columns;
      FloatVector s = FloatVector.zero(SPECIES);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        s = s.add(FloatVector.fromArray(SPECIES, x, at + i));
      }
      if (i < columns) {
        s = s.add(load(x, at + i, columns - i));
      }
      float m = Simd.sum(s) / columns;
      FloatVector q = FloatVector.zero(SPECIES);
      for (i = 0; i <= columns - LANES; i += LANES) {
        FloatVector d = FloatVector.fromArray(SPECIES, x, at + i).sub(m);
        q = d.fma(d, q);
      }
      if (i < columns) {
        VectorMask<Float> there = SPECIES.indexInRange(i, columns);
        FloatVector d = FloatVector.zero(SPECIES).blend(load(x, at + i, columns - i).sub(m), there);
        q = d.fma(d, q);
      }
      mean[meanOff + r] = m;
      rstd[rstdOff + r] = (float) (1 / Math.sqrt(Simd.sum(q) / columns + (double) epsilon));
    }
  }

  /** {@code y = (x - mean) * rstd * gamma + beta} of each row. */
  private static void normalise(
      float[] x,
      int xOff,
      float[] gamma,
      int gammaOff,
      float[] beta,
      int betaOff,
      float[] mean,
      int meanOff,
      float[] rstd,
      int rstdOff,
      float[] y,
      int yOff,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      FloatVector m = FloatVector.broadcast(SPECIES, mean[meanOff + r]);
      FloatVector s = FloatVector.broadcast(SPECIES, rstd[rstdOff + r]);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, x, xOff + at + i)
            .sub(m)
            .mul(s)
            .fma(
                FloatVector.fromArray(SPECIES, gamma, gammaOff + i),
                FloatVector.fromArray(SPECIES, beta, betaOff + i))
            .intoArray(y, yOff + at + i);
      }
      if (i < columns) {
        FloatVector n = load(x, xOff + at + i, columns - i).sub(m).mul(s);
        FloatVector g = load(gamma, gammaOff + i, columns - i);
        FloatVector b = load(beta, betaOff + i, columns - i);
        store(n.fma(g, b), y, yOff + at + i, columns - i);
      }
    }
  }

  /** Means over each row of {@code g = dy * gamma} and of {@code g * normalised x}. */
  private static void sums(
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
      float[] meanG,
      float[] meanGx,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      FloatVector m = FloatVector.broadcast(SPECIES, mean[meanOff + r]);
      FloatVector sum = FloatVector.zero(SPECIES);
      FloatVector dot = FloatVector.zero(SPECIES);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        FloatVector g =
            FloatVector.fromArray(SPECIES, dy, dyOff + at + i)
                .mul(FloatVector.fromArray(SPECIES, gamma, gammaOff + i));
        sum = sum.add(g);
        dot = g.fma(FloatVector.fromArray(SPECIES, x, xOff + at + i).sub(m), dot);
      }
      if (i < columns) {
        FloatVector g =
            load(dy, dyOff + at + i, columns - i).mul(load(gamma, gammaOff + i, columns - i));
        sum = sum.add(g);
        dot = g.fma(load(x, xOff + at + i, columns - i).sub(m), dot);
      }
      meanG[r] = Simd.sum(sum) / columns;
      meanGx[r] = Simd.sum(dot) * rstd[rstdOff + r] / columns;
    }
  }

  /** {@code dx = rstd * (g - meanG - normalised x * meanGx)} of each row. */
  private static void gradientOf(
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
      float[] meanG,
      float[] meanGx,
      float[] dx,
      int dxOff,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      float s = rstd[rstdOff + r];
      FloatVector m = FloatVector.broadcast(SPECIES, mean[meanOff + r]);
      FloatVector first = FloatVector.broadcast(SPECIES, -meanG[r]);
      FloatVector second = FloatVector.broadcast(SPECIES, -meanGx[r] * s);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        FloatVector d = FloatVector.fromArray(SPECIES, x, xOff + at + i).sub(m);
        FloatVector.fromArray(SPECIES, dy, dyOff + at + i)
            .fma(FloatVector.fromArray(SPECIES, gamma, gammaOff + i), first)
            .add(d.mul(second))
            .mul(s)
            .intoArray(dx, dxOff + at + i);
      }
      if (i < columns) {
        FloatVector d = load(x, xOff + at + i, columns - i).sub(m);
        FloatVector g = load(gamma, gammaOff + i, columns - i);
        FloatVector v = load(dy, dyOff + at + i, columns - i).fma(g, first).add(d.mul(second));
        store(v.mul(s), dx, dxOff + at + i, columns - i);
      }
    }
  }
}
