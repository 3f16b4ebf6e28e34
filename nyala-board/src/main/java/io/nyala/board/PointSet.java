// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The points of a projector's set, with their labels and their principal components. */
final class PointSet {
  /** More points are not read; the page says so. */
  static final int MOST_POINTS = 10_000;

  static final int MOST_DIMENSIONS = 2_048;
  private static final int COMPONENTS = 10;
  private static final int NEIGHBOURS = 10;

  final float[] points;
  final int dimensions;

  /** The number of points in the file. */
  final int total;

  /** Texts for each point that was read, by column; the only column has no name in the file. */
  final Map<String, List<String>> columns;

  final Components components;

  private PointSet(float[] points, int dimensions, int total, Map<String, List<String>> columns) {
    this.points = points;
    this.dimensions = dimensions;
    this.total = total;
    this.columns = columns;
    components = Components.of(points, dimensions, Math.min(COMPONENTS, dimensions));
  }

  /**
   * Reads a set.
   *
   * @param metadata the file of labels, or null
   * @throws IOException if a file cannot be read, or is not as TensorBoard writes it
   */
  static PointSet read(Path tensor, Path metadata) throws IOException {
    float[] points = {};
    int dimensions = 0;
    int total = 0;
    try (BufferedReader in = Files.newBufferedReader(tensor)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isBlank()) {
          continue;
        }
        if (total++ >= MOST_POINTS) {
          continue;
        }
        String[] numbers = line.split("\t");
        if (total == 1) {
          dimensions = numbers.length;
          points = new float[16 * dimensions];
        }
        if (numbers.length != dimensions || dimensions > MOST_DIMENSIONS) {
          throw new IOException(
              "%s, line %d: expected %s, got %d"
                  .formatted(
                      tensor,
                      total,
                      dimensions > MOST_DIMENSIONS
                          ? "at most %,d numbers".formatted(MOST_DIMENSIONS)
                          : "%d numbers between tabs, as in line 1".formatted(dimensions),
                      numbers.length));
        }
        int at = (total - 1) * dimensions;
        if (at == points.length) {
          points = Arrays.copyOf(points, 2 * at);
        }
        for (int i = 0; i < dimensions; i++) {
          points[at + i] = number(numbers[i], tensor, total);
        }
      }
    }
    if (total == 0) {
      throw new IOException(tensor + " has no points");
    }
    int read = Math.min(total, MOST_POINTS);
    return new PointSet(
        Arrays.copyOf(points, read * dimensions),
        dimensions,
        total,
        metadata == null ? Map.of() : columns(metadata, read, total));
  }

  private static float number(String text, Path file, int line) throws IOException {
    try {
      float value = Float.parseFloat(text.strip());
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // named below
    }
    throw new IOException(
        "%s, line %d: expected a finite number, got \"%s\"".formatted(file, line, text));
  }

  /** A first line with several columns has their names; a single column has none. */
  private static Map<String, List<String>> columns(Path file, int read, int total)
      throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    String[] names = {"label"};
    if (!lines.isEmpty() && lines.getFirst().contains("\t")) {
      names = lines.removeFirst().split("\t", -1);
    }
    if (lines.size() != total) {
      throw new IOException(
          "%s: expected a label for each of the %,d points, got %,d"
              .formatted(file, total, lines.size()));
    }
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (int c = 0; c < names.length; c++) {
      List<String> column = new ArrayList<>();
      for (String line : lines.subList(0, read)) {
        String[] cells = line.split("\t", -1);
        column.add(c < cells.length ? cells[c] : "");
      }
      columns.put(names[c], column);
    }
    return columns;
  }

  int size() {
    return points.length / dimensions;
  }

  /** Returns the points nearest to a point by the angle between them, with its cosine. */
  List<Map<String, Object>> neighbours(int point) {
    if (point >= size()) {
      throw new IllegalArgumentException("there is no point " + point);
    }
    double[] cosine = IntStream.range(0, size()).mapToDouble(i -> cosine(point, i)).toArray();
    return IntStream.range(0, size())
        .filter(i -> i != point)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -cosine[i]))
        .limit(NEIGHBOURS)
        .map(i -> Map.<String, Object>of("point", i, "cosine", cosine[i]))
        .toList();
  }

  private double cosine(int a, int b) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < dimensions; i++) {
      double x = points[a * dimensions + i];
      double y = points[b * dimensions + i];
      product += x * y;
      first += x * x;
      second += y * y;
    }
    return first == 0 || second == 0 ? 0 : product / Math.sqrt(first * second);
  }
}
