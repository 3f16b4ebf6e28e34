// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.add;
import static io.nyala.zoo.networks.Blocks.depth;
import static io.nyala.zoo.networks.Blocks.divisible;
import static io.nyala.zoo.networks.Blocks.pointwise;
import static io.nyala.zoo.networks.Blocks.relu6;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;
import io.nyala.settings.Numbers;
import io.nyala.zoo.names.InvertedNames;
import io.nyala.zoo.names.LayerNames;
import java.util.Locale;

/**
 * MobileNetV2 (Sandler et al. 2018, "MobileNetV2: Inverted Residuals and Linear Bottlenecks"): a
 * small network of inverted residual blocks. Images are 224 x 224 by default, at least 32 x 32.
 */
public final class MobileNetV2 extends ZooNetwork<MobileNetV2> {
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.999;
  private static final int LAST = 1280;

  /** Filters and stride of each block. */
  private static final int[][] BLOCKS = {
    {16, 1}, {24, 2}, {24, 1}, {32, 2}, {32, 1}, {32, 1}, {64, 2}, {64, 1}, {64, 1}, {64, 1},
    {96, 1}, {96, 1}, {96, 1}, {160, 2}, {160, 1}, {160, 1}, {320, 1}
  };

  private double alpha = 1;

  /** Creates the network with Keras's defaults. */
  public MobileNetV2() {
    super("mobilenetv2", 224, 32, Preprocessing.TF);
  }

  /**
   * Sets the factor of all numbers of filters; 1 by default. Weights are published for 0.35, 0.5,
   * 0.75, 1, 1.3 and 1.4.
   */
  public MobileNetV2 alpha(double factor) {
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
    return String.format(Locale.ROOT, "mobilenetv2_%.2f", alpha);
  }

  @Override
  Value features(Value image) {
    Value x = convStride2(image, "Conv1", divisible(32 * alpha), 3);
    x = relu6(batchNorm(x, "bn_Conv1", EPSILON, MOMENTUM), "Conv1_relu");
    for (int i = 0; i < BLOCKS.length; i++) {
      x = block(x, i, BLOCKS[i][0], BLOCKS[i][1]);
    }
    x = pointwise(x, "Conv_1", alpha > 1 ? divisible(LAST * alpha) : LAST);
    return relu6(batchNorm(x, "Conv_1_bn", EPSILON, MOMENTUM), "out_relu");
  }

  /** Widens, filters each channel, and narrows; the narrow ends are added where they fit. */
  private Value block(Value from, int number, int filters, int stride) {
    String prefix = number == 0 ? "expanded_conv_" : "block_" + number + "_";
    int narrow = divisible((int) (filters * alpha));
    Value x = from;
    if (number > 0) {
      x = pointwise(x, prefix + "expand", 6 * depth(from));
      x = relu6(batchNorm(x, prefix + "expand_BN", EPSILON, MOMENTUM), prefix + "expand_relu");
    }
    if (stride == 2) {
      x = padded(x, prefix + "pad", 3);
    }
    x =
        Blocks.depthwise(
            x, prefix + "depthwise", 3, stride, stride == 1 ? Padding.SAME : Padding.VALID);
    x = relu6(batchNorm(x, prefix + "depthwise_BN", EPSILON, MOMENTUM), prefix + "depthwise_relu");
    x =
        batchNorm(
            pointwise(x, prefix + "project", narrow), prefix + "project_BN", EPSILON, MOMENTUM);
    boolean fits = depth(from) == narrow && stride == 1;
    return fits ? add().named(prefix + "add").apply(from, x) : x;
  }

  @Override
  LayerNames layerNames(Naming whose) {
    if (whose != Naming.TORCHVISION && whose != Naming.TIMM) {
      return null;
    }
    boolean timm = whose == Naming.TIMM;
    LayerNames names = new LayerNames(timm ? "timm" : "torchvision");
    names.architectures("mobilenetv2_\\d+");
    names.add("Conv1", timm ? "conv_stem" : "features.0.0");
    names.add("bn_Conv1", timm ? "bn1" : "features.0.1");
    int stage = -1;
    int inStage = 0;
    for (int i = 0; i < BLOCKS.length; i++) {
      boolean next = i == 0 || BLOCKS[i][0] != BLOCKS[i - 1][0];
      stage += next ? 1 : 0;
      inStage = next ? 0 : inStage + 1;
      String ours = i == 0 ? "expanded_conv_" : "block_" + i + "_";
      if (timm) {
        blockNames(ours, i).addTimm(names, "blocks.%d.%d.".formatted(stage, inStage));
      } else {
        String theirs = "features.%d.conv.".formatted(i + 1);
        int part = i == 0 ? 0 : 1;
        if (i > 0) {
          names.add(ours + "expand", theirs + "0.0").add(ours + "expand_BN", theirs + "0.1");
        }
        names.add(ours + "depthwise", theirs + part + ".0");
        names.add(ours + "depthwise_BN", theirs + part + ".1");
        names.add(ours + "project", theirs + (part + 1));
        names.add(ours + "project_BN", theirs + (part + 2));
      }
    }
    names.add("Conv_1", timm ? "conv_head" : "features.18.0");
    names.add("Conv_1_bn", timm ? "bn2" : "features.18.1");
    return names.add("predictions", timm ? "classifier" : "classifier.1");
  }

  private static InvertedNames blockNames(String ours, int number) {
    return new InvertedNames(
        number == 0 ? null : ours + "expand",
        ours + "expand_BN",
        ours + "depthwise",
        ours + "depthwise_BN",
        null,
        null,
        ours + "project",
        ours + "project_BN");
  }
}
