// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.pooling;

import static io.nyala.kernel.vector.base.Lanes.LANES;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.NormalizedPoolingKernels;
import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.base.Unit;
import io.nyala.kernel.vector.reduce.Sums;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** Normalization and pooling, line by line of the result, for whole vectors of channels. */
public final class VectorNormalizedPooling implements NormalizedPoolingKernels {
  /** The number of windows summed before their sums are added to a more precise total. */
  private static final int BLOCK_WINDOWS = 256;

  /** The signature of {@link NormalizedPoolingLoops#largest}. */
  public interface Largest {
    void run(
        float[] x,
        int xOff,
        int row,
        int channels,
        int pixels,
        float[] line,
        int lineOff,
        float[] y,
        int yOff);
  }

  /** The signature of {@link NormalizedPoolingLoops#sums}. */
  public interface GradientSums {
    void run(
        float[] x,
        int xOff,
        int row,
        int channels,
        int pixels,
        float[] line,
        int lineOff,
        float[] mean,
        int meanOff,
        float[] dy,
        int dyOff,
        float[] sums);
  }

  /** The signature of {@link NormalizedPoolingLoops#gradient}. */
  public interface Gradient {
    void run(
        float[] x,
        int xOff,
        int row,
        int channels,
        int pixels,
        float[] line,
        int lineOff,
        float[] plane,
        int planeOff,
        float least,
        float[] dy,
        int dyOff,
        float[] dx,
        int dxOff);
  }

  /** The signature of {@link NormalizedPoolingLoops#rest}. */
  public interface Rest {
    void run(
        float[] x,
        int xOff,
        int channels,
        int n,
        float[] plane,
        int planeOff,
        float least,
        float[] dx,
        int dxOff);
  }

  /** Initialized when first used. */
  private static final class Units {
    static final MethodHandle[] LARGEST = {Unit.of(Largest.class, NormalizedPoolingLoops::largest)};
    static final MethodHandle[] SUMS = {Unit.of(GradientSums.class, NormalizedPoolingLoops::sums)};
    static final MethodHandle[] GRADIENT = {
      Unit.of(Gradient.class, NormalizedPoolingLoops::gradient)
    };
    static final MethodHandle[] REST = {Unit.of(Rest.class, NormalizedPoolingLoops::rest)};
  }

  @Override
  public boolean serves(int channels) {
    return channels % LANES == 0;
  }

  @Override
  public void largest(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] line,
      int lineOff,
      float[] y,
      int yOff,
      int from,
      int to) {
    int row = s.in[2] * s.channels;
    int size = s.out[2] * s.channels;
    try {
      for (int i = from; i < to; i++) {
        int at = xOff + NormalizedPoolingKernels.source(s, i);
        Units.LARGEST[0].invokeExact(
            x, at, row, s.channels, s.out[2], line, lineOff, y, yOff + i * size);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void gradientSums(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] line,
      int lineOff,
      float[] mean,
      int meanOff,
      float[] dy,
      int dyOff,
      float[] sums,
      int sumsOff,
      int from,
      int to) {
    int row = s.in[2] * s.channels;
    int size = s.out[2] * s.channels;
    int n = 2 * s.channels;
    int block = Math.max(1, BLOCK_WINDOWS / s.out[2]);
    Buffers buffers = Buffers.get();
    float[] part = buffers.first(n);
    float[] lost = buffers.second(n);
    Arrays.fill(lost, 0, n, 0f);
    Arrays.fill(sums, sumsOff, sumsOff + n, 0f);
    try {
      for (int first = from; first < to; first += block) {
        Arrays.fill(part, 0, n, 0f);
        for (int i = first; i < Math.min(to, first + block); i++) {
          int at = xOff + NormalizedPoolingKernels.source(s, i);
          Units.SUMS[0].invokeExact(
              x,
              at,
              row,
              s.channels,
              s.out[2],
              line,
              lineOff,
              mean,
              meanOff,
              dy,
              dyOff + i * size,
              part);
        }
        Sums.carry(part, lost, sums, sumsOff, n);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void gradient(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] line,
      int lineOff,
      float[] plane,
      int planeOff,
      boolean relu,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff,
      int from,
      int to) {
    int row = s.in[2] * s.channels;
    int size = s.out[2] * s.channels;
    float least = relu ? 0 : Float.NEGATIVE_INFINITY;
    try {
      for (int i = from; i < to; i++) {
        int begin = NormalizedPoolingKernels.source(s, i);
        Units.GRADIENT[0].invokeExact(
            x,
            xOff + begin,
            row,
            s.channels,
            s.out[2],
            line,
            lineOff,
            plane,
            planeOff,
            least,
            dy,
            dyOff + i * size,
            dx,
            dxOff + begin);
        int behind = begin + 2 * size;
        rest(s.channels, x, xOff, plane, planeOff, least, dx, dxOff, behind, begin + row);
        rest(s.channels, x, xOff, plane, planeOff, least, dx, dxOff, behind + row, begin + 2 * row);
        if (i % s.out[1] == s.out[1] - 1) {
          int end = (i / s.out[1] + 1) * s.in[1] * row;
          rest(s.channels, x, xOff, plane, planeOff, least, dx, dxOff, begin + 2 * row, end);
        }
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  /** Handles elements outside all windows. */
  private static void rest(
      int channels,
      float[] x,
      int xOff,
      float[] plane,
      int planeOff,
      float least,
      float[] dx,
      int dxOff,
      int from,
      int to)
      throws Throwable {
    if (from < to) {
      Units.REST[0].invokeExact(
          x, xOff + from, channels, to - from, plane, planeOff, least, dx, dxOff + from);
    }
  }
}
