// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.averagePooling2D;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.maxPooling2D;
import static io.nyala.layers.Layers.zeroPadding2D;
import static io.nyala.zoo.networks.Blocks.conv;
import static io.nyala.zoo.networks.Blocks.depth;
import static io.nyala.zoo.networks.Blocks.pointwise;
import static io.nyala.zoo.networks.Blocks.relu;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;
import io.nyala.zoo.names.LayerNames;

/**
 * DenseNet of 121, 169 and 201 layers (Huang et al. 2016, "Densely Connected Convolutional
 * Networks"): each block sees the features of all blocks before it. Images are 224 x 224 by
 * default, at least 32 x 32.
 */
public final class DenseNet extends ZooNetwork<DenseNet> {
  private static final double EPSILON = 1.001e-5;
  private static final double MOMENTUM = 0.99;
  private static final int GROWTH = 32;

  private final int[] depths;

  private DenseNet(String name, int... depths) {
    super(name, 224, 32, Preprocessing.TORCH);
    this.depths = depths;
  }

  /** Returns DenseNet121 with Keras's defaults. */
  public static DenseNet denseNet121() {
    return new DenseNet("densenet121", 6, 12, 24, 16);
  }

  /** Returns DenseNet169 with Keras's defaults. */
  public static DenseNet denseNet169() {
    return new DenseNet("densenet169", 6, 12, 32, 32);
  }

  /** Returns DenseNet201 with Keras's defaults. */
  public static DenseNet denseNet201() {
    return new DenseNet("densenet201", 6, 12, 48, 32);
  }

  @Override
  boolean namesPools() {
    return true;
  }

  @Override
  Value features(Value image) {
    Value x = zeroPadding2D(3).apply(image);
    x = conv(x, "conv1_conv", 2 * GROWTH, 7, 2, Padding.VALID);
    x = relu(norm(x, "conv1_bn"), "conv1_relu");
    x = zeroPadding2D(1).apply(x);
    x = maxPooling2D(3).strides(2).named("pool1").apply(x);
    for (int stage = 0; stage < depths.length; stage++) {
      for (int i = 1; i <= depths[stage]; i++) {
        x = block(x, "conv" + (stage + 2) + "_block" + i);
      }
      if (stage < depths.length - 1) {
        x = transition(x, "pool" + (stage + 2));
      }
    }
    return relu(norm(x, "bn"), "relu");
  }

  private Value norm(Value x, String name) {
    return batchNorm(x, name, EPSILON, MOMENTUM);
  }

  private Value block(Value from, String name) {
    Value x = relu(norm(from, name + "_0_bn"), name + "_0_relu");
    x = conv(x, name + "_1_conv", 4 * GROWTH, 1, 1, Padding.VALID);
    x = relu(norm(x, name + "_1_bn"), name + "_1_relu");
    x = conv(x, name + "_2_conv", GROWTH, 3, 1, Padding.SAME);
    return concatenate().named(name + "_concat").apply(from, x);
  }

  private Value transition(Value from, String name) {
    Value x = relu(norm(from, name + "_bn"), name + "_relu");
    x = pointwise(x, name + "_conv", depth(from) / 2);
    return averagePooling2D(2).strides(2).named(name + "_pool").apply(x);
  }

  @Override
  LayerNames layerNames(Naming whose) {
    if (whose != Naming.TORCHVISION && whose != Naming.TIMM) {
      return null;
    }
    LayerNames names = new LayerNames("torchvision and timm");
    names.architectures("(tv_)?" + name());
    names.once("(denselayer\\d+\\.(?:norm|conv))\\.([12])\\.", "$1$2.");
    names.add("conv1_conv", "features.conv0").add("conv1_bn", "features.norm0");
    for (int stage = 0; stage < depths.length; stage++) {
      for (int i = 1; i <= depths[stage]; i++) {
        String ours = "conv%d_block%d_".formatted(stage + 2, i);
        String theirs = "features.denseblock%d.denselayer%d.".formatted(stage + 1, i);
        names.add(ours + "0_bn", theirs + "norm1").add(ours + "1_conv", theirs + "conv1");
        names.add(ours + "1_bn", theirs + "norm2").add(ours + "2_conv", theirs + "conv2");
      }
      if (stage < depths.length - 1) {
        String ours = "pool%d_".formatted(stage + 2);
        String theirs = "features.transition%d.".formatted(stage + 1);
        names.add(ours + "bn", theirs + "norm").add(ours + "conv", theirs + "conv");
      }
    }
    return names.add("bn", "features.norm5").add("predictions", "classifier");
  }
}
