// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution;

import static io.nyala.kernel.vector.base.Lanes.LANES;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.ConvolutionWalk;
import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.convolution.tiles.DepthwiseTiles;

/**
 * Convolutions whose groups have one channel and one filter each: products without sums over
 * channels.
 */
final class Depthwise {
  private static final int TAPS = 9;

  private Depthwise() {}

  /** Returns whether a convolution is depthwise and has at least a vector of channels. */
  static boolean serves(ConvolutionWalk w) {
    return w.groups == w.sourceChannels && w.groups == w.destChannels && w.groups >= LANES;
  }

  /** Packs weights in the order of phases and their taps. */
  static void pack(ConvolutionWalk w, float[] kernel, int kernelOff, float[] packed, int at) {
    int channels = w.groups;
    int sizeH = ConvolutionPacking.taps(w.axes[1]);
    int sizeW = ConvolutionPacking.taps(w.axes[2]);
    int to = at;
    for (int[] depth : w.axes[0].taps) {
      for (int[] height : w.axes[1].taps) {
        for (int[] width : w.axes[2].taps) {
          for (int d : depth) {
            for (int h : height) {
              for (int c : width) {
                int tap = (d * sizeH + h) * sizeW + c;
                System.arraycopy(kernel, kernelOff + tap * channels, packed, to, channels);
                to += channels;
              }
            }
          }
        }
      }
    }
  }

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
    int channels = w.groups;
    float[] start = bias == null ? Buffers.get().zeros(channels) : bias;
    for (int p = 0; p < band.pixels; p += 8) {
      DepthwiseTiles.tile8(
          channels,
          band.segmentCount,
          band.source,
          band.origin,
          band.segments,
          band.in,
          band.out,
          p,
          packed,
          packedOff,
          start,
          bias == null ? 0 : biasOff,
          y,
          yOff,
          cap);
    }
  }

  /** Adds a band to the gradient of the kernel. */
  static void addGradient(
      ConvolutionShape s, ConvolutionBand band, float[] dy, int dyOff, float[] dKernel, int at) {
    int channels = s.channels;
    int t = 0;
    for (; t <= band.segmentCount - TAPS; t += TAPS) {
      DepthwiseTiles.taps9(
          band.pixels,
          channels,
          band.source,
          band.origin,
          band.segments,
          t,
          band.in,
          dy,
          dyOff,
          dKernel,
          at + t * channels);
    }
    for (; t < band.segmentCount; t++) {
      DepthwiseTiles.taps1(
          band.pixels,
          channels,
          band.source,
          band.origin,
          band.segments,
          t,
          band.in,
          dy,
          dyOff,
          dKernel,
          at + t * channels);
    }
    for (int c = channels & -LANES; c < channels; c++) {
      for (int k = 0; k < band.segmentCount; k++) {
        float sum = 0;
        for (int p = 0; p < band.pixels; p++) {
          int from = band.origin + band.segments[k] + band.in[p] + c;
          sum += band.source[from] * dy[dyOff + p * channels + c];
        }
        dKernel[at + k * channels + c] += sum;
      }
    }
  }
}
