// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.activation;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.reshape;
import static io.nyala.layers.Layers.zeroPadding2D;
import static io.nyala.zoo.networks.Blocks.conv;
import static io.nyala.zoo.networks.Blocks.norm;
import static io.nyala.zoo.networks.Blocks.pointwise;
import static io.nyala.zoo.networks.Blocks.relu6;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;
import io.nyala.settings.Numbers;
import java.util.Locale;

/**
 * MobileNet (Howard et al. 2017, "MobileNets: Efficient Convolutional Neural Networks for Mobile
 * Vision Applications"): depthwise and pointwise convolutions in turn. Images are 224 x 224 by
 * default, at least 32 x 32.
 */
public final class MobileNet extends ZooNetwork<MobileNet> {
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.99;
  private static final double DROPOUT = 1e-3;

  /** Filters and stride of each block. */
  private static final int[][] BLOCKS = {
    {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1},
    {512, 1}, {512, 1}, {1024, 2}, {1024, 1}
  };

  private double alpha = 1;

  /** Creates the network with Keras's defaults. */
  public MobileNet() {
    super("mobilenet", 224, 32, Preprocessing.TF);
  }

  /**
   * Sets the factor of all numbers of filters; 1 by default. Weights are published for 0.25, 0.5,
   * 0.75 and 1.
   */
  public MobileNet alpha(double factor) {
    Numbers.positive(name(), "alpha", factor);
    alpha = factor;
    return this;
  }

  @Override
  double alpha() {
    return alpha;
  }

  @Override
  String modelName() {
    return String.format(Locale.ROOT, "mobilenet_%.2f", alpha);
  }

  @Override
  Value features(Value image) {
    Value x = conv(image, "conv1", (int) (32 * alpha), 3, 2, Padding.SAME);
    x = relu6(norm(x, "conv1_bn", EPSILON, MOMENTUM), "conv1_relu");
    for (int i = 1; i <= BLOCKS.length; i++) {
      x = block(x, i, (int) (BLOCKS[i - 1][0] * alpha), BLOCKS[i - 1][1]);
    }
    return x;
  }

  private static Value block(Value from, int number, int filters, int stride) {
    Value x = from;
    if (stride == 2) {
      x = zeroPadding2D(0, 1, 0, 1).named("conv_pad_" + number).apply(x);
    }
    String depthwise = "conv_dw_" + number;
    x = Blocks.depthwise(x, depthwise, 3, stride, stride == 1 ? Padding.SAME : Padding.VALID);
    x = relu6(norm(x, depthwise + "_bn", EPSILON, MOMENTUM), depthwise + "_relu");
    String name = "conv_pw_" + number;
    return relu6(
        norm(pointwise(x, name, filters), name + "_bn", EPSILON, MOMENTUM), name + "_relu");
  }

  @Override
  Value classifier(Value features) {
    Value x = globalAveragePooling2D().keepDims(true).apply(features);
    x = dropout(DROPOUT).named("dropout").apply(x);
    x = conv2D(classes(), 1).padding(Padding.SAME).named("conv_preds").apply(x);
    x = reshape(classes()).named("reshape_2").apply(x);
    return activation(classifierActivation()).named("predictions").apply(x);
  }
}
