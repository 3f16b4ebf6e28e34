// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.averagePooling2D;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.customScaleLayer;
import static io.nyala.layers.Layers.maxPooling2D;
import static io.nyala.zoo.networks.Blocks.depth;
import static io.nyala.zoo.networks.Blocks.relu;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;

/**
 * InceptionResNetV2 (Szegedy et al. 2016, "Inception-v4, Inception-ResNet and the Impact of
 * Residual Connections on Learning"). Images are 299 x 299 by default, at least 75 x 75.
 */
public final class InceptionResNetV2 extends ZooNetwork<InceptionResNetV2> {
  private static final int LAST = 1536;

  private CreationNames names;

  /** Creates the network with Keras's defaults. */
  public InceptionResNetV2() {
    super("inception_resnet_v2", 299, 75, Preprocessing.TF);
  }

  @Override
  boolean namesTopPool() {
    return true;
  }

  @Override
  Value features(Value image) {
    names = new CreationNames();
    Value x = halved(image, 32);
    x = conv(x, 32, 3, 3, 1, Padding.VALID);
    x = conv(x, 64, 3, 3);
    x = names.name(maxPooling2D(3).strides(2)).apply(x);
    x = conv(x, 80, 1, 1, 1, Padding.VALID);
    x = conv(x, 192, 3, 3, 1, Padding.VALID);
    x = names.name(maxPooling2D(3).strides(2)).apply(x);
    x = mixed5b(x);
    for (int i = 1; i <= 10; i++) {
      x = relu(block35(x, "block35_" + i), "block35_" + i + "_ac");
    }
    x = mixed6a(x);
    for (int i = 1; i <= 20; i++) {
      x = relu(block17(x, "block17_" + i), "block17_" + i + "_ac");
    }
    x = mixed7a(x);
    for (int i = 1; i <= 9; i++) {
      x = relu(block8(x, "block8_" + i, 0.2), "block8_" + i + "_ac");
    }
    x = block8(x, "block8_10", 1);
    x = Blocks.conv(x, "conv_7b", LAST, 1, 1, Padding.SAME);
    x = batchNormalization().scale(false).named("conv_7b_bn").apply(x);
    return relu(x, "conv_7b_ac");
  }

  private Value mixed5b(Value x) {
    Value one = conv(x, 96, 1, 1);
    Value five = conv(conv(x, 48, 1, 1), 64, 5, 5);
    Value three = conv(conv(conv(x, 64, 1, 1), 96, 3, 3), 96, 3, 3);
    Value pool = names.name(averagePooling2D(3).strides(1).padding(Padding.SAME)).apply(x);
    pool = conv(pool, 64, 1, 1);
    return concatenate().named("mixed_5b").apply(one, five, three, pool);
  }

  private Value block35(Value x, String name) {
    Value one = conv(x, 32, 1, 1);
    Value three = conv(conv(x, 32, 1, 1), 32, 3, 3);
    Value twice = conv(conv(conv(x, 32, 1, 1), 48, 3, 3), 64, 3, 3);
    return residual(x, name, 0.17, one, three, twice);
  }

  private Value mixed6a(Value x) {
    Value three = halved(x, 384);
    Value twice = halved(conv(conv(x, 256, 1, 1), 256, 3, 3), 384);
    Value pool = names.name(maxPooling2D(3).strides(2)).apply(x);
    return concatenate().named("mixed_6a").apply(three, twice, pool);
  }

  private Value block17(Value x, String name) {
    Value one = conv(x, 192, 1, 1);
    Value seven = conv(conv(conv(x, 128, 1, 1), 160, 1, 7), 192, 7, 1);
    return residual(x, name, 0.1, one, seven);
  }

  private Value mixed7a(Value x) {
    Value wide = halved(conv(x, 256, 1, 1), 384);
    Value narrow = halved(conv(x, 256, 1, 1), 288);
    Value twice = halved(conv(conv(x, 256, 1, 1), 288, 3, 3), 320);
    Value pool = names.name(maxPooling2D(3).strides(2)).apply(x);
    return concatenate().named("mixed_7a").apply(wide, narrow, twice, pool);
  }

  private Value block8(Value x, String name, double scale) {
    Value one = conv(x, 192, 1, 1);
    Value three = conv(conv(conv(x, 192, 1, 1), 224, 1, 3), 256, 3, 1);
    return residual(x, name, scale, one, three);
  }

  /** Adds a scaled sum of branches to their input. */
  private Value residual(Value x, String name, double scale, Value... branches) {
    Value up = concatenate().named(name + "_mixed").apply(branches);
    up = conv2D(depth(x), 1).padding(Padding.SAME).named(name + "_conv").apply(up);
    return names.name(customScaleLayer(scale)).apply(x, up);
  }

  private Value halved(Value x, int filters) {
    return conv(x, filters, 3, 3, 2, Padding.VALID);
  }

  private Value conv(Value x, int filters, int rows, int columns) {
    return conv(x, filters, rows, columns, 1, Padding.SAME);
  }

  private Value conv(Value x, int filters, int rows, int columns, int stride, Padding padding) {
    return Blocks.inceptionConv(names, x, filters, rows, columns, stride, padding);
  }
}
