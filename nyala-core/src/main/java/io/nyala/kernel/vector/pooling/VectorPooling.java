// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.pooling;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.PerThread;
import io.nyala.kernel.PoolingKernels;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Pooling with vectors along the channels, pixel by pixel. The channels after the last whole vector
 * use plain loops.
 */
public final class VectorPooling implements PoolingKernels {
  /** The window of a pixel, clipped to the input; used by one thread. */
  private static final class Clip {
    static final PerThread<Clip> OF_THREAD = new PerThread<>(Clip::new);

    final int[] begin = new int[ConvolutionShape.AXES];
    final int[] count = new int[ConvolutionShape.AXES];
    int image;
    int at;

    void set(ConvolutionShape s, int pixel) {
      int rest = pixel;
      for (int axis = ConvolutionShape.AXES - 1; axis >= 0; axis--) {
        int first = rest % s.out[axis] * s.stride[axis] - s.before[axis];
        rest /= s.out[axis];
        int dilation = s.dilation[axis];
        int skipped = first < 0 ? (dilation - 1 - first) / dilation : 0;
        begin[axis] = first + skipped * dilation;
        int fit = (s.in[axis] - 1 - begin[axis] + dilation) / dilation;
        count[axis] = Math.max(0, Math.min(s.size[axis] - skipped, fit));
      }
      image = rest;
      at = (((image * s.in[0] + begin[0]) * s.in[1] + begin[1]) * s.in[2] + begin[2]) * s.channels;
    }

    int taps() {
      return count[0] * count[1] * count[2];
    }
  }

  @Override
  public void largest(
      ConvolutionShape s, float[] x, int xOff, float[] y, int yOff, int from, int to) {
    if (SquarePooling.serves(s)) {
      SquarePooling.largest(s, x, xOff, y, yOff, from, to);
    } else {
      pool(s, true, x, xOff, y, yOff, from, to);
    }
  }

  @Override
  public void average(
      ConvolutionShape s, float[] x, int xOff, float[] y, int yOff, int from, int to) {
    pool(s, false, x, xOff, y, yOff, from, to);
  }

  private static void pool(
      ConvolutionShape s, boolean max, float[] x, int xOff, float[] y, int yOff, int from, int to) {
    Clip clip = Clip.OF_THREAD.get();
    int column = s.channels * s.dilation[2];
    int row = s.in[2] * s.channels * s.dilation[1];
    int plane = s.in[1] * s.in[2] * s.channels * s.dilation[0];
    for (int pixel = from * s.out[2]; pixel < to * s.out[2]; pixel++) {
      clip.set(s, pixel);
      int at = xOff + clip.at;
      int result = yOff + pixel * s.channels;
      int[] n = clip.count;
      if (max) {
        largestOf(x, at, n[0], n[1], n[2], plane, row, column, s.channels, y, result);
      } else {
        float share = 1f / clip.taps();
        sumOf(x, at, n[0], n[1], n[2], plane, row, column, s.channels, share, y, result);
      }
    }
  }

  private static void largestOf(
      float[] x,
      int at,
      int planes,
      int rows,
      int columns,
      int plane,
      int row,
      int column,
      int channels,
      float[] y,
      int yOff) {
    int c = 0;
    for (; c <= channels - LANES; c += LANES) {
      FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      for (int d = 0; d < planes; d++) {
        for (int h = 0; h < rows; h++) {
          int from = at + d * plane + h * row + c;
          for (int w = 0; w < columns; w++) {
            largest = largest.max(FloatVector.fromArray(SPECIES, x, from + w * column));
          }
        }
      }
      largest.intoArray(y, yOff + c);
    }
    for (; c < channels; c++) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int d = 0; d < planes; d++) {
        for (int h = 0; h < rows; h++) {
          for (int w = 0; w < columns; w++) {
            largest = Math.max(largest, x[at + d * plane + h * row + w * column + c]);
          }
        }
      }
      y[yOff + c] = largest;
    }
  }

  private static void sumOf(
      float[] x,
      int at,
      int planes,
      int rows,
      int columns,
      int plane,
      int row,
      int column,
      int channels,
      float share,
      float[] y,
      int yOff) {
    int c = 0;
    for (; c <= channels - LANES; c += LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int d = 0; d < planes; d++) {
        for (int h = 0; h < rows; h++) {
          int from = at + d * plane + h * row + c;
          for (int w = 0; w < columns; w++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, from + w * column));
          }
        }
      }
      sum.mul(share).intoArray(y, yOff + c);
    }
    for (; c < channels; c++) {
      float sum = 0;
      for (int d = 0; d < planes; d++) {
        for (int h = 0; h < rows; h++) {
          for (int w = 0; w < columns; w++) {
            sum += x[at + d * plane + h * row + w * column + c];
          }
        }
      }
      y[yOff + c] = sum * share;
    }
  }

  @Override
  public void largestGradient(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff,
      int from,
      int to) {
    if (SquarePooling.serves(s)) {
      SquarePooling.gradient(s, x, xOff, y, yOff, dy, dyOff, dx, dxOff, from, to);
      return;
    }
    Clip clip = Clip.OF_THREAD.get();
    int column = s.channels * s.dilation[2];
    int row = s.in[2] * s.channels * s.dilation[1];
    int plane = s.in[1] * s.in[2] * s.channels * s.dilation[0];
    int pixels = s.out[0] * s.out[1] * s.out[2];
    for (int pixel = from * pixels; pixel < to * pixels; pixel++) {
      if (pixel % pixels == 0) {
        clear(s, dx, dxOff, pixel / pixels);
      }
      clip.set(s, pixel);
      int p = pixel * s.channels;
      int[] n = clip.count;
      spread(
          x,
          xOff + clip.at,
          n[0],
          n[1],
          n[2],
          plane,
          row,
          column,
          s.channels,
          y,
          yOff + p,
          dy,
          dyOff + p,
          dx,
          dxOff + clip.at);
    }
  }

  private static void spread(
      float[] x,
      int at,
      int planes,
      int rows,
      int columns,
      int plane,
      int row,
      int column,
      int channels,
      float[] y,
      int yOff,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxAt) {
    int c = 0;
    FloatVector zero = FloatVector.zero(SPECIES);
    for (; c <= channels - LANES; c += LANES) {
      FloatVector largest = FloatVector.fromArray(SPECIES, y, yOff + c);
      FloatVector left = FloatVector.fromArray(SPECIES, dy, dyOff + c);
      for (int d = 0; d < planes; d++) {
        for (int h = 0; h < rows; h++) {
          int from = d * plane + h * row + c;
          for (int w = 0; w < columns; w++) {
            int i = from + w * column;
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
            VectorMask<Float> hit = v.compare(VectorOperators.EQ, largest);
            FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxAt + i);
            sum.add(zero.blend(left, hit)).intoArray(dx, dxAt + i);
            left = left.blend(zero, hit);
          }
        }
      }
    }
    for (; c < channels; c++) {
      float left = dy[dyOff + c];
      for (int d = 0; d < planes; d++) {
        for (int h = 0; h < rows; h++) {
          for (int w = 0; w < columns; w++) {
            int i = d * plane + h * row + w * column + c;
            if (x[at + i] == y[yOff + c]) {
              dx[dxAt + i] += left;
              left = 0;
            }
          }
        }
      }
    }
  }

  @Override
  public void averageGradient(
      ConvolutionShape s, float[] dy, int dyOff, float[] dx, int dxOff, int from, int to) {
    Clip clip = Clip.OF_THREAD.get();
    int column = s.channels * s.dilation[2];
    int row = s.in[2] * s.channels * s.dilation[1];
    int plane = s.in[1] * s.in[2] * s.channels * s.dilation[0];
    int pixels = s.out[0] * s.out[1] * s.out[2];
    for (int pixel = from * pixels; pixel < to * pixels; pixel++) {
      if (pixel % pixels == 0) {
        clear(s, dx, dxOff, pixel / pixels);
      }
      clip.set(s, pixel);
      float share = 1f / clip.taps();
      for (int d = 0; d < clip.count[0]; d++) {
        for (int h = 0; h < clip.count[1]; h++) {
          for (int w = 0; w < clip.count[2]; w++) {
            int at = dxOff + clip.at + d * plane + h * row + w * column;
            addShare(dy, dyOff + pixel * s.channels, share, dx, at, s.channels);
          }
        }
      }
    }
  }

  private static void addShare(float[] dy, int dyOff, float share, float[] dx, int at, int n) {
    FloatVector factor = FloatVector.broadcast(SPECIES, share);
    int c = 0;
    for (; c <= n - LANES; c += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, at + c);
      sum.add(FloatVector.fromArray(SPECIES, dy, dyOff + c).mul(factor)).intoArray(dx, at + c);
    }
    for (; c < n; c++) {
      dx[at + c] += dy[dyOff + c] * share;
    }
  }

  /** Clears an image just before it is written, while it is in the cache. */
  private static void clear(ConvolutionShape s, float[] dx, int dxOff, int image) {
    int size = s.in[0] * s.in[1] * s.in[2] * s.channels;
    Arrays.fill(dx, dxOff + image * size, dxOff + (image + 1) * size, 0f);
  }
}
