// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.activation;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.maxPooling2D;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;

/**
 * SqueezeNet 1.1 (Iandola et al. 2016, "SqueezeNet: AlexNet-level accuracy with 50x fewer
 * parameters"), with the layer names of the weights that are published for Keras ({@code
 * fire2/squeeze1x1}). Images are 227 x 227 by default, at least 48 x 48.
 */
public final class SqueezeNet extends ZooNetwork<SqueezeNet> {
  private static final double DROPOUT = 0.5;

  /** Creates the network with its published settings. */
  public SqueezeNet() {
    super("squeezenet", 227, 48, Preprocessing.CAFFE);
  }

  @Override
  Value features(Value image) {
    Value x = conv2D(64, 3).strides(2).padding(Padding.VALID).named("conv1").apply(image);
    x = activation(RELU).named("relu_conv1").apply(x);
    x = pool(x, "pool1");
    x = fire(fire(x, 2, 16, 64), 3, 16, 64);
    x = pool(x, "pool3");
    x = fire(fire(x, 4, 32, 128), 5, 32, 128);
    x = pool(x, "pool5");
    x = fire(fire(fire(fire(x, 6, 48, 192), 7, 48, 192), 8, 64, 256), 9, 64, 256);
    return x;
  }

  @Override
  Value classifier(Value features) {
    Value x = dropout(DROPOUT).named("drop9").apply(features);
    x = conv2D(classes(), 1).padding(Padding.VALID).named("conv10").apply(x);
    x = activation(RELU).named("relu_conv10").apply(x);
    x = globalAveragePooling2D().apply(x);
    return activation(classifierActivation()).named("loss").apply(x);
  }

  private static Value pool(Value x, String name) {
    return maxPooling2D(3).strides(2).named(name).apply(x);
  }

  /** Narrows by 1 x 1, then widens by 1 x 1 and 3 x 3 next to each other. */
  private static Value fire(Value from, int number, int narrow, int wide) {
    String prefix = "fire" + number + "_";
    Value x = rectified(from, prefix + "squeeze1x1", narrow, 1);
    Value left = rectified(x, prefix + "expand1x1", wide, 1);
    Value right = rectified(x, prefix + "expand3x3", wide, 3);
    return concatenate().named(prefix + "concat").apply(left, right);
  }

  private static Value rectified(Value x, String name, int filters, int kernel) {
    Value y = conv2D(filters, kernel).padding(Padding.SAME).named(name).apply(x);
    return activation(RELU).named(name.replaceFirst("_", "_relu_")).apply(y);
  }
}
