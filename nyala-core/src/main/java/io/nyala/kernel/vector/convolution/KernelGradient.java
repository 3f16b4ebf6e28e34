// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MANY_REGISTERS;
import static io.nyala.kernel.vector.convolution.ConvolutionPacking.PANEL;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.ConvolutionWalk;
import io.nyala.kernel.vector.base.Copy;
import io.nyala.kernel.vector.convolution.tiles.KernelGradientTiles;
import io.nyala.kernel.vector.convolution.tiles.WideKernelGradientTiles;
import io.nyala.kernel.vector.reduce.Sums;
import java.util.Arrays;

/**
 * The gradient of convolution weights. Band by band, a panel of output gradients is multiplied with
 * the elements of the windows. The sums of each band are computed in registers and added to the
 * total.
 */
final class KernelGradient {
  private static final int TALL = MANY_REGISTERS ? 12 : 4;

  /** A line of a 3 x 3 kernel over red, green and blue. */
  private static final int RGB_LINE = 9;

  /**
   * Up to this number of rows of weights, copying the gradients into a panel costs more than it
   * saves.
   */
  private static final int FEW_ROWS = 48;

  private KernelGradient() {}

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
    if (WinogradChoice.serves(s.forward) && (endFilter - firstFilter) % LANES == 0) {
      WinogradGradient.run(
          s,
          x,
          xOff,
          dy,
          dyOff,
          from,
          to,
          firstFilter,
          endFilter,
          dKernel,
          dKernelOff,
          dBias,
          dBiasOff);
      return;
    }
    int weights = s.kernelSize() / s.filters;
    for (int r = 0; r < weights; r++) {
      int at = dKernelOff + r * s.filters;
      Arrays.fill(dKernel, at + firstFilter, at + endFilter, 0f);
    }
    if (dBias != null) {
      Arrays.fill(dBias, dBiasOff + firstFilter, dBiasOff + endFilter, 0f);
    }
    ConvolutionWalk w = s.forward;
    ConvolutionBand band = ConvolutionBand.get();
    Arrays.fill(band.phase, 0);
    boolean all = firstFilter == 0 && endFilter == s.filters;
    int columns = s.out[2];
    int most = Math.min(256, ConvolutionBand.pixels(w));
    int line = from;
    while (line < to) {
      int image = line / s.out[1] / s.out[0];
      int d = line / s.out[1] % s.out[0];
      int h0 = line % s.out[1];
      int rows = Math.max(1, most / columns);
      int h1 = Math.min(Math.min(s.out[1], h0 + rows), h0 + to - line);
      int images = 1;
      if (s.out[0] == 1 && h0 == 0 && h1 == s.out[1]) {
        int together = Math.max(1, most / (h1 * columns));
        images = Math.min(together, (to - line) / s.out[1]);
      }
      band.set(w, band.phase, image, images, d, h0, h1, x, xOff, true);
      int at = dyOff + line * columns * s.filters;
      if (dBias == null && all && Depthwise.serves(w)) {
        Depthwise.addGradient(s, band, dy, at, dKernel, dKernelOff);
      } else if (all && FewChannels.serves(w)) {
        FewChannels.addGradient(s, band, dy, at, dKernel, dKernelOff, dBias, dBiasOff);
      } else {
        add(s, band, dy, at, firstFilter, endFilter, dKernel, dKernelOff, dBias, dBiasOff);
      }
      line += images * (h1 - h0);
    }
  }

  private static void add(
      ConvolutionShape s,
      ConvolutionBand band,
      float[] dy,
      int dyOff,
      int firstFilter,
      int endFilter,
      float[] dKernel,
      int dKernelOff,
      float[] dBias,
      int dBiasOff) {
    int channels = s.channels / s.groups;
    int perGroup = s.filters / s.groups;
    int f = firstFilter;
    while (f < endFilter) {
      int group = f / perGroup;
      int n = Math.min(PANEL, Math.min(endFilter, (group + 1) * perGroup) - f);
      int width = n > LANES ? PANEL : LANES;
      boolean inPlace = n == width && band.segmentCount * band.run <= FEW_ROWS;
      float[] panel = inPlace ? dy : band.panel(width);
      int at = inPlace ? dyOff + f : 0;
      int stride = inPlace ? s.filters : width;
      if (!inPlace) {
        Copy.rows(dy, dyOff + f, s.filters, band.pixels, n, panel, 0, width);
      }
      if (dBias != null) {
        Sums.columns(panel, at, band.pixels, n, stride, band.tile, 0);
        for (int i = 0; i < n; i++) {
          dBias[dBiasOff + f + i] += band.tile[i];
        }
      }
      int origin = band.origin + group * channels;
      int length = band.run;
      for (int i = 0; i < band.segmentCount; i++) {
        int to = dKernelOff + i * length * s.filters + f;
        rows(
            band,
            length,
            origin + band.segments[i],
            panel,
            at,
            stride,
            n,
            width,
            dKernel,
            to,
            s.filters);
      }
      f += n;
    }
  }

  /** Adds to the gradient of the weights of one segment. */
  private static void rows(
      ConvolutionBand band,
      int length,
      int from,
      float[] panel,
      int panelOff,
      int stride,
      int n,
      int width,
      float[] dKernel,
      int at,
      int filters) {
    int height;
    for (int r = 0; r < length; r += height) {
      int left = length - r;
      height = height(left, width);
      int rows = Math.min(height, left);
      int to = at + r * filters;
      if (rows == height && n == width) {
        tile(
            height,
            width,
            band.pixels,
            band.source,
            from + r,
            band.in,
            panel,
            panelOff,
            stride,
            dKernel,
            to,
            filters,
            true);
      } else {
        tile(
            height,
            width,
            band.pixels,
            band.source,
            from + r,
            band.in,
            panel,
            panelOff,
            stride,
            band.tile,
            0,
            PANEL,
            false);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < n; j++) {
            dKernel[to + i * filters + j] += band.tile[i * PANEL + j];
          }
        }
      }
    }
  }

  /** Returns whether there is a tile as high as a segment of this length. */
  static boolean hasTileOf(int length) {
    return MANY_REGISTERS && length == RGB_LINE;
  }

  /** Returns the height of the next tile. */
  static int height(int left, int width) {
    if (width == LANES) {
      return left > 4 ? 8 : 4;
    }
    return hasTileOf(left) ? RGB_LINE : left > 8 ? TALL : 4;
  }

  /** Computes the sums of a tile over some pixels, or adds to them. */
  static void tile(
      int height,
      int width,
      int pixels,
      float[] a,
      int from,
      int[] in,
      float[] panel,
      int panelOff,
      int stride,
      float[] c,
      int cOff,
      int ldc,
      boolean add) {
    if (width == LANES) {
      if (height == 8) {
        KernelGradientTiles.tile8x1(
            pixels, a, from, in, panel, panelOff, stride, c, cOff, ldc, add);
      } else {
        KernelGradientTiles.tile4x1(
            pixels, a, from, in, panel, panelOff, stride, c, cOff, ldc, add);
      }
    } else if (height == RGB_LINE) {
      KernelGradientTiles.tile9x2(pixels, a, from, in, panel, panelOff, stride, c, cOff, ldc, add);
    } else if (height == 12) {
      WideKernelGradientTiles.tile12x2(
          pixels, a, from, in, panel, panelOff, stride, c, cOff, ldc, add);
    } else {
      KernelGradientTiles.tile4x2(pixels, a, from, in, panel, panelOff, stride, c, cOff, ldc, add);
    }
  }
}
