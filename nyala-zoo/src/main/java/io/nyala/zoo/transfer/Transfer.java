// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.transfer;

import static io.nyala.layers.Layers.input;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.data.DataException;
import io.nyala.data.Examples;
import io.nyala.data.images.ImageDirectory;
import io.nyala.layers.base.Layer;
import io.nyala.layers.normalization.BatchNormalization;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.settings.Names;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A pretrained network without its classifier, the trunk, with a new head. The model takes RGB
 * images with values from 0 to 255; the preprocessing of the trunk is part of it and of its saved
 * file.
 *
 * <p>The trunk begins frozen. Flags take effect when the model is compiled the next time.
 *
 * <p>While the trunk is frozen, an image has the same features in every epoch. They are computed
 * once, and the head is trained on them; the whole model then has the trained head:
 *
 * <pre>{@code
 * Examples features = transfer.features(photos.training());
 * transfer.head().compile(rmsprop(), binaryCrossentropy()).fit(features.x(), features.y());
 * transfer.model().predict(images);
 * }</pre>
 */
public final class Transfer {
  private final Model trunk;
  private final Model extractor;
  private final Model head;
  private final Model model;
  private boolean statisticsFrozen;

  private Transfer(Model trunk, Model extractor, Model head, Model model) {
    this.trunk = trunk;
    this.extractor = extractor;
    this.head = head;
    this.model = model;
  }

  /**
   * Puts a head on a trunk.
   *
   * @param trunk from preprocessed images to {@code (batch, features)}
   * @param image the input of the model
   * @param prepared the image as the trunk expects it
   */
  public static Transfer of(Model trunk, Value image, Value prepared, Head head) {
    trunk.trainable(false);
    Value features = trunk.apply(prepared);
    Value alone = input(features.shape().drop(0).dims());
    Value onImages = features;
    Value onFeatures = alone;
    for (Layer layer : head.layers()) {
      onImages = layer.apply(onImages);
      onFeatures = layer.apply(onFeatures);
    }
    return new Transfer(
        trunk, Model.of(image, features), Model.of(alone, onFeatures), Model.of(image, onImages));
  }

  /** Returns the whole model: preprocessing, trunk and head. */
  public Model model() {
    return model;
  }

  /** Returns the trunk. */
  public Model trunk() {
    return trunk;
  }

  /** Returns the head as a model of its own, from features to classes. */
  public Model head() {
    return head;
  }

  /** Returns preprocessing and trunk as a model, from images to features. */
  public Model extractor() {
    return extractor;
  }

  /**
   * Sets the seed of the head's weights, of shuffling and of dropout. Use it instead of {@link
   * Model#seed}, which would replace the weights of the trunk too.
   */
  public Transfer seed(long seed) {
    List<Tensor> pretrained = extractor.getWeights();
    model.seed(seed);
    head.seed(seed);
    extractor.setWeights(pretrained);
    return this;
  }

  // Features

  /** Returns the features of images: {@code (rows, features)}. */
  public Tensor features(Tensor images) {
    return extractor.predict(images);
  }

  /**
   * Returns the features of all images of one pass, with their targets, in the order of the pass.
   *
   * @param data batches with one input and one target
   * @throws DataException if there are no batches, or batches without targets
   */
  public Examples features(BatchSource data) {
    List<Tensor> x = new ArrayList<>();
    List<Tensor> y = new ArrayList<>();
    try (BatchSource.Pass pass = data.open(0)) {
      for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
        if (batch.y().isEmpty()) {
          throw new DataException(
              "features: the batches have no targets; for images alone, use"
                  + " extractor().predict(data)");
        }
        x.add(extractor.predictOnBatch(batch.x().getFirst()));
        y.add(batch.y().getFirst());
      }
    }
    if (x.isEmpty()) {
      throw new DataException("features: the data have no batches");
    }
    return new Examples(Tensor.concatenate(x, 0), Tensor.concatenate(y, 0));
  }

  /**
   * Returns the features of the training images of a folder, like {@link #features(BatchSource)},
   * and keeps them in a file. They are read from it as long as the weights of the trunk, the
   * options, and names, sizes and times of the images stay the same.
   *
   * @param cache a folder for such files, which may be deleted at any time
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public Examples features(ImageDirectory photos, Path cache) {
    return FeatureCache.in(
        cache, extractor, photos.fingerprint(), () -> features(photos.training()));
  }

  // Freezing

  /** Freezes the whole trunk. */
  public Transfer freeze() {
    trunk.trainable(false);
    return this;
  }

  /**
   * Unfreezes the trunk from a layer on, in the order of {@link Model#layers}, and freezes what
   * precedes it.
   *
   * @throws IllegalArgumentException if there is no layer of this name
   */
  public Transfer unfreezeFrom(String layer) {
    Layer first = Names.find("layer", trunk, layer, trunk.layers(), Layer::name);
    return unfreezeFrom(trunk.layers().indexOf(first));
  }

  /**
   * Unfreezes the trunk from a layer on, and freezes what precedes it.
   *
   * @param index from 0, which unfreezes all
   */
  public Transfer unfreezeFrom(int index) {
    List<Layer> layers = trunk.layers();
    if (index < 0 || index >= layers.size()) {
      throw new IllegalArgumentException(
          "%s has layers 0 to %d, got %d".formatted(trunk, layers.size() - 1, index));
    }
    trunk.trainable(true);
    layers.subList(0, index).forEach(l -> l.trainable(false));
    freezeNormalizations();
    return this;
  }

  /**
   * Keeps all batch normalizations of the trunk frozen, now and when layers are unfrozen later: in
   * training too they normalize with the moving averages of the pretraining, and learn nothing.
   * Small batches of other images would spoil these averages.
   *
   * <p>Keras's {@code trunk(x, training=False)} is meant for this, but has no effect in {@code fit}
   * of Keras 3.
   */
  public Transfer freezeStatistics() {
    statisticsFrozen = true;
    freezeNormalizations();
    return this;
  }

  private void freezeNormalizations() {
    if (statisticsFrozen) {
      trunk.layers().stream()
          .filter(BatchNormalization.class::isInstance)
          .forEach(layer -> layer.trainable(false));
    }
  }
}
