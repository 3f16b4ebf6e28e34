// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.zeroPadding2D;

import io.nyala.activations.ActivationFunction;
import io.nyala.hub.FileCache;
import io.nyala.io.ModelFileException;
import io.nyala.io.ModelFiles;
import io.nyala.layers.base.Padding;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.saving.LoadedWeights;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import io.nyala.zoo.names.LayerNames;
import io.nyala.zoo.transfer.Head;
import io.nyala.zoo.transfer.Transfer;
import java.nio.file.Path;

/**
 * A published network for images and its options, which are those of {@code keras.applications}.
 *
 * <pre>{@code
 * Model whole = Zoo.mobileNetV2().build(); // random weights, 1,000 classes
 * Transfer pets = Zoo.mobileNetV2().alpha(0.35).weights(IMAGENET).head(2);
 * }</pre>
 *
 * <p>Images are {@code (batch, height, width, channels)}. A model made by {@link #build} expects
 * them preprocessed, as in Keras ({@link #preprocessing}); one made by {@link #head} does that
 * itself.
 *
 * @param <N> the kind of network, which the setters return
 */
public abstract class ZooNetwork<N extends ZooNetwork<N>> {
  private static final int CLASSES = 1000;
  private static final int CHANNELS = 3;

  private final String name;
  private final int least;
  private final Preprocessing preprocessing;
  private int height;
  private int width;
  private int channels = CHANNELS;
  private boolean includeTop = true;
  private FeaturePooling pooling = FeaturePooling.NONE;
  private int classes = CLASSES;
  private ActivationFunction classifierActivation = SOFTMAX;
  private Path weights;
  private Naming named;
  private Origin origin;
  private PublishedWeights published;

  /**
   * Creates a network with Keras's defaults.
   *
   * @param name the name of the model
   * @param size the default height and width of images
   * @param least the least height and width
   * @param preprocessing what images must be for it
   */
  ZooNetwork(String name, int size, int least, Preprocessing preprocessing) {
    this.name = name;
    this.height = size;
    this.width = size;
    this.least = least;
    this.preprocessing = preprocessing;
  }

  @SuppressWarnings("unchecked") // the parameter is the class itself
  final N self() {
    return (N) this;
  }

  // Options

  /** Sets whether the classifier belongs to the network; true by default. */
  public final N includeTop(boolean with) {
    includeTop = with;
    return self();
  }

  /**
   * Sets height and width of images.
   *
   * @throws IllegalArgumentException if they are smaller than the network allows
   */
  public final N imageSize(int newHeight, int newWidth) {
    if (newHeight < least || newWidth < least) {
      throw new IllegalArgumentException(
          "%s: images must be at least %d x %d, got %d x %d"
              .formatted(name, least, least, newHeight, newWidth));
    }
    height = newHeight;
    width = newWidth;
    return self();
  }

  /** Returns height and width of images. */
  public final Shape imageSize() {
    return Shape.of(height, width);
  }

  /** Sets the number of channels of images; 3 by default, which all published weights expect. */
  public final N channels(int count) {
    Numbers.positive(name, "channels", count);
    channels = count;
    return self();
  }

  /** Sets the pooling of a network without a classifier; none by default. */
  public final N pooling(FeaturePooling how) {
    pooling = Arguments.given("pooling", how);
    return self();
  }

  /** Sets the number of classes of the classifier; 1,000 by default. */
  public final N classes(int count) {
    Numbers.positive(name, "classes", count);
    classes = count;
    return self();
  }

  /** Sets the activation of the classifier; softmax by default, null for logits. */
  public final N classifierActivation(ActivationFunction function) {
    classifierActivation = function;
    return self();
  }

  /**
   * Sets a file of weights, in any format that {@link ModelFiles} reads. Layers are found by name,
   * also inside models in models, so the file may hold more than this network, such as a
   * classifier.
   *
   * <p>The file may also be one of torchvision or timm ({@code .pth}, {@code .pt}, {@code
   * .safetensors}, or the index of several), which is recognized by the names in it; see {@link
   * Naming}. The network is then built as that library computes it, and {@link #preprocessing} is
   * that of the file.
   */
  public final N weights(Path file) {
    return weights(file, null);
  }

  /**
   * Sets a file of weights and whose names they have, which is needed where names do not tell:
   * those of timm's networks with and without {@code tf_} are the same.
   *
   * @param naming whose names they have, or null to find out
   */
  public final N weights(Path file, Naming naming) {
    weights = Arguments.given("weights", file);
    named = naming;
    origin = null;
    published = null;
    return self();
  }

  /**
   * Takes the weights that are published for a data set. {@link #build} downloads them to the
   * user's cache, once, with the settings of {@link FileCache#of}; without the classifier there is
   * a smaller file for most networks.
   */
  public final N weights(TrainedOn set) {
    return weights(set, FileCache.of(System.getenv()));
  }

  /** Takes the weights that are published for a data set, from a cache. */
  public final N weights(TrainedOn set, FileCache cache) {
    published =
        new PublishedWeights(
            this, Arguments.given("weights", set), Arguments.given("cache", cache));
    weights = null;
    named = null;
    origin = null;
    return self();
  }

  /**
   * Returns the form of images that the network expects. It depends on whose weights were set, so
   * ask after setting them.
   *
   * @throws IllegalArgumentException if the file of weights is of another network, or does not tell
   * @throws ModelFileException if it cannot be read
   */
  public final Preprocessing preprocessing() {
    return origin().preprocessing();
  }

  private Origin origin() {
    if (origin == null) {
      origin =
          weights == null
              ? Origin.keras(this)
              : named == null ? Origin.of(this, weights) : Origin.of(this, weights, named);
    }
    return origin;
  }

  /** Returns whose weights the network is built for. */
  final Naming naming() {
    return origin().naming();
  }

  /** Returns whether the network is built as PyTorch computes it, with padding on all sides. */
  final boolean isTorch() {
    return naming() == Naming.TORCHVISION || naming() == Naming.TIMM;
  }

  /** Returns a batch normalization with Keras's settings for this network, or those of PyTorch. */
  final Value batchNorm(Value x, String layer, double epsilon, double momentum) {
    return isTorch()
        ? Blocks.norm(x, layer, Blocks.TORCH_EPSILON, Blocks.TORCH_MOMENTUM)
        : Blocks.norm(x, layer, epsilon, momentum);
  }

  /** Pads for a convolution with stride 2 without padding of its own. */
  final Value padded(Value x, String layer, int kernel) {
    return isTorch()
        ? zeroPadding2D(kernel / 2).named(layer).apply(x)
        : Blocks.padForStride2(x, layer, kernel);
  }

  /** Returns a convolution without bias and with stride 2, padded as {@link #padded}. */
  final Value convStride2(Value x, String layer, int filters, int kernel) {
    return isTorch()
        ? Blocks.conv(padded(x, layer + "_pad", kernel), layer, filters, kernel, 2, Padding.VALID)
        : Blocks.conv(x, layer, filters, kernel, 2, Padding.SAME);
  }

  /** Returns the preprocessing for Keras's weights. */
  final Preprocessing ownPreprocessing() {
    return preprocessing;
  }

  /** Returns what others call the layers of this network, or null if they do not have it. */
  LayerNames layerNames(Naming whose) {
    return null;
  }

  // Making

  /**
   * Builds the network. Without a file of weights they are random.
   *
   * @throws IllegalArgumentException if a weight of the network is not in the file, or has another
   *     shape there, or the file has those of a deeper network; or if the options of the network
   *     are not those of published weights
   * @throws java.io.UncheckedIOException if published weights cannot be downloaded
   * @throws io.nyala.io.ModelFileException if the file cannot be read
   */
  public final Model build() {
    return build(includeTop, pooling);
  }

  private Model build(boolean withTop, FeaturePooling pool) {
    Path file = published == null ? weights : published.file(withTop, height, width, channels);
    Value image = input(height, width, channels);
    Value features = features(image);
    Value output = withTop ? classifier(features) : trunk(pool.apply(features, namesPools()));
    Model model = Model.of(image, output);
    model.named(modelName());
    if (file != null) {
      loadAll(model, file);
    }
    return model;
  }

  private void loadAll(Model model, Path file) {
    if (naming() != Naming.KERAS) {
      origin().load(model, name, file);
      return;
    }
    LoadedWeights loaded = load(model, file);
    if (!loaded.kept().isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %s has no weights for this network: %s. Is it the file of another network, or of"
                  .formatted(name, file, loaded)
              + " another width or number of classes?");
    }
    if (!loaded.unused().isEmpty()) {
      Value image = input(height, width, channels);
      Model whole = Model.of(image, classifier(features(image)));
      LargerNetwork.refuse(name + ": " + weights, loaded, whole);
    }
  }

  /** Loads the weights of a file that fit. */
  LoadedWeights load(Model model, Path file) {
    return ModelFiles.loadMatchingWeights(model, file);
  }

  /**
   * Builds the network without its classifier, pooled, behind its preprocessing and in front of a
   * new classifier of one layer. The trunk is frozen.
   *
   * @param newClasses the number of classes: 1 or 2 for one sigmoid unit, more for softmax
   */
  public final Transfer head(int newClasses) {
    return head(Head.of(newClasses));
  }

  /** Builds the network like {@link #head(int)}, with a classifier that may have more layers. */
  public final Transfer head(Head head) {
    FeaturePooling pool = pooling == FeaturePooling.NONE ? FeaturePooling.AVERAGE : pooling;
    Value image = input(height, width, channels);
    return Transfer.of(build(false, pool), image, preprocessing().apply(image), head);
  }

  /** Returns whether weights were set. */
  final boolean hasWeights() {
    return weights != null || published != null;
  }

  /** Returns the factor of all numbers of filters; 1 for networks without one. */
  double alpha() {
    return 1;
  }

  /** Returns the name of the model. */
  String modelName() {
    return name;
  }

  /** Returns the name of the network in messages. */
  final String name() {
    return name;
  }

  /** Builds the network up to its last features, {@code (batch, height, width, channels)}. */
  abstract Value features(Value image);

  /** Builds the classifier: by default the mean over all positions and a dense layer. */
  Value classifier(Value features) {
    return predictions(Blocks.averaged(features, namesTopPool()));
  }

  /**
   * Builds what a network without a classifier ends with, after its pooling: nothing by default.
   */
  Value trunk(Value pooled) {
    return pooled;
  }

  /** Returns whether Keras names the pooling of the trunk, instead of numbering it. */
  boolean namesPools() {
    return false;
  }

  /** Returns whether Keras names the pooling in front of the classifier. */
  boolean namesTopPool() {
    return namesPools();
  }

  /** Returns the probabilities of the classes after dropout, as the EfficientNets do. */
  final Value predictionsAfterDropout(Value features, double rate) {
    Value pooled = Blocks.averaged(features, true);
    return predictions(dropout(rate).named("top_dropout").apply(pooled));
  }

  /** Returns the probabilities of the classes. */
  final Value predictions(Value pooled) {
    return dense(classes).activation(classifierActivation()).named("predictions").apply(pooled);
  }

  /** Returns the number of classes. */
  final int classes() {
    return classes;
  }

  /** Returns the activation of the classifier. */
  final ActivationFunction classifierActivation() {
    return classifierActivation == null ? io.nyala.layers.Layers.LINEAR : classifierActivation;
  }
}
