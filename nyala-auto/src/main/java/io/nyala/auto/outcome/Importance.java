// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.outcome;

import io.nyala.auto.data.Material;
import io.nyala.auto.data.Scores;
import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What mattered: by how much the loss on the validation rows grows if a column is shuffled between
 * the rows (permutation importance). Columns that say the same share their importance.
 */
public final class Importance {
  private static final int REPEATS = 3;

  private Importance() {}

  /**
   * Returns the growth of the loss by part, largest first. Parts that nobody would see in a plot
   * are left out when there are many.
   *
   * @param network the trained network
   * @param seed the seed of the shuffling
   */
  public static Map<String, Double> of(Material material, Model network, long seed) {
    List<String> parts = material.parts();
    if (parts.isEmpty()) {
      return Map.of();
    }
    double before = loss(material, network.predict(material.probe().x()));
    int rows = material.probe().rows();
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> orders = new ArrayList<>();
    for (int i = 0; i < REPEATS; i++) {
      orders.add(order(rows, random));
    }
    double[] growth = new double[parts.size()];
    for (int part = 0; part < growth.length; part++) {
      for (int[] order : orders) {
        growth[part] +=
            (loss(material, network.predict(material.shuffled(part, order))) - before) / REPEATS;
      }
    }
    Map<String, Double> sorted = new LinkedHashMap<>();
    IntStream.range(0, growth.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -growth[i]))
        .forEach(i -> sorted.put(parts.get(i), growth[i]));
    return sorted;
  }

  private static double loss(Material material, Tensor predicted) {
    return Scores.mean(new Scores(material.target(), material.probe().y(), predicted).losses());
  }

  private static int[] order(int rows, SplittableRandom random) {
    int[] order = IntStream.range(0, rows).toArray();
    for (int i = rows - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
    return order;
  }
}
