// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MANY_REGISTERS;
import static io.nyala.kernel.vector.convolution.ConvolutionPacking.PANEL;

import io.nyala.kernel.ConvolutionWalk;
import io.nyala.kernel.vector.base.Caps;
import io.nyala.kernel.vector.base.Copy;
import io.nyala.kernel.vector.convolution.tiles.ConvolutionTiles;
import io.nyala.kernel.vector.convolution.tiles.WideConvolutionTiles;
import java.util.Arrays;

/** Direct convolutions of a band in register tiles, one panel of packed weights after the other. */
final class ConvolutionPanels {
  /** The weights of a panel that are used at a time, 32 KiB. */
  private static final int CACHED_WEIGHTS = 8192;

  private ConvolutionPanels() {}

  /** Computes a band, panel by panel; with one group, only channels {@code [first, last)}. */
  static void multiply(
      ConvolutionWalk w,
      ConvolutionBand band,
      float[] packed,
      int packedOff,
      float[] bias,
      int biasOff,
      float cap,
      float[] y,
      int yOff,
      int first,
      int last) {
    int source = w.sourceChannels / w.groups;
    int dest = w.destChannels / w.groups;
    int depth = band.segmentCount * band.run;
    int perGroup = w.depth() * ConvolutionPacking.columns(w);
    for (int g = 0; g < w.groups; g++) {
      int origin = band.origin + g * source;
      int begin = w.groups == 1 ? first : 0;
      int end = w.groups == 1 ? last : dest;
      int at = packedOff + g * perGroup + begin * depth;
      int width;
      for (int j = begin; j < end; j += width) {
        width = ConvolutionPacking.width(dest - j);
        int n = Math.min(width, dest - j);
        int channel = g * dest + j;
        float[] start = band.bias;
        int startAt = 0;
        if (bias == null) {
          Arrays.fill(start, 0, width, 0f);
        } else if (n == width) {
          start = bias;
          startAt = biasOff + channel;
        } else {
          System.arraycopy(bias, biasOff + channel, start, 0, n);
        }
        if (n == width) {
          segments(band, n, origin, packed, at, start, startAt, cap, y, yOff + channel);
        } else {
          ragged(band, n, width, origin, packed, at, start, cap, y, yOff + channel);
        }
        at += depth * width;
      }
    }
  }

  /** Computes a panel, segment by segment, each in parts whose weights stay in the cache. */
  private static void segments(
      ConvolutionBand band,
      int columns,
      int origin,
      float[] packed,
      int packedOff,
      float[] start,
      int startAt,
      float cap,
      float[] y,
      int yOff) {
    if (band.segmentCount == 0) {
      tiles(
          columns,
          band.pixels,
          0,
          band.source,
          origin,
          band.in,
          band.out,
          packed,
          packedOff,
          start,
          startAt,
          0,
          cap,
          y,
          yOff);
      return;
    }
    int most = CACHED_WEIGHTS / columns;
    int parts = (band.run + most - 1) / most;
    for (int s = 0; s < band.segmentCount; s++) {
      for (int part = 0; part < parts; part++) {
        int from = band.run * part / parts;
        int to = band.run * (part + 1) / parts;
        boolean first = s == 0 && part == 0;
        boolean last = s + 1 == band.segmentCount && part + 1 == parts;
        tiles(
            columns,
            band.pixels,
            to - from,
            band.source,
            origin + band.segments[s] + from,
            band.in,
            band.out,
            packed,
            packedOff + (s * band.run + from) * columns,
            first ? start : y,
            first ? startAt : yOff,
            first ? 0 : -1,
            last ? cap : Caps.NONE,
            y,
            yOff);
      }
    }
  }

  static void tiles(
      int columns,
      int pixels,
      int run,
      float[] a,
      int aOff,
      int[] in,
      int[] out,
      float[] b,
      int bOff,
      float[] init,
      int initOff,
      int mask,
      float cap,
      float[] y,
      int yOff) {
    if (columns > PANEL) {
      for (int p = 0; p < pixels; p += 4) {
        WideConvolutionTiles.tile4x4(
            run, a, aOff, in, out, p, b, bOff, init, initOff, mask, y, yOff, cap);
      }
    } else if (columns == LANES) {
      for (int p = 0; p < pixels; p += 8) {
        ConvolutionTiles.tile8x1(
            run, a, aOff, in, out, p, b, bOff, init, initOff, mask, y, yOff, cap);
      }
    } else if (MANY_REGISTERS) {
      for (int p = 0; p < pixels; p += 8) {
        ConvolutionTiles.tile8x2(
            run, a, aOff, in, out, p, b, bOff, init, initOff, mask, y, yOff, cap);
      }
    } else {
      for (int p = 0; p < pixels; p += 6) {
        ConvolutionTiles.tile6x2(
            run, a, aOff, in, out, p, b, bOff, init, initOff, mask, y, yOff, cap);
      }
    }
  }

  /** Computes a panel that ends within a vector in scratch memory and copies it. */
  private static void ragged(
      ConvolutionBand band,
      int n,
      int columns,
      int origin,
      float[] packed,
      int packedOff,
      float[] start,
      float cap,
      float[] y,
      int yOff) {
    int[] out = band.out;
    float[] result = band.panel(columns);
    band.out = band.rows(columns);
    segments(band, columns, origin, packed, packedOff, start, 0, cap, result, 0);
    band.out = out;
    for (int p = 0; p < band.pixels; p++) {
      Copy.rows(result, p * columns, 0, 1, n, y, yOff + out[p], 0);
    }
  }
}
