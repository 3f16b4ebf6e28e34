// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution;

import static io.nyala.kernel.vector.base.Lanes.LANES;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.ConvolutionWalk;
import io.nyala.kernel.vector.convolution.tiles.FewChannelsTiles;

/**
 * Convolutions with too few destination channels for a vector, such as the last one of an image
 * generator. Vectors run along the source channels instead. Each element is the bias plus the sum
 * of one vector whose lanes each accumulate all of their products.
 */
public final class FewChannels {
  /** From this number of destination channels on, partly filled vectors are faster. */
  private static final int FEW = 4;

  private static final int PIXELS = 4;

  private FewChannels() {}

  /**
   * Returns whether a convolution has few destination channels and whole vectors of source
   * channels.
   */
  static boolean serves(ConvolutionWalk w) {
    return w.groups == 1 && w.destChannels <= FEW && w.sourceChannels % LANES == 0;
  }

  /** Packs the weights of a phase: for each destination channel, all weights that it uses. */
  static void pack(
      ConvolutionWalk w,
      boolean backward,
      int depth,
      int height,
      int width,
      float[] kernel,
      int kernelOff,
      float[] packed,
      int packedOff) {
    int source = w.sourceChannels;
    int dest = w.destChannels;
    int sizeH = ConvolutionPacking.taps(w.axes[1]);
    int sizeW = ConvolutionPacking.taps(w.axes[2]);
    int length = ConvolutionPacking.rows(w, depth, height, width);
    int to = packedOff;
    for (int d : w.axes[0].taps[depth]) {
      for (int h : w.axes[1].taps[height]) {
        for (int c : w.axes[2].taps[width]) {
          int from = kernelOff + ((d * sizeH + h) * sizeW + c) * source * dest;
          for (int r = 0; r < source; r++) {
            for (int k = 0; k < dest; k++) {
              // Backward, the kernel is (tap, dest, source).
              packed[to + k * length + r] =
                  kernel[from + (backward ? k * source + r : r * dest + k)];
            }
          }
          to += source;
        }
      }
    }
  }

  /** Computes a band. */
  static void multiply(
      ConvolutionWalk w,
      ConvolutionBand band,
      float[] packed,
      int packedOff,
      float[] bias,
      int biasOff,
      float cap,
      float[] y,
      int yOff) {
    int dest = w.destChannels;
    int vectors = band.vectors();
    int length = vectors * LANES;
    for (int p = 0; p < band.pixels; p += PIXELS) {
      for (int f = 0; f < dest; f += 2) {
        int g = Math.min(f + 1, dest - 1);
        FewChannelsTiles.tile4x2(
            vectors,
            band.steps,
            band.source,
            band.origin,
            band.in,
            p,
            packed,
            packedOff + f * length,
            packedOff + g * length,
            band.tile);
        for (int i = 0; i < Math.min(PIXELS, band.pixels - p); i++) {
          int to = yOff + band.out[p + i];
          for (int k = f; k <= g; k++) {
            float sum = band.tile[(2 * i + k - f) * LANES] + (bias == null ? 0 : bias[biasOff + k]);
            y[to + k] = cap >= 0 && sum <= 0 ? 0 : sum > cap ? cap : sum;
          }
        }
      }
    }
  }

  /** Adds the contribution of a band to the gradients of the weights. */
  static void addGradient(
      ConvolutionShape s,
      ConvolutionBand band,
      float[] dy,
      int dyOff,
      float[] dKernel,
      int dKernelOff,
      float[] dBias,
      int dBiasOff) {
    int filters = s.filters;
    int vectors = band.vectors();
    for (int f = 0; f < filters; f += 2) {
      int g = Math.min(f + 1, filters - 1);
      for (int v = 0; v < vectors; v += 4) {
        FewChannelsTiles.gradient4x2(
            band.pixels,
            band.source,
            band.origin,
            band.in,
            band.steps[v],
            band.steps[Math.min(v + 1, vectors - 1)],
            band.steps[Math.min(v + 2, vectors - 1)],
            band.steps[Math.min(v + 3, vectors - 1)],
            dy,
            dyOff + f,
            dyOff + g,
            filters,
            band.tile);
        int rows = Math.min(4, vectors - v) * LANES;
        for (int r = 0; r < rows; r++) {
          int to = dKernelOff + (v * LANES + r) * filters;
          dKernel[to + f] += band.tile[r];
          if (g > f) {
            dKernel[to + g] += band.tile[4 * LANES + r];
          }
        }
      }
    }
    if (dBias != null) {
      for (int f = 0; f < filters; f++) {
        float sum = 0;
        for (int p = 0; p < band.pixels; p++) {
          sum += dy[dyOff + p * filters + f];
        }
        dBias[dBiasOff + f] += sum;
      }
    }
  }
}
