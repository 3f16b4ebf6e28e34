// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.examples.recipe.UsageException;
import io.nyala.io.ModelFileException;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.networks.ZooNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of a classifier of photographs: a model file, or a network of the zoo. */
final class ImageModel {
  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      required = true,
      description =
          "A network such as mobilenet_v2, or a .keras or .h5 model that takes pixels from 0 to"
              + " 255, such as that of 'run pets-transfer'.")
  private String model;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "The weights of the network, with its classifier.")
  private Path weights;

  @Option(
      names = "--alpha",
      paramLabel = "N",
      description = "The width of a MobileNet (default: 1).")
  private Double alpha;

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description =
          "The names of the classes: one per line, or Keras's imagenet_class_index.json (default:"
              + " their numbers).")
  private Path classes;

  /** Returns what {@code --model} says. */
  String name() {
    return model;
  }

  /**
   * Loads the classifier, which takes pixels from 0 to 255.
   *
   * @throws UsageException if that is not possible
   */
  Model load() {
    if (Files.isRegularFile(Path.of(model))) {
      if (weights != null || alpha != null) {
        throw new UsageException(
            "--weights and --alpha belong to a network of the zoo, but --model is a file");
      }
      return ModelOption.load(Path.of(model));
    }
    ZooNetwork<?> network = ZooNames.network(model, alpha);
    if (weights == null) {
      throw new UsageException(
          "--weights FILE is required: a file of weights of %s with its classifier"
              .formatted(model));
    }
    try {
      return network.preprocessing().before(network.weights(weights).build());
    } catch (ModelFileException | IllegalArgumentException e) {
      throw new UsageException("--weights: " + e.getMessage(), e);
    }
  }

  /**
   * Returns height, width and channels of a classifier's images.
   *
   * @throws UsageException if it does not take images of a known size
   */
  static Shape imageShape(Model classifier, String name) {
    Shape image = classifier.inputTypes().getFirst().shape().drop(0);
    if (image.rank() != 3 || image.dim(0) < 1 || image.dim(1) < 1) {
      throw new UsageException("--model: %s takes %s, not images".formatted(name, image));
    }
    return image;
  }

  /** Returns a probability for each class; a single output is that of the second of two. */
  static Tensor ofEachClass(Tensor predicted) {
    float[] p = predicted.floats();
    return Tensor.vector(p.length == 1 ? new float[] {1 - p[0], p[0]} : p);
  }

  /** Returns the names of the classes, none by default. */
  List<String> classNames() throws IOException {
    if (classes == null) {
      return List.of();
    }
    if (!Files.isRegularFile(classes)) {
      throw new UsageException("--classes: no such file: " + classes);
    }
    if (!classes.toString().endsWith(".json")) {
      return Files.readAllLines(classes);
    }
    Map<String, Object> index = JSON.std.mapFrom(Files.readString(classes));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < index.size(); i++) {
      if (!(index.get(String.valueOf(i)) instanceof List<?> of) || of.size() < 2) {
        throw new UsageException(
            "--classes: %s: expected [code, name] for \"%d\"".formatted(classes, i));
      }
      names.add(String.valueOf(of.get(1)));
    }
    return names;
  }
}
