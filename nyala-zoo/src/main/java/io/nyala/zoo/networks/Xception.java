// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.add;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.maxPooling2D;
import static io.nyala.layers.Layers.separableConv2D;
import static io.nyala.zoo.networks.Blocks.conv;
import static io.nyala.zoo.networks.Blocks.norm;
import static io.nyala.zoo.networks.Blocks.relu;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;

/**
 * Xception (Chollet 2016, "Xception: Deep Learning with Depthwise Separable Convolutions"). Images
 * are 299 x 299 by default, at least 71 x 71.
 */
public final class Xception extends ZooNetwork<Xception> {
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.99;
  private static final int MIDDLE = 728;

  private CreationNames names;

  /** Creates the network with Keras's defaults. */
  public Xception() {
    super("xception", 299, 71, Preprocessing.TF);
  }

  @Override
  boolean namesTopPool() {
    return true;
  }

  @Override
  Value features(Value image) {
    names = new CreationNames();
    Value x = conv(image, "block1_conv1", 32, 3, 2, Padding.VALID);
    x = relu(norm(x, "block1_conv1_bn", EPSILON, MOMENTUM), "block1_conv1_act");
    x = conv(x, "block1_conv2", 64, 3, 1, Padding.VALID);
    x = relu(norm(x, "block1_conv2_bn", EPSILON, MOMENTUM), "block1_conv2_act");
    x = halving(x, 2, 128, 128, false);
    x = halving(x, 3, 256, 256, true);
    x = halving(x, 4, MIDDLE, MIDDLE, true);
    for (int block = 5; block <= 12; block++) {
      Value y = x;
      for (int i = 1; i <= 3; i++) {
        y = separable(relu(y, "block" + block + "_sepconv" + i + "_act"), block, i, MIDDLE);
      }
      x = names.name(add()).apply(y, x);
    }
    x = halving(x, 13, MIDDLE, 1024, true);
    x = relu(separable(x, 14, 1, 1536), "block14_sepconv1_act");
    return relu(separable(x, 14, 2, 2048), "block14_sepconv2_act");
  }

  /** Two separable convolutions and a pooling, next to a convolution with stride 2. */
  private Value halving(Value from, int block, int first, int filters, boolean activated) {
    String prefix = "block" + block;
    Value residual =
        names.name(conv2D(filters, 1).strides(2).padding(Padding.SAME).useBias(false)).apply(from);
    residual = names.name(batchNormalization()).apply(residual);
    Value x = activated ? relu(from, prefix + "_sepconv1_act") : from;
    x = separable(x, block, 1, first);
    x = separable(relu(x, prefix + "_sepconv2_act"), block, 2, filters);
    x = maxPooling2D(3).strides(2).padding(Padding.SAME).named(prefix + "_pool").apply(x);
    return names.name(add()).apply(x, residual);
  }

  private static Value separable(Value from, int block, int number, int filters) {
    String name = "block" + block + "_sepconv" + number;
    Value x =
        separableConv2D(filters, 3).padding(Padding.SAME).useBias(false).named(name).apply(from);
    return norm(x, name + "_bn", EPSILON, MOMENTUM);
  }
}
