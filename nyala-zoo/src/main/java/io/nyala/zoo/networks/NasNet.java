// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.initializers.Initializers.heNormal;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.activation;
import static io.nyala.layers.Layers.add;
import static io.nyala.layers.Layers.averagePooling2D;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.cropping2D;
import static io.nyala.layers.Layers.maxPooling2D;
import static io.nyala.layers.Layers.separableConv2D;
import static io.nyala.layers.Layers.zeroPadding2D;
import static io.nyala.zoo.networks.Blocks.depth;
import static io.nyala.zoo.networks.Blocks.padForStride2;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;

/**
 * NASNet-A, Mobile and Large (Zoph et al. 2017, "Learning Transferable Architectures for Scalable
 * Image Recognition"). Images are 224 x 224 (Mobile) or 331 x 331 (Large) by default, at least 32 x
 * 32.
 */
public final class NasNet extends ZooNetwork<NasNet> {
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.9997;

  /** The last cell concatenates six branches, and filters are doubled twice before it. */
  private static final int SHARE = 24;

  private final int filters;
  private final int blocks;
  private final int stem;
  private final boolean skipsReduction;
  private CreationNames names;

  private NasNet(
      String name, int size, int penultimate, int blocks, int stem, boolean skipsReduction) {
    super("nasnet_" + name, size, 32, Preprocessing.TF);
    this.filters = penultimate / SHARE;
    this.blocks = blocks;
    this.stem = stem;
    this.skipsReduction = skipsReduction;
  }

  /** Returns NASNetMobile with Keras's defaults. */
  public static NasNet mobile() {
    return new NasNet("mobile", 224, 1056, 4, 32, false);
  }

  /** Returns NASNetLarge with Keras's defaults. */
  public static NasNet large() {
    return new NasNet("large", 331, 4032, 6, 96, true);
  }

  @Override
  Value features(Value image) {
    names = new CreationNames();
    Value x =
        conv2D(stem, 3)
            .strides(2)
            .useBias(false)
            .kernelInitializer(heNormal())
            .named("stem_conv1")
            .apply(image);
    x = norm(x, "stem_bn1");
    // Each cell sees the results of the last two.
    Value before = x;
    x = reduction(x, x, filters / 4, "stem_1");
    Value last = x;
    x = reduction(x, before, filters / 2, "stem_2");
    before = last;
    for (int stage = 0; stage < 3; stage++) {
      int wide = filters << stage;
      if (stage > 0) {
        last = x;
        x = reduction(x, before, wide, "reduce_" + stage * blocks);
        before = skipsReduction ? before : last;
      }
      for (int i = 0; i < blocks; i++) {
        last = x;
        x = normal(x, before, wide, String.valueOf(stage * blocks + i + (stage > 0 ? 1 : 0)));
        before = last;
      }
    }
    return relu(x);
  }

  /** A cell that keeps the size. */
  private Value normal(Value from, Value before, int filters, String id) {
    Value p = adjusted(before, from, filters, id);
    Value h = norm(pointwise(relu(from), "normal_conv_1_" + id, filters), "normal_bn_1_" + id);
    Value left = separable(h, filters, 5, 1, "normal_left1_" + id);
    Value right = separable(p, filters, 3, 1, "normal_right1_" + id);
    Value x1 = add().named("normal_add_1_" + id).apply(left, right);
    left = separable(p, filters, 5, 1, "normal_left2_" + id);
    right = separable(p, filters, 3, 1, "normal_right2_" + id);
    Value x2 = add().named("normal_add_2_" + id).apply(left, right);
    Value x3 = add().named("normal_add_3_" + id).apply(mean(h, "normal_left3_" + id), p);
    left = mean(p, "normal_left4_" + id);
    right = mean(p, "normal_right4_" + id);
    Value x4 = add().named("normal_add_4_" + id).apply(left, right);
    Value x5 = separable(h, filters, 3, 1, "normal_left5_" + id);
    x5 = add().named("normal_add_5_" + id).apply(x5, h);
    return concatenate().named("normal_concat_" + id).apply(p, x1, x2, x3, x4, x5);
  }

  /** A cell that halves the size. */
  private Value reduction(Value from, Value before, int filters, String id) {
    Value p = adjusted(before, from, filters, id);
    Value h =
        norm(pointwise(relu(from), "reduction_conv_1_" + id, filters), "reduction_bn_1_" + id);
    Value padded = padForStride2(h, "reduction_pad_1_" + id, 3);
    Value left = separable(h, filters, 5, 2, "reduction_left1_" + id);
    Value right = separable(p, filters, 7, 2, "reduction_right1_" + id);
    Value x1 = add().named("reduction_add_1_" + id).apply(left, right);
    left = maxPooling2D(3).strides(2).named("reduction_left2_" + id).apply(padded);
    right = separable(p, filters, 7, 2, "reduction_right2_" + id);
    Value x2 = add().named("reduction_add_2_" + id).apply(left, right);
    left = averagePooling2D(3).strides(2).named("reduction_left3_" + id).apply(padded);
    right = separable(p, filters, 5, 2, "reduction_right3_" + id);
    Value x3 = add().named("reduction_add3_" + id).apply(left, right);
    Value x4 = names.name(add()).apply(x2, mean(x1, "reduction_left4_" + id));
    left = separable(x1, filters, 3, 1, "reduction_left4_" + id);
    right = maxPooling2D(3).strides(2).named("reduction_right5_" + id).apply(padded);
    Value x5 = add().named("reduction_add4_" + id).apply(left, right);
    return concatenate().named("reduction_concat_" + id).apply(x2, x3, x4, x5);
  }

  /** Gives the result of the cell before the last the size and the filters of a new one. */
  private Value adjusted(Value before, Value from, int filters, String id) {
    if (before.shape().dim(-2) != from.shape().dim(-2)) {
      Value p = Blocks.relu(before, "adjust_relu_1_" + id);
      Value even = everySecond(p, "adjust_avg_pool_1_" + id);
      even = pointwise(even, "adjust_conv_1_" + id, filters / 2);
      Value odd = names.name(zeroPadding2D(0, 1, 0, 1)).apply(p);
      odd = names.name(cropping2D(1, 0, 1, 0)).apply(odd);
      odd = everySecond(odd, "adjust_avg_pool_2_" + id);
      odd = pointwise(odd, "adjust_conv_2_" + id, filters / 2);
      return norm(names.name(concatenate()).apply(even, odd), "adjust_bn_" + id);
    }
    if (before != from && depth(before) != filters) {
      Value p = pointwise(relu(before), "adjust_conv_projection_" + id, filters);
      return norm(p, "adjust_bn_" + id);
    }
    return before;
  }

  /** Two separable convolutions, of which the first may have a stride. */
  private Value separable(Value from, int filters, int kernel, int stride, String id) {
    Value x = relu(from);
    if (stride == 2) {
      x = padForStride2(x, "separable_conv_1_pad_" + id, kernel);
    }
    x =
        separableConv2D(filters, kernel)
            .strides(stride)
            .padding(stride == 2 ? Padding.VALID : Padding.SAME)
            .useBias(false)
            .named("separable_conv_1_" + id)
            .apply(x);
    x = relu(norm(x, "separable_conv_1_bn_" + id));
    x =
        separableConv2D(filters, kernel)
            .padding(Padding.SAME)
            .useBias(false)
            .named("separable_conv_2_" + id)
            .apply(x);
    return norm(x, "separable_conv_2_bn_" + id);
  }

  private static Value everySecond(Value x, String name) {
    return averagePooling2D(1).strides(2).named(name).apply(x);
  }

  private static Value mean(Value x, String name) {
    return averagePooling2D(3).strides(1).padding(Padding.SAME).named(name).apply(x);
  }

  private static Value pointwise(Value x, String name, int filters) {
    return conv2D(filters, 1)
        .padding(Padding.SAME)
        .useBias(false)
        .kernelInitializer(heNormal())
        .named(name)
        .apply(x);
  }

  private static Value norm(Value x, String name) {
    return Blocks.norm(x, name, EPSILON, MOMENTUM);
  }

  private Value relu(Value x) {
    return names.name(activation(RELU)).apply(x);
  }
}
