// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.activation;
import static io.nyala.layers.Layers.add;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.multiply;
import static io.nyala.layers.Layers.relu;
import static io.nyala.layers.Layers.rescaling;
import static io.nyala.zoo.networks.Blocks.depth;
import static io.nyala.zoo.networks.Blocks.divisible;
import static io.nyala.zoo.networks.Blocks.pointwise;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;
import io.nyala.settings.Numbers;
import io.nyala.zoo.names.InvertedNames;
import io.nyala.zoo.names.LayerNames;

/**
 * MobileNetV3, small and large (Howard et al. 2019, "Searching for MobileNetV3"). The networks
 * scale images themselves: values are 0 to 255. Images are 224 x 224 by default, at least 32 x 32.
 */
public final class MobileNetV3 extends ZooNetwork<MobileNetV3> {
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.999;
  private static final double TORCHVISION_MOMENTUM = 0.99;
  private static final double DROPOUT = 0.2;
  private static final double SQUEEZE = 0.25;

  /** Expansion, filters, kernel and stride of a block; whether it squeezes, and its activation. */
  private record Block(
      double expansion, int filters, int kernel, int stride, boolean squeezes, boolean swish) {}

  private static final Block[] SMALL = {
    new Block(1, 16, 3, 2, true, false),
    new Block(72.0 / 16, 24, 3, 2, false, false),
    new Block(88.0 / 24, 24, 3, 1, false, false),
    new Block(4, 40, 5, 2, true, true),
    new Block(6, 40, 5, 1, true, true),
    new Block(6, 40, 5, 1, true, true),
    new Block(3, 48, 5, 1, true, true),
    new Block(3, 48, 5, 1, true, true),
    new Block(6, 96, 5, 2, true, true),
    new Block(6, 96, 5, 1, true, true),
    new Block(6, 96, 5, 1, true, true)
  };

  private static final Block[] LARGE = {
    new Block(1, 16, 3, 1, false, false),
    new Block(4, 24, 3, 2, false, false),
    new Block(3, 24, 3, 1, false, false),
    new Block(3, 40, 5, 2, true, false),
    new Block(3, 40, 5, 1, true, false),
    new Block(3, 40, 5, 1, true, false),
    new Block(6, 80, 3, 2, false, true),
    new Block(2.5, 80, 3, 1, false, true),
    new Block(2.3, 80, 3, 1, false, true),
    new Block(2.3, 80, 3, 1, false, true),
    new Block(6, 112, 3, 1, true, true),
    new Block(6, 112, 3, 1, true, true),
    new Block(6, 160, 5, 2, true, true),
    new Block(6, 160, 5, 1, true, true),
    new Block(6, 160, 5, 1, true, true)
  };

  private final Block[] blocks;
  private final int last;
  private double alpha = 1;

  private MobileNetV3(String name, Block[] blocks, int last) {
    super(name, 224, 32, Preprocessing.NONE);
    this.blocks = blocks;
    this.last = last;
  }

  /** Returns MobileNetV3Small with Keras's defaults. */
  public static MobileNetV3 small() {
    return new MobileNetV3("MobileNetV3Small", SMALL, 1024);
  }

  /** Returns MobileNetV3Large with Keras's defaults. */
  public static MobileNetV3 large() {
    return new MobileNetV3("MobileNetV3Large", LARGE, 1280);
  }

  /** Sets the factor of all numbers of filters; 1 by default. Weights exist for 0.75 and 1. */
  public MobileNetV3 alpha(double factor) {
    Numbers.positive(name(), "alpha", factor);
    alpha = factor;
    return this;
  }

  @Override
  double alpha() {
    return alpha;
  }

  @Override
  boolean namesPools() {
    return true;
  }

  @Override
  Value features(Value image) {
    Value x = naming() == Naming.KERAS ? rescaling(1 / 127.5, -1).apply(image) : image;
    x = convStride2(x, "conv", 16, 3);
    x = activation("hard_swish").apply(norm(x, "conv_bn"));
    for (int i = 0; i < blocks.length; i++) {
      x = block(x, i == 0 ? "expanded_conv_" : "expanded_conv_" + i + "_", blocks[i]);
    }
    x = pointwise(x, "conv_1", divisible(6 * depth(x)));
    return activation("hard_swish").apply(norm(x, "conv_1_bn"));
  }

  /** TensorFlow's settings are those of torchvision too, nearly. */
  private Value norm(Value x, String name) {
    return naming() == Naming.TORCHVISION
        ? Blocks.norm(x, name, EPSILON, TORCHVISION_MOMENTUM)
        : batchNorm(x, name, EPSILON, MOMENTUM);
  }

  private Value block(Value from, String name, Block block) {
    int in = depth(from);
    int wide = divisible(in * block.expansion);
    int out = divisible(block.filters * alpha);
    Value x = from;
    if (!name.equals("expanded_conv_")) {
      x = pointwise(x, name + "expand", wide);
      x = activated(norm(x, name + "expand_bn"), block);
    }
    if (block.stride == 2) {
      x = padded(x, name + "depthwise_pad", block.kernel);
    }
    x =
        Blocks.depthwise(
            x,
            name + "depthwise",
            block.kernel,
            block.stride,
            block.stride == 1 ? Padding.SAME : Padding.VALID);
    x = activated(norm(x, name + "depthwise_bn"), block);
    if (block.squeezes) {
      x = squeezed(x, name + "squeeze_excite_", wide);
    }
    x = norm(pointwise(x, name + "project", out), name + "project_bn");
    boolean fits = block.stride == 1 && in == out;
    return fits ? add().named(name + "add").apply(from, x) : x;
  }

  private static Value activated(Value x, Block block) {
    return block.swish ? activation("hard_swish").apply(x) : relu().apply(x);
  }

  private static Value squeezed(Value from, String name, int filters) {
    Value x = globalAveragePooling2D().keepDims(true).named(name + "avg_pool").apply(from);
    x = conv2D(divisible(filters * SQUEEZE), 1).padding(Padding.SAME).named(name + "conv").apply(x);
    x = relu().named(name + "relu").apply(x);
    x = conv2D(filters, 1).padding(Padding.SAME).named(name + "conv_1").apply(x);
    x = relu().maxValue(6).apply(x.plus(3f)).times(1 / 6f);
    return multiply().named(name + "mul").apply(from, x);
  }

  @Override
  Value classifier(Value features) {
    Value x = globalAveragePooling2D().keepDims(true).apply(features);
    int filters = alpha > 1 ? divisible(last * alpha) : last;
    x = conv2D(filters, 1).padding(Padding.SAME).named("conv_2").apply(x);
    x = dropout(DROPOUT).apply(activation("hard_swish").apply(x));
    x = conv2D(classes(), 1).padding(Padding.SAME).named("logits").apply(x);
    return activation(classifierActivation()).named("predictions").apply(flatten().apply(x));
  }

  @Override
  LayerNames layerNames(Naming whose) {
    if (whose == Naming.KERAS) {
      return null;
    }
    boolean timm = whose != Naming.TORCHVISION;
    LayerNames names = new LayerNames(timm ? "timm" : "torchvision");
    String size = blocks == SMALL ? "small" : "large";
    String prefix = whose == Naming.TIMM_TENSORFLOW ? "tf_" : "";
    names.architectures(prefix + "mobilenetv3_" + size + "_\\d+");
    names.add("conv", timm ? "conv_stem" : "features.0.0");
    names.add("conv_bn", timm ? "bn1" : "features.0.1");
    int stage = -1;
    int inStage = 0;
    for (int i = 0; i < blocks.length; i++) {
      boolean next = i == 0 || blocks[i].filters != blocks[i - 1].filters;
      stage += next ? 1 : 0;
      inStage = next ? 0 : inStage + 1;
      if (timm) {
        blockNames(i).addTimm(names, "blocks.%d.%d.".formatted(stage, inStage));
      } else {
        blockNames(i).addTorchvision(names, "features.%d.block.".formatted(i + 1));
      }
    }
    String last = timm ? "blocks.%d.0.".formatted(stage + 1) : "features." + (blocks.length + 1);
    names.add("conv_1", last + (timm ? "conv" : ".0"));
    names.add("conv_1_bn", last + (timm ? "bn1" : ".1"));
    names.add("conv_2", timm ? "conv_head" : "classifier.0");
    return names.add("logits", timm ? "classifier" : "classifier.3");
  }

  private InvertedNames blockNames(int i) {
    String ours = i == 0 ? "expanded_conv_" : "expanded_conv_" + i + "_";
    boolean squeezes = blocks[i].squeezes;
    return new InvertedNames(
        i == 0 ? null : ours + "expand",
        ours + "expand_bn",
        ours + "depthwise",
        ours + "depthwise_bn",
        squeezes ? ours + "squeeze_excite_conv" : null,
        squeezes ? ours + "squeeze_excite_conv_1" : null,
        ours + "project",
        ours + "project_bn");
  }
}
