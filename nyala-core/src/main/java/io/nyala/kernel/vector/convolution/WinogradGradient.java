// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.convolution.ConvolutionPacking.PANEL;
import static io.nyala.kernel.vector.convolution.Winograd.POINTS;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.ConvolutionWalk;
import io.nyala.kernel.PerThread;
import io.nyala.kernel.vector.base.Unit;
import io.nyala.kernel.vector.convolution.tiles.WinogradLoops;
import io.nyala.kernel.vector.reduce.Sums;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * The gradient of a 3 x 3 kernel by Winograd's method: the same sums as in {@link Winograd}, in
 * reverse. For each point, transformed patches and transformed gradients of tiles form a matrix
 * product over the tiles; the result is transformed once, at the end.
 *
 * <p>Channels are processed in groups, so that the sums stay in the cache.
 */
final class WinogradGradient {
  /** The number of channels processed together. */
  private static final int CHANNELS = 64;

  private static final int TILES = 48;

  /**
   * A gap of one cache line, in floats, between the points, which would otherwise share a cache
   * set.
   */
  private static final int GAP = 16;

  private static final PerThread<WinogradGradient> OF_THREAD =
      new PerThread<>(WinogradGradient::new);

  /** The signature of {@link WinogradLoops#gradients}. */
  public interface Gradients {
    void run(
        float[] dy,
        int dyOff,
        int n,
        boolean top,
        boolean bottom,
        boolean right,
        int row,
        int column,
        float[] y,
        int yOff,
        int stride);
  }

  /** The signature of {@link WinogradLoops#kernelGradient}. */
  public interface KernelGradients {
    void run(float[] u, int uOff, int stride, int n, float[] g, int gOff, int tap);
  }

  private static final MethodHandle[] GRADIENTS = {
    Unit.of(Gradients.class, WinogradLoops::gradients)
  };
  private static final MethodHandle[] KERNEL_GRADIENTS = {
    Unit.of(KernelGradients.class, WinogradLoops::kernelGradient)
  };

  private final float[] patches = new float[POINTS * (TILES * CHANNELS + GAP)];
  private final int[] in = new int[TILES];
  private final float[] bias = new float[PANEL];
  private float[] gradients = {};
  private float[] sums = {};

  private WinogradGradient() {}

  static void run(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] dy,
      int dyOff,
      int from,
      int to,
      int firstFilter,
      int endFilter,
      float[] dKernel,
      int dKernelOff,
      float[] dBias,
      int dBiasOff) {
    WinogradGradient room = OF_THREAD.get();
    int filters = endFilter - firstFilter;
    if (room.sums.length < POINTS * (CHANNELS * filters + GAP)) {
      room.sums = new float[POINTS * (CHANNELS * filters + GAP)];
      room.gradients = new float[POINTS * (TILES * filters + GAP)];
    }
    if (dBias != null) {
      Arrays.fill(dBias, dBiasOff + firstFilter, dBiasOff + endFilter, 0f);
    }
    for (int c = 0; c < s.channels; c += CHANNELS) {
      int channels = Math.min(CHANNELS, s.channels - c);
      room.sum(
          s,
          channels,
          x,
          xOff + c,
          dy,
          dyOff,
          from,
          to,
          firstFilter,
          filters,
          c == 0 ? dBias : null,
          dBiasOff);
      room.store(s, c, channels, filters, dKernel, dKernelOff + firstFilter);
    }
  }

  /** Sums the contributions of all tiles for some channels. */
  private void sum(
      ConvolutionShape s,
      int channels,
      float[] x,
      int xOff,
      float[] dy,
      int dyOff,
      int from,
      int to,
      int firstFilter,
      int filters,
      float[] dBias,
      int dBiasOff) {
    ConvolutionWalk w = s.forward;
    Arrays.fill(sums, 0, POINTS * (channels * filters + GAP), 0f);
    for (int i = 0; i < TILES; i++) {
      in[i] = i * channels;
    }
    int height = s.out[1];
    int across = Winograd.tiles(w.axes[2]);
    int n = 0;
    int line = from;
    while (line < to) {
      int image = line / height;
      int begin = line % height;
      int end = Math.min(height, begin + to - line);
      for (int row = begin / 2; row < (end + 1) / 2; row++) {
        for (int column = 0; column < across; column++) {
          Winograd.transform(
              w,
              image,
              row,
              column,
              x,
              xOff,
              channels,
              patches,
              n * channels,
              TILES * channels + GAP);
          gradient(s, image, row, column, dy, dyOff + firstFilter, from, to, filters, n);
          if (++n == TILES) {
            multiply(n, channels, firstFilter, filters, dBias, dBiasOff);
            n = 0;
          }
        }
      }
      line += end - begin;
    }
    if (n > 0) {
      multiply(n, channels, firstFilter, filters, dBias, dBiasOff);
    }
  }

  /** Transforms the gradient of a tile; elements outside the image or the lines count as zero. */
  private void gradient(
      ConvolutionShape s,
      int image,
      int row,
      int column,
      float[] dy,
      int dyOff,
      int from,
      int to,
      int filters,
      int n) {
    int line = image * s.out[1] + 2 * row;
    boolean top = line >= from;
    boolean bottom = 2 * row + 1 < s.out[1] && line + 1 < to;
    boolean right = 2 * column + 1 < s.out[2];
    int at = dyOff + (line * s.out[2] + 2 * column) * s.filters;
    int stride = TILES * filters + GAP;
    try {
      GRADIENTS[0].invokeExact(
          dy,
          at,
          filters,
          top,
          bottom,
          right,
          s.out[2] * s.filters,
          s.filters,
          gradients,
          n * filters,
          stride);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  /** Adds the products of a block of tiles. */
  private void multiply(
      int n, int channels, int firstFilter, int filters, float[] dBias, int dBiasOff) {
    for (int f = 0; f < filters; ) {
      int width = filters - f >= PANEL ? PANEL : LANES;
      for (int k = 0; k < POINTS; k++) {
        int a = k * (TILES * channels + GAP);
        int b = k * (TILES * filters + GAP) + f;
        int c = k * (channels * filters + GAP) + f;
        int height;
        for (int r = 0; r < channels; r += height) {
          height = KernelGradient.height(channels - r, width);
          KernelGradient.tile(
              height,
              width,
              n,
              patches,
              a + r,
              in,
              gradients,
              b,
              filters,
              sums,
              c + r * filters,
              filters,
              true);
        }
      }
      if (dBias != null) {
        // The middle of a transformed gradient is the sum over the tile.
        Sums.columns(gradients, 5 * (TILES * filters + GAP) + f, n, width, filters, bias, 0);
        for (int i = 0; i < width; i++) {
          dBias[dBiasOff + firstFilter + f + i] += bias[i];
        }
      }
      f += width;
    }
  }

  private void store(
      ConvolutionShape s, int channel, int channels, int filters, float[] dKernel, int at) {
    int stride = channels * filters + GAP;
    try {
      for (int r = 0; r < channels; r++) {
        int to = at + (channel + r) * s.filters;
        KERNEL_GRADIENTS[0].invokeExact(
            sums, r * filters, stride, filters, dKernel, to, s.channels * s.filters);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }
}
