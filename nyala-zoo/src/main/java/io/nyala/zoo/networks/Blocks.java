// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.relu;
import static io.nyala.layers.Layers.zeroPadding2D;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;

/** Pieces that several networks are made of. */
final class Blocks {
  private Blocks() {}

  /** Returns a convolution without bias. */
  static Value conv(Value x, String name, int filters, int kernel, int stride, Padding padding) {
    return conv2D(filters, kernel)
        .strides(stride)
        .padding(padding)
        .useBias(false)
        .named(name)
        .apply(x);
  }

  /** Returns a convolution of 1 x 1 without bias. */
  static Value pointwise(Value x, String name, int filters) {
    return conv(x, name, filters, 1, 1, Padding.SAME);
  }

  /** Returns a batch normalization. */
  static Value norm(Value x, String name, double epsilon, double momentum) {
    return batchNormalization().epsilon(epsilon).momentum(momentum).named(name).apply(x);
  }

  /** Returns a rectifier that ends at 6. */
  static Value relu6(Value x, String name) {
    return relu().maxValue(6).named(name).apply(x);
  }

  /** Pads for a convolution with stride 2, as TensorFlow's padding "same" would. */
  static Value padForStride2(Value x, String name, int kernel) {
    int after = kernel / 2;
    int top = after - 1 + x.shape().dim(1) % 2;
    int left = after - 1 + x.shape().dim(2) % 2;
    return zeroPadding2D(top, after, left, after).named(name).apply(x);
  }

  /** Returns the channels of features. */
  static int depth(Value x) {
    return x.shape().last();
  }

  /** Returns a number of channels that 8 divides, no more than a tenth below the given one. */
  static int divisible(double value) {
    return divisible(value, 8);
  }

  /** Returns a number of channels that a divisor divides, no more than a tenth below. */
  static int divisible(double value, int divisor) {
    int rounded = Math.max(divisor, (int) (value + divisor / 2.0) / divisor * divisor);
    return rounded < 0.9 * value ? rounded + divisor : rounded;
  }
}
