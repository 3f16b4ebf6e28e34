// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.rows;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;
import static io.nyala.kernel.vector.base.Simd.EIGHTH;
import static io.nyala.kernel.vector.base.Simd.HALF;
import static io.nyala.kernel.vector.base.Simd.QUARTER;
import static io.nyala.kernel.vector.base.Simd.SIXTEENTH;

import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.base.Unit;
import java.lang.invoke.MethodHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Layer normalization of rows, in two steps. */
final class LayerNorm {
  /** The number of rows for which both steps run while they are in the first-level cache. */
  private static final int BLOCK = 16;

  /** The signature of the first step forward. */
  public interface Moments {
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
  public interface Normalise {
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

  private static final MethodHandle[] MOMENTS = {Unit.of(Moments.class, LayerNorm::moments)};
  private static final MethodHandle[] NORMALISE = {Unit.of(Normalise.class, LayerNorm::normalise)};

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
    VectorMask<Float> rest = SPECIES.indexInRange(0, columns & LANES - 1);
    for (int r = 0; r < rows; r++) {
      int at = xOff + r * columns;
      FloatVector s = FloatVector.zero(SPECIES);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        s = s.add(FloatVector.fromArray(SPECIES, x, at + i));
      }
      if (i < columns) {
        s = s.add(FloatVector.fromArray(SPECIES, x, at + i, rest));
      }
      s = s.add(s.rearrange(HALF));
      s = s.add(s.rearrange(QUARTER));
      if (LANES >= 8) {
        s = s.add(s.rearrange(EIGHTH));
      }
      if (LANES >= 16) {
        s = s.add(s.rearrange(SIXTEENTH));
      }
      float m = s.lane(0) / columns;
      FloatVector q = FloatVector.zero(SPECIES);
      for (i = 0; i <= columns - LANES; i += LANES) {
        FloatVector d = FloatVector.fromArray(SPECIES, x, at + i).sub(m);
        q = d.fma(d, q);
      }
      if (i < columns) {
        FloatVector d =
            FloatVector.zero(SPECIES)
                .blend(FloatVector.fromArray(SPECIES, x, at + i, rest).sub(m), rest);
        q = d.fma(d, q);
      }
      mean[meanOff + r] = m;
      q = q.add(q.rearrange(HALF));
      q = q.add(q.rearrange(QUARTER));
      if (LANES >= 8) {
        q = q.add(q.rearrange(EIGHTH));
      }
      if (LANES >= 16) {
        q = q.add(q.rearrange(SIXTEENTH));
      }
      rstd[rstdOff + r] = (float) (1 / Math.sqrt(q.lane(0) / columns + (double) epsilon));
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
    VectorMask<Float> rest = SPECIES.indexInRange(0, columns & LANES - 1);
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
        FloatVector n = FloatVector.fromArray(SPECIES, x, xOff + at + i, rest).sub(m).mul(s);
        FloatVector g = FloatVector.fromArray(SPECIES, gamma, gammaOff + i, rest);
        FloatVector b = FloatVector.fromArray(SPECIES, beta, betaOff + i, rest);
        n.fma(g, b).intoArray(y, yOff + at + i, rest);
      }
    }
  }
}
