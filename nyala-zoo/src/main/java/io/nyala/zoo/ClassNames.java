// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo;

import io.nyala.hub.FileCache;
import io.nyala.io.files.FormatException;
import io.nyala.io.files.JsonText;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.networks.TrainedOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The names of the classes of a classifier. */
public final class ClassNames {
  private final List<Entry> entries;

  private record Entry(String id, String name) {}

  /**
   * A class that a classifier finds probable.
   *
   * @param index its number
   * @param id its identifier, such as {@code n02123045} of WordNet; "" in a file of lines
   * @param name its name, such as {@code tabby}
   * @param probability what the classifier says
   */
  public record Prediction(int index, String id, String name, double probability) {}

  private ClassNames(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Returns the names of the classes of published weights, downloading them if they are not in the
   * cache.
   *
   * @throws IOException if they cannot be downloaded or read
   * @throws InterruptedException if the thread is interrupted while downloading
   */
  public static ClassNames of(TrainedOn set, FileCache cache)
      throws IOException, InterruptedException {
    return read(cache.get("zoo", set.classIndex()));
  }

  /**
   * Reads names from a file: a JSON object as Keras's {@code imagenet_class_index.json}, with
   * {@code "0": ["n01440764", "tench"]} for each class, or else one name per line.
   *
   * @throws IOException if the file cannot be read
   */
  public static ClassNames read(Path file) throws IOException {
    String text = Files.readString(file);
    if (!file.getFileName().toString().endsWith(".json")) {
      return new ClassNames(text.lines().map(line -> new Entry("", line.strip())).toList());
    }
    Map<String, Object> index = JsonText.object(text, file.toString());
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < index.size(); i++) {
      Object value = index.get(String.valueOf(i));
      if (!(value instanceof List<?> pair)
          || pair.size() != 2
          || !(pair.get(0) instanceof String id)
          || !(pair.get(1) instanceof String name)) {
        throw new FormatException(
            "%s: expected [code, name] for class \"%d\", got %s".formatted(file, i, value));
      }
      entries.add(new Entry(id, name));
    }
    return new ClassNames(entries);
  }

  /** Returns the number of classes. */
  public int size() {
    return entries.size();
  }

  /** Returns the names of all classes, in their order. */
  public List<String> all() {
    return entries.stream().map(Entry::name).toList();
  }

  /**
   * Returns the most probable classes of each image, best first, as Keras's {@code
   * decode_predictions}. Of equal ones, the one with the smaller number comes first.
   *
   * @param predictions the output of a classifier: {@code (images, classes)}
   * @param top how many for each image
   * @throws IllegalArgumentException if the shape is another one
   */
  public List<List<Prediction>> decode(Tensor predictions, int top) {
    Numbers.positive("decodePredictions", "top", top);
    Shape shape = predictions.shape();
    if (shape.rank() != 2 || shape.dim(1) != size()) {
      throw new IllegalArgumentException(
          "decodePredictions: expected predictions for %,d classes, (images, %d), got %s. Is it the"
                  .formatted(size(), size(), shape)
              + " output of a network with another classifier, or without one?");
    }
    float[] values = predictions.floats();
    List<List<Prediction>> all = new ArrayList<>();
    for (int row = 0; row < shape.dim(0); row++) {
      int start = row * size();
      all.add(
          IntStream.range(0, size())
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -values[start + i]))
              .limit(top)
              .map(i -> prediction(i, values[start + i]))
              .toList());
    }
    return all;
  }

  private Prediction prediction(int index, double probability) {
    return new Prediction(index, entries.get(index).id(), entries.get(index).name(), probability);
  }
}
