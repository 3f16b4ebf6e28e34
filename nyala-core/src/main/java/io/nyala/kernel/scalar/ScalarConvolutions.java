// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.ConvolutionKernels;
import io.nyala.kernel.ConvolutionShape;
import io.nyala.ops.kinds.FusedActivation;
import java.util.Arrays;

/** Convolutions in plain loops: the test oracle of the SIMD kernels. */
final class ScalarConvolutions implements ConvolutionKernels {
  @Override
  public int packedSize(ConvolutionShape s, boolean backward) {
    return s.kernelSize();
  }

  @Override
  public void pack(
      ConvolutionShape s,
      boolean backward,
      float[] kernel,
      int kernelOff,
      float[] packed,
      int packedOff,
      int firstFilter,
      int endFilter) {
    for (int at = firstFilter; at < s.kernelSize(); at += s.filters) {
      System.arraycopy(kernel, kernelOff + at, packed, packedOff + at, endFilter - firstFilter);
    }
  }

  @Override
  public int filterBlock(ConvolutionShape s) {
    return 1;
  }

  @Override
  public void convolve(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] packed,
      int packedOff,
      float[] bias,
      int biasOff,
      FusedActivation activation,
      float[] y,
      int yOff,
      int from,
      int to,
      int firstFilter,
      int endFilter) {
    int channels = s.channels / s.groups;
    int filters = s.filters / s.groups;
    for (int pixel = from * s.out[2]; pixel < to * s.out[2]; pixel++) {
      for (int f = firstFilter; f < endFilter; f++) {
        float sum = bias == null ? 0 : bias[biasOff + f];
        for (int tap = 0; tap < s.taps(); tap++) {
          int source = source(s, pixel, tap);
          if (source >= 0) {
            int at = xOff + source * s.channels + f / filters * channels;
            for (int c = 0; c < channels; c++) {
              sum += x[at + c] * packed[packedOff + (tap * channels + c) * s.filters + f];
            }
          }
        }
        y[yOff + pixel * s.filters + f] = ScalarGemm.activate(activation, sum);
      }
    }
  }

  @Override
  public void inputGradient(
      ConvolutionShape s,
      float[] dy,
      int dyOff,
      float[] packed,
      int packedOff,
      float[] dx,
      int dxOff,
      int from,
      int to) {
    int channels = s.channels / s.groups;
    int filters = s.filters / s.groups;
    int first = from * s.in[2];
    int end = to * s.in[2];
    Arrays.fill(dx, dxOff + first * s.channels, dxOff + end * s.channels, 0);
    for (int pixel = 0; pixel < s.outLines() * s.out[2]; pixel++) {
      for (int tap = 0; tap < s.taps(); tap++) {
        int source = source(s, pixel, tap);
        if (source >= first && source < end) {
          for (int c = 0; c < s.channels; c++) {
            int f0 = c / channels * filters;
            int weights = packedOff + (tap * channels + c % channels) * s.filters;
            float sum = 0;
            for (int f = f0; f < f0 + filters; f++) {
              sum += dy[dyOff + pixel * s.filters + f] * packed[weights + f];
            }
            dx[dxOff + source * s.channels + c] += sum;
          }
        }
      }
    }
  }

  @Override
  public void kernelGradient(
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
    int channels = s.channels / s.groups;
    int filters = s.filters / s.groups;
    for (int f = firstFilter; f < endFilter; f++) {
      for (int tap = 0; tap < s.taps(); tap++) {
        for (int c = 0; c < channels; c++) {
          float sum = 0;
          for (int pixel = from * s.out[2]; pixel < to * s.out[2]; pixel++) {
            int source = source(s, pixel, tap);
            if (source >= 0) {
              sum +=
                  dy[dyOff + pixel * s.filters + f]
                      * x[xOff + source * s.channels + f / filters * channels + c];
            }
          }
          dKernel[dKernelOff + (tap * channels + c) * s.filters + f] = sum;
        }
      }
      if (dBias != null) {
        float sum = 0;
        for (int pixel = from * s.out[2]; pixel < to * s.out[2]; pixel++) {
          sum += dy[dyOff + pixel * s.filters + f];
        }
        dBias[dBiasOff + f] = sum;
      }
    }
  }

  /** Returns the input pixel that a tap of an output pixel reads, or -1 in the padding. */
  static int source(ConvolutionShape s, int pixel, int tap) {
    int rest = pixel;
    int restOfTap = tap;
    int source = 0;
    int stride = 1;
    for (int axis = ConvolutionShape.AXES - 1; axis >= 0; axis--) {
      int at =
          rest % s.out[axis] * s.stride[axis]
              + restOfTap % s.size[axis] * s.dilation[axis]
              - s.before[axis];
      if (at < 0 || at >= s.in[axis]) {
        return -1;
      }
      source += at * stride;
      stride *= s.in[axis];
      rest /= s.out[axis];
      restOfTap /= s.size[axis];
    }
    return source + rest * stride;
  }
}
