// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.GELU;
import static io.nyala.layers.Layers.LINEAR;
import static io.nyala.layers.Layers.activation;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.layerNormalization;
import static io.nyala.layers.Layers.layerScale;
import static io.nyala.layers.Layers.normalization;
import static io.nyala.layers.Layers.stochasticDepth;
import static io.nyala.zoo.networks.Blocks.depth;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Padding;
import io.nyala.layers.base.Weight;
import io.nyala.layers.convolutional.Conv2D;
import io.nyala.layers.normalization.LayerNormalization;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import io.nyala.saving.LoadedWeights;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.names.LayerNames;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * ConvNeXt Tiny, Small, Base, Large and XLarge (Liu et al. 2022, "A ConvNet for the 2020s"). The
 * networks standardize images themselves: values are 0 to 255. Images are 224 x 224 by default, at
 * least 32 x 32.
 */
public final class ConvNeXt extends ZooNetwork<ConvNeXt> {
  private static final double EPSILON = 1e-6;
  private static final double LAYER_SCALE = 1e-6;
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};

  private final int[] depths;
  private final int[] filters;
  private boolean includePreprocessing = true;
  private double dropPathRate;

  private ConvNeXt(String name, int third, int... filters) {
    super("convnext_" + name, 224, 32, Preprocessing.NONE);
    this.depths = new int[] {3, 3, third, 3};
    this.filters = filters;
  }

  /** Returns ConvNeXtTiny with Keras's defaults. */
  public static ConvNeXt tiny() {
    return new ConvNeXt("tiny", 9, 96, 192, 384, 768);
  }

  /** Returns ConvNeXtSmall with Keras's defaults. */
  public static ConvNeXt small() {
    return new ConvNeXt("small", 27, 96, 192, 384, 768);
  }

  /** Returns ConvNeXtBase with Keras's defaults. */
  public static ConvNeXt base() {
    return new ConvNeXt("base", 27, 128, 256, 512, 1024);
  }

  /** Returns ConvNeXtLarge with Keras's defaults. */
  public static ConvNeXt large() {
    return new ConvNeXt("large", 27, 192, 384, 768, 1536);
  }

  /** Returns ConvNeXtXLarge with Keras's defaults. */
  public static ConvNeXt xLarge() {
    return new ConvNeXt("xlarge", 27, 256, 512, 1024, 2048);
  }

  /**
   * Sets whether the network standardizes images of 3 channels itself; true by default, which all
   * published weights expect.
   */
  public ConvNeXt includePreprocessing(boolean with) {
    includePreprocessing = with;
    return this;
  }

  /**
   * Sets the probability with which training leaves out the last block; that of the others grows
   * from 0 to it. 0 by default, as in Keras; the authors trained with 0.1 (Tiny) to 0.5 (Large).
   */
  public ConvNeXt dropPathRate(double rate) {
    dropPathRate = Numbers.share(name(), "drop_path_rate", rate);
    return this;
  }

  @Override
  Value features(Value image) {
    Value x = image;
    if (includePreprocessing && depth(image) == MEAN.length && naming() == Naming.KERAS) {
      x = standardized(x);
    }
    int all = Arrays.stream(depths).sum();
    int number = 0;
    for (int stage = 0; stage < depths.length; stage++) {
      x = stage == 0 ? stem(x) : halving(x, stage);
      for (int i = 0; i < depths[stage]; i++) {
        String name = name() + "_stage_" + stage + "_block_" + i + "_";
        x = block(x, name, dropPathRate * number++ / (all - 1));
      }
    }
    return x;
  }

  private Value standardized(Value image) {
    float[] mean = new float[MEAN.length];
    float[] variance = new float[MEAN.length];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = (float) (255 * MEAN[c]);
      variance[c] = (float) (255 * DEVIATION[c] * 255 * DEVIATION[c]);
    }
    return normalization()
        .moments(Tensor.vector(mean), Tensor.vector(variance))
        .named(name() + "_prestem_normalization")
        .apply(image);
  }

  private Value stem(Value image) {
    Conv2D patches = conv2D(filters[0], 4).strides(4).named(name() + "_stem_conv");
    return Sequential.of(patches, norm(name() + "_stem_layernorm"))
        .named(name() + "_stem")
        .apply(image);
  }

  private Value halving(Value from, int stage) {
    int number = stage - 1;
    Conv2D conv =
        conv2D(filters[stage], 2).strides(2).named(name() + "_downsampling_conv_" + number);
    return Sequential.of(norm(name() + "_downsampling_layernorm_" + number), conv)
        .named(name() + "_downsampling_block_" + number)
        .apply(from);
  }

  private static Value block(Value from, String name, double drop) {
    int in = depth(from);
    Value x =
        conv2D(in, 7).padding(Padding.SAME).groups(in).named(name + "depthwise_conv").apply(from);
    x = norm(name + "layernorm").apply(x);
    x = dense(4 * in).named(name + "pointwise_conv_1").apply(x);
    x = activation(GELU).named(name + "gelu").apply(x);
    x = dense(in).named(name + "pointwise_conv_2").apply(x);
    x = layerScale(LAYER_SCALE, in).named(name + "layer_scale").apply(x);
    Layer end =
        drop > 0
            ? stochasticDepth(drop).named(name + "stochastic_depth")
            : activation(LINEAR).named(name + "identity");
    return from.plus(end.apply(x));
  }

  private static LayerNormalization norm(String name) {
    return layerNormalization().epsilon(EPSILON).named(name);
  }

  @Override
  Value trunk(Value pooled) {
    return layerNormalization().epsilon(EPSILON).apply(pooled);
  }

  /**
   * Also loads the last normalization of a trunk from the file of a whole network, where it is the
   * first layer of the classifier and has another name.
   */
  @Override
  LoadedWeights load(Model model, Path file) {
    LoadedWeights loaded = super.load(model, file);
    Layer last = model.layers().getLast();
    Set<String> paths = last.weights().stream().map(Weight::path).collect(Collectors.toSet());
    if (!(last instanceof LayerNormalization) || !loaded.kept().keySet().equals(paths)) {
      return loaded;
    }
    Value features = input(last.weights().getFirst().shape().last());
    Model head = Model.of(features, norm(name() + "_head_layernorm").apply(features));
    if (!super.load(head, file).kept().isEmpty()) {
      return loaded;
    }
    for (int i = 0; i < last.weights().size(); i++) {
      last.weights().get(i).set(head.weights().get(i).get());
    }
    List<String> all = model.weights().stream().map(Weight::path).toList();
    return new LoadedWeights(all, Map.of(), loaded.unused());
  }

  @Override
  Value classifier(Value features) {
    Value x = globalAveragePooling2D().named(name() + "_head_gap").apply(features);
    x = norm(name() + "_head_layernorm").apply(x);
    return dense(classes())
        .activation(classifierActivation())
        .named(name() + "_head_dense")
        .apply(x);
  }

  @Override
  LayerNames layerNames(Naming whose) {
    if (whose != Naming.TORCHVISION && whose != Naming.TIMM) {
      return null;
    }
    boolean timm = whose == Naming.TIMM;
    LayerNames names = new LayerNames(timm ? "timm" : "torchvision");
    names.architectures(name());
    names.add(name() + "_stem_conv", timm ? "stem.0" : "features.0.0");
    names.add(name() + "_stem_layernorm", timm ? "stem.1" : "features.0.1");
    for (int stage = 0; stage < depths.length; stage++) {
      if (stage > 0) {
        String their = timm ? "stages." + stage + ".downsample." : "features." + 2 * stage + ".";
        names.add(name() + "_downsampling_layernorm_" + (stage - 1), their + 0);
        names.add(name() + "_downsampling_conv_" + (stage - 1), their + 1);
      }
      for (int i = 0; i < depths[stage]; i++) {
        String ours = name() + "_stage_" + stage + "_block_" + i + "_";
        String their =
            timm
                ? "stages.%d.blocks.%d.".formatted(stage, i)
                : "features.%d.%d.".formatted(2 * stage + 1, i);
        names.add(ours + "depthwise_conv", their + (timm ? "conv_dw" : "block.0"));
        names.add(ours + "layernorm", their + (timm ? "norm" : "block.2"));
        names.add(ours + "pointwise_conv_1", their + (timm ? "mlp.fc1" : "block.3"));
        names.add(ours + "pointwise_conv_2", their + (timm ? "mlp.fc2" : "block.5"));
        names.addWeight(ours + "layer_scale", their + (timm ? "gamma" : "layer_scale"));
      }
    }
    String norm = timm ? "head.norm" : "classifier.0";
    names.add("layer_normalization", norm); // of a trunk
    names.add(name() + "_head_layernorm", norm);
    return names.add(name() + "_head_dense", timm ? "head.fc" : "classifier.2");
  }
}
