// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.zoo;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.input;

import io.nyala.data.samples.ShapeImages;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataSet;
import io.nyala.hub.DataSetException;
import io.nyala.hub.FileCache;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.zoo.Zoo;
import io.nyala.zoo.networks.Preprocessing;
import io.nyala.zoo.networks.WeightFile;
import io.nyala.zoo.networks.WeightFiles;
import io.nyala.zoo.networks.ZooNetwork;
import io.nyala.zoo.transfer.Head;
import io.nyala.zoo.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The pretrained networks from which the recipe can start. */
enum PetTrunk {
  MOBILENETV2(224, "block_14_expand", DataSet.MOBILENET_V2_035) {
    @Override
    ZooNetwork<?> network() {
      return Zoo.mobileNetV2().alpha(0.35);
    }

    @Override
    WeightFile file() {
      return WeightFiles.of("mobilenet_v2").stream()
          .filter(f -> f.alpha() == 0.35 && f.imageSize() == 224 && !f.top())
          .findFirst()
          .orElseThrow();
    }
  },
  SQUEEZENET(227, "fire8_squeeze1x1", DataSet.SQUEEZENET) {
    @Override
    ZooNetwork<?> network() {
      return Zoo.squeezeNet();
    }

    @Override
    WeightFile file() {
      return WeightFiles.of("squeezenet").stream()
          .filter(WeightFile::top)
          .findFirst()
          .orElseThrow();
    }
  };

  private final int size;
  private final String unfrozen;
  private final DataSet set;

  PetTrunk(int size, String unfrozen, DataSet set) {
    this.size = size;
    this.unfrozen = unfrozen;
    this.set = set;
  }

  /** Returns the network with its default options. */
  abstract ZooNetwork<?> network();

  /** Returns the published file of its weights. */
  abstract WeightFile file();

  /** Finds a network by the value of {@code --trunk}. */
  static PetTrunk of(String name) {
    for (PetTrunk each : values()) {
      if (each.toString().equals(name)) {
        return each;
      }
    }
    throw new UsageException("--trunk must be mobilenetv2 or squeezenet, got '" + name + "'");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns height and width of its images. */
  int size() {
    return size;
  }

  /** Returns the first layer that fine-tuning changes. */
  String unfrozen() {
    return unfrozen;
  }

  /**
   * Finds the file of weights: in the folder of {@code --data}, or in the cache, where the
   * published one is downloaded if it is not there.
   */
  Path weights(RecipeContext context, DataFinder finder) throws InterruptedException {
    Optional<Path> given =
        context.dataFolder().isPresent() ? weights(finder, context.dataFolder()) : Optional.empty();
    if (given.isEmpty()) {
      given = weights(finder, Optional.empty());
    }
    return given.isPresent() ? given.get() : published(finder.files());
  }

  private Optional<Path> weights(DataFinder finder, Optional<Path> folder)
      throws InterruptedException {
    try {
      Path found = finder.find(folder, set, line -> {}).folder();
      return set.forms().stream()
          .map(List::getFirst)
          .map(found::resolve)
          .filter(Files::exists)
          .findFirst();
    } catch (DataSetException e) {
      return Optional.empty();
    }
  }

  private Path published(FileCache cache) throws InterruptedException {
    try {
      return cache.get(file().kind(), file().file());
    } catch (IOException e) {
      throw new UsageException(e.getMessage() + "; or set --weights FILE", e);
    }
  }

  /** Returns the whole network behind its preprocessing, if the file has its classifier too. */
  Optional<Model> classifier(Path weights) {
    ZooNetwork<?> network = network();
    network.weights(weights);
    try {
      return Optional.of(network.preprocessing().before(network.build()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the file has a trunk alone, or is reported when that is built
    }
  }

  /** Returns a small trunk with random weights, for generated images. */
  static Transfer untrained(Head head) {
    Shape shape = Shape.of(ShapeImages.SIZE, ShapeImages.SIZE, 3);
    Value image = input(shape.dims());
    Layer[] layers = {
      conv2D(16, 3).strides(2).activation(RELU).named("block_1"),
      conv2D(32, 3).strides(2).activation(RELU).named("block_2"),
      globalAveragePooling2D().named("pool")
    };
    Model trunk = Sequential.of(input(shape.dims()), layers);
    return Transfer.of(trunk, image, Preprocessing.TF.apply(image), head);
  }
}
