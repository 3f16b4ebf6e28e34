// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.SILU;
import static io.nyala.layers.Layers.activation;
import static io.nyala.layers.Layers.add;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.depthwiseConv2D;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.globalMaxPooling2D;
import static io.nyala.layers.Layers.multiply;
import static io.nyala.layers.Layers.reshape;
import static io.nyala.layers.Layers.zeroPadding2D;

import io.nyala.layers.Layers;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;

/** Pieces that several networks are made of. */
final class Blocks {
  /** The epsilon of batch normalizations in PyTorch. */
  static final double TORCH_EPSILON = 1e-5;

  /** The momentum of batch normalizations in PyTorch, where it is called 0.1. */
  static final double TORCH_MOMENTUM = 0.9;

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

  /** Returns a depthwise convolution without bias. */
  static Value depthwise(Value x, String name, int kernel, int stride, Padding padding) {
    return depthwiseConv2D(kernel)
        .strides(stride)
        .padding(padding)
        .useBias(false)
        .named(name)
        .apply(x);
  }

  /**
   * Returns a convolution, its normalization without a scale, and a rectifier, as the Inception
   * networks have them, with numbered names.
   */
  static Value inceptionConv(
      CreationNames names,
      Value x,
      int filters,
      int rows,
      int columns,
      int stride,
      Padding padding) {
    Value y =
        names
            .name(conv2D(filters, rows, columns).strides(stride).padding(padding).useBias(false))
            .apply(x);
    y = names.name(batchNormalization().scale(false)).apply(y);
    return names.name(activation(RELU)).apply(y);
  }

  /** Returns a batch normalization. */
  static Value norm(Value x, String name, double epsilon, double momentum) {
    return batchNormalization().epsilon(epsilon).momentum(momentum).named(name).apply(x);
  }

  /** Returns a rectifier. */
  static Value relu(Value x, String name) {
    return activation(RELU).named(name).apply(x);
  }

  /** Returns a rectifier that ends at 6. */
  static Value relu6(Value x, String name) {
    return Layers.relu().maxValue(6).named(name).apply(x);
  }

  /** Returns swish, also called SiLU. */
  static Value swish(Value x, String name) {
    return activation(SILU).named(name).apply(x);
  }

  /** Pads for a convolution with stride 2, as TensorFlow's padding "same" would. */
  static Value padForStride2(Value x, String name, int kernel) {
    int after = kernel / 2;
    int top = after - 1 + x.shape().dim(1) % 2;
    int left = after - 1 + x.shape().dim(2) % 2;
    return zeroPadding2D(top, after, left, after).named(name).apply(x);
  }

  /** Weighs channels by what two small layers make of their means. */
  static Value squeezeAndExcite(Value x, String prefix, int narrow) {
    Value se = globalAveragePooling2D().named(prefix + "se_squeeze").apply(x);
    se = reshape(1, 1, depth(x)).named(prefix + "se_reshape").apply(se);
    se =
        conv2D(narrow, 1)
            .padding(Padding.SAME)
            .activation(SILU)
            .named(prefix + "se_reduce")
            .apply(se);
    se =
        conv2D(depth(x), 1)
            .padding(Padding.SAME)
            .activation(SIGMOID)
            .named(prefix + "se_expand")
            .apply(se);
    return multiply().named(prefix + "se_excite").apply(x, se);
  }

  /** Adds a block to its input; in training, the blocks of some images are left out at random. */
  static Value addAtRandom(Value block, Value from, String prefix, double rate) {
    Value x = block;
    if (rate > 0) {
      x = dropout(rate).noiseShape(-1, 1, 1, 1).named(prefix + "drop").apply(x);
    }
    return add().named(prefix + "add").apply(x, from);
  }

  /** Returns the channels of features. */
  static int depth(Value x) {
    return x.shape().last();
  }

  /** Returns a number of channels that 8 divides, no more than a tenth below the given one. */
  static int divisible(double value) {
    int rounded = Math.max(8, (int) (value + 4) / 8 * 8);
    return rounded < 0.9 * value ? rounded + 8 : rounded;
  }

  /** Returns the mean over all positions. */
  static Value averaged(Value features, boolean named) {
    Layer pool = globalAveragePooling2D();
    return (named ? pool.named("avg_pool") : pool).apply(features);
  }

  /** Returns the maximum over all positions. */
  static Value maximum(Value features, boolean named) {
    Layer pool = globalMaxPooling2D();
    return (named ? pool.named("max_pool") : pool).apply(features);
  }
}
