// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.add;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.maxPooling2D;
import static io.nyala.layers.Layers.zeroPadding2D;
import static io.nyala.zoo.networks.Blocks.relu;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;
import io.nyala.zoo.names.LayerNames;

/**
 * ResNet of 50, 101 and 152 layers (He et al. 2015, "Deep Residual Learning for Image
 * Recognition"), and V2, which normalizes before each convolution (He et al. 2016, "Identity
 * Mappings in Deep Residual Networks"). Images are 224 x 224 by default, at least 32 x 32.
 */
public final class ResNet extends ZooNetwork<ResNet> {
  private static final double EPSILON = 1.001e-5;
  private static final double MOMENTUM = 0.99;
  private static final int[] FILTERS = {64, 128, 256, 512};

  private final int[] depths;
  private final boolean second;

  private ResNet(String name, boolean second, int... depths) {
    super(name, 224, 32, second ? Preprocessing.TF : Preprocessing.CAFFE);
    this.second = second;
    this.depths = depths;
  }

  /** Returns ResNet50 with Keras's defaults. */
  public static ResNet resNet50() {
    return new ResNet("resnet50", false, 3, 4, 6, 3);
  }

  /** Returns ResNet101 with Keras's defaults. */
  public static ResNet resNet101() {
    return new ResNet("resnet101", false, 3, 4, 23, 3);
  }

  /** Returns ResNet152 with Keras's defaults. */
  public static ResNet resNet152() {
    return new ResNet("resnet152", false, 3, 8, 36, 3);
  }

  /** Returns ResNet50V2 with Keras's defaults. */
  public static ResNet resNet50V2() {
    return new ResNet("resnet50v2", true, 3, 4, 6, 3);
  }

  /** Returns ResNet101V2 with Keras's defaults. */
  public static ResNet resNet101V2() {
    return new ResNet("resnet101v2", true, 3, 4, 23, 3);
  }

  /** Returns ResNet152V2 with Keras's defaults. */
  public static ResNet resNet152V2() {
    return new ResNet("resnet152v2", true, 3, 8, 36, 3);
  }

  @Override
  boolean namesPools() {
    return true;
  }

  @Override
  Value features(Value image) {
    Value x = zeroPadding2D(3).named("conv1_pad").apply(image);
    x = conv2D(64, 7).strides(2).useBias(!isTorch()).named("conv1_conv").apply(x);
    if (!second) {
      x = relu(norm(x, "conv1_bn"), "conv1_relu");
    }
    x = zeroPadding2D(1).named("pool1_pad").apply(x);
    x = maxPooling2D(3).strides(2).named("pool1_pool").apply(x);
    for (int stage = 0; stage < depths.length; stage++) {
      for (int i = 1; i <= depths[stage]; i++) {
        String name = "conv" + (stage + 2) + "_block" + i;
        x =
            second
                ? blockAfterNorm(x, name, stage, i == 1, i == depths[stage])
                : block(x, name, stage, i == 1);
      }
    }
    return second ? relu(norm(x, "post_bn"), "post_relu") : x;
  }

  /** The strides are in the first convolution of a block in Keras, in the second one elsewhere. */
  private Value block(Value from, String name, int stage, boolean first) {
    int filters = FILTERS[stage];
    int stride = first && stage > 0 ? 2 : 1;
    boolean torch = isTorch();
    Value shortcut = from;
    if (first) {
      shortcut = conv(from, name + "_0_conv", 4 * filters, stride);
      shortcut = norm(shortcut, name + "_0_bn");
    }
    Value x = conv(from, name + "_1_conv", filters, torch ? 1 : stride);
    x = relu(norm(x, name + "_1_bn"), name + "_1_relu");
    if (torch) {
      x = zeroPadding2D(1).named(name + "_2_pad").apply(x);
      x = Blocks.conv(x, name + "_2_conv", filters, 3, stride, Padding.VALID);
    } else {
      x = conv2D(filters, 3).padding(Padding.SAME).named(name + "_2_conv").apply(x);
    }
    x = relu(norm(x, name + "_2_bn"), name + "_2_relu");
    x = conv(x, name + "_3_conv", 4 * filters, 1);
    x = norm(x, name + "_3_bn");
    return relu(add().named(name + "_add").apply(shortcut, x), name + "_out");
  }

  private Value conv(Value x, String name, int filters, int stride) {
    return conv2D(filters, 1).strides(stride).useBias(!isTorch()).named(name).apply(x);
  }

  private Value norm(Value x, String name) {
    return batchNorm(x, name, EPSILON, MOMENTUM);
  }

  /** V2: its stages end with the stride; the last one has none. */
  private Value blockAfterNorm(Value from, String name, int stage, boolean first, boolean last) {
    int filters = FILTERS[stage];
    int stride = last && stage < FILTERS.length - 1 ? 2 : 1;
    Value ready = relu(norm(from, name + "_preact_bn"), name + "_preact_relu");
    Value shortcut = from;
    if (first) {
      shortcut = conv2D(4 * filters, 1).strides(stride).named(name + "_0_conv").apply(ready);
    } else if (stride > 1) {
      shortcut = maxPooling2D(1).strides(stride).apply(from);
    }
    Value x = conv2D(filters, 1).useBias(false).named(name + "_1_conv").apply(ready);
    x = relu(norm(x, name + "_1_bn"), name + "_1_relu");
    x = zeroPadding2D(1).named(name + "_2_pad").apply(x);
    x = conv2D(filters, 3).strides(stride).useBias(false).named(name + "_2_conv").apply(x);
    x = relu(norm(x, name + "_2_bn"), name + "_2_relu");
    x = conv2D(4 * filters, 1).named(name + "_3_conv").apply(x);
    return add().named(name + "_out").apply(shortcut, x);
  }

  @Override
  LayerNames layerNames(Naming whose) {
    if (second || whose != Naming.TORCHVISION && whose != Naming.TIMM) {
      return null;
    }
    LayerNames names = new LayerNames("torchvision and timm");
    names.architectures("(tv_)?" + name());
    names.add("conv1_conv", "conv1").add("conv1_bn", "bn1").add("predictions", "fc");
    for (int stage = 0; stage < depths.length; stage++) {
      for (int i = 0; i < depths[stage]; i++) {
        String ours = "conv%d_block%d_".formatted(stage + 2, i + 1);
        String theirs = "layer%d.%d.".formatted(stage + 1, i);
        for (int c = 1; c <= 3; c++) {
          names
              .add(ours + c + "_conv", theirs + "conv" + c)
              .add(ours + c + "_bn", theirs + "bn" + c);
        }
        if (i == 0) {
          names.add(ours + "0_conv", theirs + "downsample.0");
          names.add(ours + "0_bn", theirs + "downsample.1");
        }
      }
    }
    return names;
  }
}
