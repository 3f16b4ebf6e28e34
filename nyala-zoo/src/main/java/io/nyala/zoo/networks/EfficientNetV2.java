// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.normalization;
import static io.nyala.layers.Layers.rescaling;
import static io.nyala.zoo.networks.Blocks.conv;
import static io.nyala.zoo.networks.Blocks.depth;
import static io.nyala.zoo.networks.Blocks.norm;
import static io.nyala.zoo.networks.Blocks.swish;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;
import io.nyala.tensor.Tensor;

/**
 * EfficientNetV2 B0 to B3, S, M and L (Tan and Le 2021, "EfficientNetV2: Smaller Models and Faster
 * Training"). The networks scale images themselves: values are 0 to 255. Images are square, of 224
 * (B0) to 480 (L) pixels by default, at least 32 x 32.
 */
public final class EfficientNetV2 extends ZooNetwork<EfficientNetV2> {
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.9;
  private static final double DROP_CONNECT = 0.2;
  private static final double DROPOUT = 0.2;
  private static final int LAST = 1280;
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] VARIANCE = {0.229f * 0.229f, 0.224f * 0.224f, 0.225f * 0.225f};

  /** Repeats, filters, expansion, stride, and whether the expansion is one convolution of 3 x 3. */
  private record Stage(int repeats, int filters, int expansion, int stride, boolean fused) {}

  private static final Stage[] BASE = {
    new Stage(1, 16, 1, 1, true), new Stage(2, 32, 4, 2, true), new Stage(2, 48, 4, 2, true),
    new Stage(3, 96, 4, 2, false), new Stage(5, 112, 6, 1, false), new Stage(8, 192, 6, 2, false)
  };
  private static final Stage[] SMALL = {
    new Stage(2, 24, 1, 1, true), new Stage(4, 48, 4, 2, true), new Stage(4, 64, 4, 2, true),
    new Stage(6, 128, 4, 2, false), new Stage(9, 160, 6, 1, false), new Stage(15, 256, 6, 2, false)
  };
  private static final Stage[] MEDIUM = {
    new Stage(3, 24, 1, 1, true),
    new Stage(5, 48, 4, 2, true),
    new Stage(5, 80, 4, 2, true),
    new Stage(7, 160, 4, 2, false),
    new Stage(14, 176, 6, 1, false),
    new Stage(18, 304, 6, 2, false),
    new Stage(5, 512, 6, 1, false)
  };
  private static final Stage[] LARGE = {
    new Stage(4, 32, 1, 1, true),
    new Stage(7, 64, 4, 2, true),
    new Stage(7, 96, 4, 2, true),
    new Stage(10, 192, 4, 2, false),
    new Stage(19, 224, 6, 1, false),
    new Stage(25, 384, 6, 2, false),
    new Stage(7, 640, 6, 1, false)
  };

  private final Stage[] stages;
  private final int stem;
  private final double width;
  private final double depth;

  private EfficientNetV2(
      String name, int size, Stage[] stages, int stem, double width, double depth) {
    super("efficientnetv2-" + name, size, 32, Preprocessing.NONE);
    this.stages = stages;
    this.stem = stem;
    this.width = width;
    this.depth = depth;
  }

  /** Returns EfficientNetV2B0 with Keras's defaults. */
  public static EfficientNetV2 b0() {
    return new EfficientNetV2("b0", 224, BASE, 32, 1, 1);
  }

  /** Returns EfficientNetV2B1 with Keras's defaults. */
  public static EfficientNetV2 b1() {
    return new EfficientNetV2("b1", 240, BASE, 32, 1, 1.1);
  }

  /** Returns EfficientNetV2B2 with Keras's defaults. */
  public static EfficientNetV2 b2() {
    return new EfficientNetV2("b2", 260, BASE, 32, 1.1, 1.2);
  }

  /** Returns EfficientNetV2B3 with Keras's defaults. */
  public static EfficientNetV2 b3() {
    return new EfficientNetV2("b3", 300, BASE, 32, 1.2, 1.4);
  }

  /** Returns EfficientNetV2S with Keras's defaults. */
  public static EfficientNetV2 small() {
    return new EfficientNetV2("s", 384, SMALL, 24, 1, 1);
  }

  /** Returns EfficientNetV2M with Keras's defaults. */
  public static EfficientNetV2 medium() {
    return new EfficientNetV2("m", 480, MEDIUM, 24, 1, 1);
  }

  /** Returns EfficientNetV2L with Keras's defaults. */
  public static EfficientNetV2 large() {
    return new EfficientNetV2("l", 480, LARGE, 32, 1, 1);
  }

  @Override
  boolean namesPools() {
    return true;
  }

  @Override
  Value features(Value image) {
    Value x;
    if (stages == BASE && depth(image) == MEAN.length) {
      Value scaled = rescaling(1 / 255.0).apply(image);
      x = normalization().moments(Tensor.vector(MEAN), Tensor.vector(VARIANCE)).apply(scaled);
    } else {
      x = rescaling(1 / 128.0, -1).apply(image);
    }
    x = conv(x, "stem_conv", rounded(stem), 3, 2, Padding.SAME);
    x = swish(norm(x, "stem_bn", EPSILON, MOMENTUM), "stem_activation");
    int all = 0;
    for (Stage stage : stages) {
      all += stage.repeats;
    }
    int number = 0;
    for (int s = 0; s < stages.length; s++) {
      for (int i = 0; i < (int) Math.ceil(depth * stages[s].repeats); i++) {
        String name = "block" + (s + 1) + (char) ('a' + i) + "_";
        double drop = DROP_CONNECT * number++ / all;
        x = block(x, name, stages[s], i == 0 ? stages[s].stride : 1, drop);
      }
    }
    x = Blocks.pointwise(x, "top_conv", rounded(LAST));
    return swish(norm(x, "top_bn", EPSILON, MOMENTUM), "top_activation");
  }

  private int rounded(double filters) {
    return Math.max(8, (int) (filters * width + 4) / 8 * 8);
  }

  private Value block(Value from, String name, Stage stage, int stride, double drop) {
    int in = depth(from);
    int out = rounded(stage.filters);
    Value x =
        stage.fused
            ? fused(from, name, in * stage.expansion, out, stride)
            : separable(from, name, in * stage.expansion, out, stride);
    return stride == 1 && in == out ? Blocks.addAtRandom(x, from, name, drop) : x;
  }

  private static Value fused(Value from, String name, int wide, int out, int stride) {
    if (wide == depth(from)) {
      Value x = conv(from, name + "project_conv", out, 3, stride, Padding.SAME);
      return swish(norm(x, name + "project_bn", EPSILON, MOMENTUM), name + "project_activation");
    }
    Value x = conv(from, name + "expand_conv", wide, 3, stride, Padding.SAME);
    x = swish(norm(x, name + "expand_bn", EPSILON, MOMENTUM), name + "expand_activation");
    x = Blocks.pointwise(x, name + "project_conv", out);
    return norm(x, name + "project_bn", EPSILON, MOMENTUM);
  }

  private static Value separable(Value from, String name, int wide, int out, int stride) {
    Value x = Blocks.pointwise(from, name + "expand_conv", wide);
    x = swish(norm(x, name + "expand_bn", EPSILON, MOMENTUM), name + "expand_activation");
    x = Blocks.depthwise(x, name + "dwconv2", 3, stride, Padding.SAME);
    x = swish(norm(x, name + "bn", EPSILON, MOMENTUM), name + "activation");
    x = Blocks.squeezeAndExcite(x, name, Math.max(1, depth(from) / 4));
    x = Blocks.pointwise(x, name + "project_conv", out);
    return norm(x, name + "project_bn", EPSILON, MOMENTUM);
  }

  @Override
  Value classifier(Value features) {
    return predictionsAfterDropout(features, DROPOUT);
  }
}
