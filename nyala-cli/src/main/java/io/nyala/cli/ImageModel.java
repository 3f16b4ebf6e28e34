// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static io.nyala.zoo.networks.TrainedOn.IMAGENET;

import io.nyala.data.DataException;
import io.nyala.data.images.Images;
import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.FileCache;
import io.nyala.io.ModelFileException;
import io.nyala.io.files.FormatException;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.ClassNames;
import io.nyala.zoo.networks.ZooNetwork;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      description =
          "The weights of the network, with its classifier (default: those trained on ImageNet,"
              + " downloaded once; './nyala zoo' lists them).")
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
              + " those of ImageNet for a network of the zoo, downloaded once; numbers for a file).")
  private Path classes;

  /** Returns what {@code --model} says. */
  String name() {
    return model;
  }

  /**
   * Loads the classifier, which takes pixels from 0 to 255.
   *
   * @param cache where published weights are kept
   * @throws UsageException if that is not possible
   */
  Model load(FileCache cache) {
    if (Files.isRegularFile(Path.of(model))) {
      if (weights != null || alpha != null) {
        throw new UsageException(
            "--weights and --alpha belong to a network of the zoo, but --model is a file");
      }
      return ModelOption.load(Path.of(model));
    }
    ZooNetwork<?> network = ZooNames.network(model, alpha);
    try {
      network = weights == null ? network.weights(IMAGENET, cache) : network.weights(weights);
      return network.preprocessing().before(network.build());
    } catch (ModelFileException | IllegalArgumentException e) {
      throw new UsageException("--weights: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new UsageException(
          e.getMessage() + "; or set --weights FILE to weights with a classifier", e);
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

  /**
   * Returns the names of the classes, none if they are not known.
   *
   * @param count the number of classes
   * @param cache where the names of ImageNet's classes are kept
   * @param stderr where it is said that they could not be downloaded
   * @throws UsageException if a file has names for another number of classes
   */
  List<String> classNames(int count, FileCache cache, PrintStream stderr)
      throws IOException, InterruptedException {
    if (classes != null) {
      return given(count);
    }
    if (Files.isRegularFile(Path.of(model)) || count != IMAGENET.classes()) {
      return List.of();
    }
    try {
      return ClassNames.of(IMAGENET, cache).all();
    } catch (IOException e) {
      stderr.println(
          "nyala: numbers instead of names: " + e.getMessage() + "; or set --classes FILE");
      return List.of();
    }
  }

  private List<String> given(int count) throws IOException {
    if (!Files.isRegularFile(classes)) {
      throw new UsageException("--classes: no such file: " + classes);
    }
    try {
      List<String> names = ClassNames.read(classes).all();
      if (names.size() != count) {
        throw new UsageException(
            "--classes: %d names for %d classes".formatted(names.size(), count));
      }
      return names;
    } catch (FormatException e) {
      throw new UsageException("--classes: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the pixels of a photograph, {@code (1, height, width, channels)}.
   *
   * @param image height, width and channels
   */
  static Tensor pixels(Path photo, Shape image) {
    try {
      Tensor read = Images.loadUpright(photo, image.dim(2));
      Tensor sized = Images.resize(read, image.dim(0), image.dim(1));
      return sized.reshape(sized.shape().insert(0, 1));
    } catch (DataException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
