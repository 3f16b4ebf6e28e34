// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.normalization;
import static io.nyala.layers.Layers.rescaling;
import static io.nyala.zoo.networks.Blocks.depth;
import static io.nyala.zoo.networks.Blocks.divisible;
import static io.nyala.zoo.networks.Blocks.swish;

import io.nyala.layers.base.Padding;
import io.nyala.layers.preprocessing.Rescaling;
import io.nyala.ops.Value;
import io.nyala.zoo.names.InvertedNames;
import io.nyala.zoo.names.LayerNames;

/**
 * EfficientNet B0 to B7 (Tan and Le 2019, "EfficientNet: Rethinking Model Scaling for Convolutional
 * Neural Networks"). The networks scale images themselves: values are 0 to 255. Images are square,
 * of 224 (B0) to 600 (B7) pixels by default, at least 32 x 32.
 */
public final class EfficientNet extends ZooNetwork<EfficientNet> {
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.99;
  private static final double DROP_CONNECT = 0.2;
  private static final int LAST = 1280;
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};

  /** Kernel, repeats, filters, expansion and stride of each stage. */
  private static final int[][] STAGES = {
    {3, 1, 16, 1, 1},
    {3, 2, 24, 6, 2},
    {5, 2, 40, 6, 2},
    {3, 3, 80, 6, 2},
    {5, 3, 112, 6, 1},
    {5, 4, 192, 6, 2},
    {3, 1, 320, 6, 1}
  };

  /** Width, depth, size of images and dropout of each network. */
  private static final double[][] SCALES = {
    {1.0, 1.0, 224, 0.2}, {1.0, 1.1, 240, 0.2}, {1.1, 1.2, 260, 0.3}, {1.2, 1.4, 300, 0.3},
    {1.4, 1.8, 380, 0.4}, {1.6, 2.2, 456, 0.4}, {1.8, 2.6, 528, 0.5}, {2.0, 3.1, 600, 0.5}
  };

  private final int number;
  private final double width;
  private final double depth;
  private final double dropout;

  /**
   * Creates a network with Keras's defaults.
   *
   * @param number 0 for B0, to 7 for B7
   */
  public EfficientNet(int number) {
    super("efficientnetb" + scale(number), (int) SCALES[number][2], 32, Preprocessing.NONE);
    this.number = number;
    width = SCALES[number][0];
    depth = SCALES[number][1];
    dropout = SCALES[number][3];
  }

  private static int scale(int number) {
    if (number < 0 || number >= SCALES.length) {
      throw new IllegalArgumentException("EfficientNet: there are B0 to B7, got B" + number);
    }
    return number;
  }

  @Override
  boolean namesPools() {
    return true;
  }

  @Override
  Value features(Value image) {
    Value x = naming() == Naming.KERAS ? scaled(image) : image;
    x = padded(x, "stem_conv_pad", 3);
    x = conv2D(divisible(32 * width), 3).strides(2).useBias(false).named("stem_conv").apply(x);
    x = swish(norm(x, "stem_bn"), "stem_activation");
    int all = 0;
    for (int[] stage : STAGES) {
      all += repeats(stage);
    }
    int place = 0;
    for (int s = 0; s < STAGES.length; s++) {
      for (int i = 0; i < repeats(STAGES[s]); i++) {
        String name = blockName(s, i);
        double drop = DROP_CONNECT * place++ / all;
        x = block(x, name, STAGES[s], i == 0 ? STAGES[s][4] : 1, drop);
      }
    }
    x = Blocks.pointwise(x, "top_conv", divisible(LAST * width));
    return swish(norm(x, "top_bn"), "top_activation");
  }

  /** Scales images as Keras's networks do themselves. */
  private Value scaled(Value image) {
    Value x = normalization().apply(rescaling(1 / 255.0).apply(image));
    if (hasWeights()) {
      // The published weights were trained with images divided by the variance.
      double[] scale = new double[DEVIATION.length];
      for (int c = 0; c < scale.length; c++) {
        scale[c] = 1 / Math.sqrt(DEVIATION[c]);
      }
      x = new Rescaling(scale, new double[scale.length]).apply(x);
    }
    return x;
  }

  /** B5 to B7 have TensorFlow's settings in torchvision too. */
  private Value norm(Value x, String name) {
    boolean large = naming() == Naming.TORCHVISION && number >= 5;
    return large ? Blocks.norm(x, name, EPSILON, MOMENTUM) : batchNorm(x, name, EPSILON, MOMENTUM);
  }

  private int repeats(int[] stage) {
    return (int) Math.ceil(depth * stage[1]);
  }

  private Value block(Value from, String name, int[] stage, int stride, double drop) {
    int in = depth(from);
    int out = divisible(stage[2] * width);
    int wide = in * stage[3];
    Value x = from;
    if (stage[3] != 1) {
      x = Blocks.pointwise(x, name + "expand_conv", wide);
      x = swish(norm(x, name + "expand_bn"), name + "expand_activation");
    }
    if (stride == 2) {
      x = padded(x, name + "dwconv_pad", stage[0]);
    }
    x =
        Blocks.depthwise(
            x, name + "dwconv", stage[0], stride, stride == 2 ? Padding.VALID : Padding.SAME);
    x = swish(norm(x, name + "bn"), name + "activation");
    x = Blocks.squeezeAndExcite(x, name, Math.max(1, in / 4));
    x = Blocks.pointwise(x, name + "project_conv", out);
    x = norm(x, name + "project_bn");
    return stride == 1 && in == out ? Blocks.addAtRandom(x, from, name, drop) : x;
  }

  @Override
  Value classifier(Value features) {
    return predictionsAfterDropout(features, dropout);
  }

  private static String blockName(int stage, int i) {
    return "block" + (stage + 1) + (char) ('a' + i) + "_";
  }

  @Override
  LayerNames layerNames(Naming whose) {
    if (whose == Naming.KERAS) {
      return null;
    }
    boolean timm = whose != Naming.TORCHVISION;
    LayerNames names = new LayerNames(timm ? "timm" : "torchvision");
    String prefix = whose == Naming.TIMM_TENSORFLOW ? "tf_" : "";
    names.architectures(prefix + "efficientnet_b" + number);
    names.add("stem_conv", timm ? "conv_stem" : "features.0.0");
    names.add("stem_bn", timm ? "bn1" : "features.0.1");
    for (int s = 0; s < STAGES.length; s++) {
      for (int i = 0; i < repeats(STAGES[s]); i++) {
        InvertedNames block = blockNames(blockName(s, i), STAGES[s][3] != 1);
        if (timm) {
          block.addTimm(names, "blocks.%d.%d.".formatted(s, i));
        } else {
          block.addTorchvision(names, "features.%d.%d.block.".formatted(s + 1, i));
        }
      }
    }
    names.add("top_conv", timm ? "conv_head" : "features.8.0");
    names.add("top_bn", timm ? "bn2" : "features.8.1");
    return names.add("predictions", timm ? "classifier" : "classifier.1");
  }

  private static InvertedNames blockNames(String ours, boolean expands) {
    return new InvertedNames(
        expands ? ours + "expand_conv" : null,
        ours + "expand_bn",
        ours + "dwconv",
        ours + "bn",
        ours + "se_reduce",
        ours + "se_expand",
        ours + "project_conv",
        ours + "project_bn");
  }
}
