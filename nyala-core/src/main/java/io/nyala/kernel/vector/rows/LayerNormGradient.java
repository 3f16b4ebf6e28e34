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

/** The gradient of layer normalization of rows, in two steps. */
final class LayerNormGradient {
  /** The number of rows for which both steps run while they are in the first-level cache. */
  private static final int BLOCK = 16;

  /** The signature of the first step of the gradient. */
  public interface GradientSums {
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
  public interface Gradient {
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

  private static final MethodHandle[] SUMS = {Unit.of(GradientSums.class, LayerNormGradient::sums)};
  private static final MethodHandle[] GRADIENT = {
    Unit.of(Gradient.class, LayerNormGradient::gradientOf)
  };

  private LayerNormGradient() {}

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

  /** Means over each row of {@code g = dy * gamma} and of {@code g * normalized x}. */
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
    VectorMask<Float> rest = SPECIES.indexInRange(0, columns & LANES - 1);
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
            FloatVector.fromArray(SPECIES, dy, dyOff + at + i, rest)
                .mul(FloatVector.fromArray(SPECIES, gamma, gammaOff + i, rest));
        sum = sum.add(g);
        dot = g.fma(FloatVector.fromArray(SPECIES, x, xOff + at + i, rest).sub(m), dot);
      }
      sum = sum.add(sum.rearrange(HALF));
      sum = sum.add(sum.rearrange(QUARTER));
      if (LANES >= 8) {
        sum = sum.add(sum.rearrange(EIGHTH));
      }
      if (LANES >= 16) {
        sum = sum.add(sum.rearrange(SIXTEENTH));
      }
      meanG[r] = sum.lane(0) / columns;
      dot = dot.add(dot.rearrange(HALF));
      dot = dot.add(dot.rearrange(QUARTER));
      if (LANES >= 8) {
        dot = dot.add(dot.rearrange(EIGHTH));
      }
      if (LANES >= 16) {
        dot = dot.add(dot.rearrange(SIXTEENTH));
      }
      meanGx[r] = dot.lane(0) * rstd[rstdOff + r] / columns;
    }
  }

  /** {@code dx = rstd * (g - meanG - normalized x * meanGx)} of each row. */
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
    VectorMask<Float> rest = SPECIES.indexInRange(0, columns & LANES - 1);
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
        FloatVector d = FloatVector.fromArray(SPECIES, x, xOff + at + i, rest).sub(m);
        FloatVector g = FloatVector.fromArray(SPECIES, gamma, gammaOff + i, rest);
        FloatVector v =
            FloatVector.fromArray(SPECIES, dy, dyOff + at + i, rest)
                .fma(g, first)
                .add(d.mul(second));
        v.mul(s).intoArray(dx, dxOff + at + i, rest);
      }
    }
  }
}
