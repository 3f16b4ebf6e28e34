// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.FusedMultiplyAdd;
import io.nyala.kernel.NormalizedPoolingKernels;

/** Normalization and pooling in plain loops. */
final class ScalarNormalizedPooling implements NormalizedPoolingKernels {
  private static final int WINDOW = 4;

  @Override
  public boolean serves(int channels) {
    return true;
  }

  /** Returns the offset of an element of a pixel's window. */
  private static int at(ConvolutionShape s, int line, int pixel, int channel, int element) {
    int column = 2 * pixel + element % 2;
    return NormalizedPoolingKernels.source(s, line)
        + (element / 2 * s.in[2] + column) * s.channels
        + channel;
  }

  private static float normal(float x, float[] line, int lineOff, int c, int channels) {
    return FusedMultiplyAdd.of(x, line[lineOff + c], line[lineOff + channels + c]);
  }

  /** Returns the index of the first largest element of a window. */
  private static int largest(
      ConvolutionShape s, float[] x, int xOff, float[] line, int lineOff, int i, int p, int c) {
    int largest = 0;
    float most = normal(x[xOff + at(s, i, p, c, 0)], line, lineOff, c, s.channels);
    for (int k = 1; k < WINDOW; k++) {
      float each = normal(x[xOff + at(s, i, p, c, k)], line, lineOff, c, s.channels);
      if (each > most) {
        most = each;
        largest = k;
      }
    }
    return largest;
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
    for (int i = from; i < to; i++) {
      for (int p = 0; p < s.out[2]; p++) {
        for (int c = 0; c < s.channels; c++) {
          int k = largest(s, x, xOff, line, lineOff, i, p, c);
          y[yOff + (i * s.out[2] + p) * s.channels + c] =
              normal(x[xOff + at(s, i, p, c, k)], line, lineOff, c, s.channels);
        }
      }
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
    for (int c = 0; c < s.channels; c++) {
      double sum = 0;
      double products = 0;
      for (int i = from; i < to; i++) {
        for (int p = 0; p < s.out[2]; p++) {
          int k = largest(s, x, xOff, line, lineOff, i, p, c);
          float d = dy[dyOff + (i * s.out[2] + p) * s.channels + c];
          sum += d;
          products += d * (x[xOff + at(s, i, p, c, k)] - mean[meanOff + c]);
        }
      }
      sums[sumsOff + c] = (float) sum;
      sums[sumsOff + s.channels + c] = (float) products;
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
    for (int i = from; i < to; i++) {
      for (int p = 0; p < s.out[2]; p++) {
        for (int c = 0; c < s.channels; c++) {
          int largest = largest(s, x, xOff, line, lineOff, i, p, c);
          float d = dy[dyOff + (i * s.out[2] + p) * s.channels + c];
          for (int k = 0; k < WINDOW; k++) {
            int at = at(s, i, p, c, k);
            float flows = k == largest ? d : 0;
            dx[dxOff + at] = combine(plane, planeOff, c, s.channels, flows, x[xOff + at], relu);
          }
        }
      }
      int begin = NormalizedPoolingKernels.source(s, i);
      int behind = begin + 2 * s.out[2] * s.channels;
      rest(s.channels, x, xOff, plane, planeOff, relu, dx, dxOff, behind, begin + row);
      rest(s.channels, x, xOff, plane, planeOff, relu, dx, dxOff, behind + row, begin + 2 * row);
      if (i % s.out[1] == s.out[1] - 1) {
        int end = (i / s.out[1] + 1) * s.in[1] * row;
        rest(s.channels, x, xOff, plane, planeOff, relu, dx, dxOff, begin + 2 * row, end);
      }
    }
  }

  /** Handles elements outside all windows. */
  private static void rest(
      int channels,
      float[] x,
      int xOff,
      float[] plane,
      int planeOff,
      boolean relu,
      float[] dx,
      int dxOff,
      int from,
      int to) {
    for (int at = from; at < to; at++) {
      int c = (at - from) % channels;
      dx[dxOff + at] = combine(plane, planeOff, c, channels, 0, x[xOff + at], relu);
    }
  }

  private static float combine(
      float[] plane, int planeOff, int c, int channels, float flows, float x, boolean relu) {
    float p = plane[planeOff + c];
    float linear =
        FusedMultiplyAdd.of(plane[planeOff + channels + c], x, plane[planeOff + 2 * channels + c]);
    float dx = FusedMultiplyAdd.of(p, flows, linear);
    return relu && x <= 0 ? 0 : dx;
  }
}
