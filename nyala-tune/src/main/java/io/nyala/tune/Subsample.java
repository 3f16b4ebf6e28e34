// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tensor.Tensor;
import io.nyala.tune.samplers.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Selects a subset of rows, which keeps the proportions of the classes if targets are classes. */
final class Subsample {
  /** Targets with more distinct values than this are quantities, not classes. */
  private static final int MOST_CLASSES = 1000;

  private record Ranked(int row, double place) {}

  private Subsample() {}

  /**
   * Returns rows in ascending order. A larger subset always contains a smaller one.
   *
   * @param y one-hot rows, class indices or quantities
   */
  static int[] of(int[] rows, Tensor y, int count) {
    int width = y.size() / y.shape().dim(0);
    Map<List<Float>, List<Integer>> classes = new HashMap<>();
    for (int row : rows) {
      List<Float> target = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        target.add(y.at(row * width + i));
      }
      classes.computeIfAbsent(target, t -> new ArrayList<>()).add(row);
    }
    List<List<Integer>> groups =
        classes.size() > Math.min(MOST_CLASSES, rows.length / 2)
            ? List.of(Arrays.stream(rows).boxed().toList())
            : List.copyOf(classes.values());
    List<Ranked> ranked = new ArrayList<>();
    for (List<Integer> group : groups) {
      List<Integer> order = new ArrayList<>(group);
      order.sort(Comparator.comparingLong(row -> Draws.of(0, row, "subsample").nextLong()));
      for (int i = 0; i < order.size(); i++) {
        ranked.add(new Ranked(order.get(i), (i + 0.5) / order.size()));
      }
    }
    return ranked.stream()
        .sorted(Comparator.comparingDouble(Ranked::place).thenComparingInt(Ranked::row))
        .limit(count)
        .mapToInt(Ranked::row)
        .sorted()
        .toArray();
  }
}
