// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import io.nyala.files.AtomicFile;
import io.nyala.layers.base.Layer;
import io.nyala.layers.core.Embedding;
import io.nyala.models.Model;
import io.nyala.settings.Names;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes embeddings for TensorBoard's projector: a separate file for each set of points, and {@code
 * projector_config.pbtxt}, which lists the sets.
 */
public final class Projector {
  private static final String CONFIG = "projector_config.pbtxt";

  private Projector() {}

  /**
   * Writes one set of points.
   *
   * @param folder the folder of a run
   * @param name the name of the set
   * @param points {@code (points, dimensions)}
   * @param labels a line for each point, or null; with several tab-separated columns, preceded by a
   *     line of column names
   * @throws IllegalArgumentException if the number of labels does not match
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public static void write(Path folder, String name, Tensor points, List<String> labels) {
    if (labels != null) {
      checkLabels(name, points.shape(), labels);
    }
    writeAll(
        folder, Map.of(name, points), labels == null ? Map.of() : Map.of(name, labels), Map.of());
  }

  /**
   * Writes one set of points that are shown as small images, all of which go into one sprite.
   *
   * @param folder the folder of a run
   * @param name the name of the set
   * @param points {@code (points, dimensions)}
   * @param labels as {@link #write(Path, String, Tensor, List)}
   * @param images one for each point, {@code (points, height, width, 1 or 3)} in [0, 1]
   * @throws IllegalArgumentException if the number of labels or images does not match, or the
   *     sprite would be larger than the 8,192 pixels each way that TensorBoard accepts
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public static void write(
      Path folder, String name, Tensor points, List<String> labels, Tensor images) {
    if (labels != null) {
      checkLabels(name, points.shape(), labels);
    }
    writeAll(
        folder,
        Map.of(name, points),
        labels == null ? Map.of() : Map.of(name, labels),
        Map.of(name, Sprite.of(name, points.shape().dim(0), images)));
  }

  private static void checkLabels(String name, Shape points, List<String> labels) {
    boolean heading = !labels.isEmpty() && labels.get(0).contains("\t");
    int count = labels.size() - (heading ? 1 : 0);
    if (points.rank() != 2 || count != points.dim(0)) {
      throw new IllegalArgumentException(
          "points \"%s\" are %s: expected (points, dimensions) and a label for each, got %d labels"
              .formatted(name, points, count));
    }
  }

  /** Writes the weights of all embedding layers, with files of row labels by layer. */
  static void write(Path folder, Model model, Map<String, Path> metadata) {
    Map<String, Tensor> sets = new LinkedHashMap<>();
    embeddings(model).forEach(e -> sets.put(e.name(), e.weights().get(0).get()));
    for (String layer : metadata.keySet()) {
      if (!sets.containsKey(layer)) {
        throw new IllegalArgumentException(
            "embeddingsMetadata names \"%s\", which is not an embedding layer of %s; %s"
                .formatted(layer, model, Names.hint(layer, sets.keySet())));
      }
    }
    Map<String, List<String>> labels = new LinkedHashMap<>();
    metadata.forEach((layer, file) -> labels.put(layer, lines(file)));
    writeAll(folder, sets, labels, Map.of());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the names of an embedding's rows from " + file + ": " + e.getMessage(), e);
    }
  }

  private static List<Embedding> embeddings(Layer layer) {
    List<Embedding> found = new ArrayList<>();
    if (layer instanceof Embedding e) {
      found.add(e);
    }
    layer.sublayers().forEach(l -> found.addAll(embeddings(l)));
    return found;
  }

  private static void writeAll(
      Path folder,
      Map<String, Tensor> sets,
      Map<String, List<String>> labels,
      Map<String, Sprite> sprites) {
    StringBuilder config = new StringBuilder();
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, Tensor> set : sets.entrySet()) {
        Shape shape = set.getValue().shape();
        String file = fileName(set.getKey()) + ".tsv";
        AtomicFile.writeLines(folder.resolve(file), rows(set.getValue()));
        config.append("embeddings {\n");
        config.append("  tensor_name: \"%s\"\n".formatted(quoted(set.getKey())));
        config.append("  tensor_path: \"%s\"\n".formatted(quoted(file)));
        config.append("  tensor_shape: %d\n".formatted(shape.dim(0)));
        config.append("  tensor_shape: %d\n".formatted(shape.dim(1)));
        if (labels.containsKey(set.getKey())) {
          // TensorBoard reads nothing outside the folder of the run, so the labels are copied
          // there.
          String names = fileName(set.getKey()) + "_metadata.tsv";
          AtomicFile.writeLines(folder.resolve(names), labels.get(set.getKey()));
          config.append("  metadata_path: \"%s\"\n".formatted(quoted(names)));
        }
        if (sprites.containsKey(set.getKey())) {
          String picture = fileName(set.getKey()) + "_sprite.png";
          sprites.get(set.getKey()).write(folder.resolve(picture));
          config.append("  sprite {\n");
          config.append("    image_path: \"%s\"\n".formatted(quoted(picture)));
          sprites.get(set.getKey()).addSizeTo(config);
          config.append("  }\n");
        }
        config.append("}\n");
      }
      AtomicFile.writeString(folder.resolve(CONFIG), config);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static List<String> rows(Tensor points) {
    List<String> lines = new ArrayList<>();
    float[] values = points.floats();
    int width = points.shape().dim(1);
    for (int r = 0; r < points.shape().dim(0); r++) {
      StringJoiner line = new StringJoiner("\t");
      for (int c = 0; c < width; c++) {
        line.add(Float.toString(values[r * width + c]));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String fileName(String name) {
    return name.replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static UncheckedIOException failed(Path folder, IOException e) {
    return new UncheckedIOException(
        "cannot write points to %s: %s".formatted(folder, e.getMessage()), e);
  }
}
