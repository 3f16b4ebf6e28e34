// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.PoolingKernels;
import java.util.Arrays;

/** Pooling in plain loops: the test oracle of the SIMD kernels. */
final class ScalarPooling implements PoolingKernels {
  @Override
  public void largest(
      ConvolutionShape s, float[] x, int xOff, float[] y, int yOff, int from, int to) {
    for (int pixel = from * s.out[2]; pixel < to * s.out[2]; pixel++) {
      for (int c = 0; c < s.channels; c++) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int tap = 0; tap < s.taps(); tap++) {
          int source = ScalarConvolutions.source(s, pixel, tap);
          if (source >= 0) {
            largest = Math.max(largest, x[xOff + source * s.channels + c]);
          }
        }
        y[yOff + pixel * s.channels + c] = largest;
      }
    }
  }

  @Override
  public void average(
      ConvolutionShape s, float[] x, int xOff, float[] y, int yOff, int from, int to) {
    for (int pixel = from * s.out[2]; pixel < to * s.out[2]; pixel++) {
      float share = share(s, pixel);
      for (int c = 0; c < s.channels; c++) {
        float sum = 0;
        for (int tap = 0; tap < s.taps(); tap++) {
          int source = ScalarConvolutions.source(s, pixel, tap);
          if (source >= 0) {
            sum += x[xOff + source * s.channels + c];
          }
        }
        y[yOff + pixel * s.channels + c] = sum * share;
      }
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
    clear(s, dx, dxOff, from, to);
    int pixels = s.out[0] * s.out[1] * s.out[2];
    for (int pixel = from * pixels; pixel < to * pixels; pixel++) {
      for (int c = 0; c < s.channels; c++) {
        int at = pixel * s.channels + c;
        for (int tap = 0; tap < s.taps(); tap++) {
          int source = ScalarConvolutions.source(s, pixel, tap);
          if (source >= 0 && x[xOff + source * s.channels + c] == y[yOff + at]) {
            dx[dxOff + source * s.channels + c] += dy[dyOff + at];
            break;
          }
        }
      }
    }
  }

  @Override
  public void averageGradient(
      ConvolutionShape s, float[] dy, int dyOff, float[] dx, int dxOff, int from, int to) {
    clear(s, dx, dxOff, from, to);
    int pixels = s.out[0] * s.out[1] * s.out[2];
    for (int pixel = from * pixels; pixel < to * pixels; pixel++) {
      float share = share(s, pixel);
      for (int tap = 0; tap < s.taps(); tap++) {
        int source = ScalarConvolutions.source(s, pixel, tap);
        for (int c = 0; source >= 0 && c < s.channels; c++) {
          dx[dxOff + source * s.channels + c] += dy[dyOff + pixel * s.channels + c] * share;
        }
      }
    }
  }

  /** Returns 1 over the number of elements in a window. */
  private static float share(ConvolutionShape s, int pixel) {
    int rest = pixel;
    int count = 1;
    for (int axis = ConvolutionShape.AXES - 1; axis >= 0; axis--) {
      int begin = rest % s.out[axis] * s.stride[axis] - s.before[axis];
      rest /= s.out[axis];
      int present = 0;
      for (int k = 0; k < s.size[axis]; k++) {
        int at = begin + k * s.dilation[axis];
        present += at >= 0 && at < s.in[axis] ? 1 : 0;
      }
      count *= present;
    }
    return 1f / count;
  }

  private static void clear(ConvolutionShape s, float[] dx, int dxOff, int from, int to) {
    int image = s.in[0] * s.in[1] * s.in[2] * s.channels;
    Arrays.fill(dx, dxOff + from * image, dxOff + to * image, 0f);
  }
}
