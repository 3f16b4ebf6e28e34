// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.initializers.Identity;
import io.nyala.initializers.Initializer;
import io.nyala.initializers.Initializers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Initializers: constants exactly, orthogonal matrices by their products, others by moments. */
final class InitializerCases {
  private static final long KEY = 2026;

  private InitializerCases() {}

  static void run(KerasCase c) {
    Initializer initializer = Initializers.fromConfig(c.form());
    if (initializer instanceof Identity) { // Keras leaves the gain out of its settings
      initializer = Initializers.identity(c.array("output_0").at(0));
    }
    c.config(initializer.config());
    int[] dims = ((List<?>) c.get("shape")).stream().mapToInt(d -> (Integer) d).toArray();
    Tensor drawn = initializer.initialize(Shape.of(dims), KEY);
    switch ((String) c.get("kind")) {
      case "exact" -> c.output("output_0", drawn);
      case "orthogonal" -> c.output("gram", gram(drawn));
      case "statistics" -> statistics(c, drawn, isUnbounded(c));
      default -> throw new AssertionError("unknown kind " + c.get("kind"));
    }
    c.finish();
  }

  private static boolean isUnbounded(KerasCase c) {
    return c.className().equals("RandomNormal")
        || "untruncated_normal".equals(KerasCase.object(c.get("config")).get("distribution"));
  }

  private static void statistics(KerasCase c, Tensor drawn, boolean unbounded) {
    c.equal("extents", drawn.size(), c.get("count"));
    c.leaveOut("shape");
    double[] sorted = new double[drawn.size()];
    Arrays.setAll(sorted, drawn::at);
    Arrays.sort(sorted);
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double variance =
        Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    Map<String, Object> tolerance = KerasCase.object(c.get("tolerance"));
    double quantile = KerasCase.number(tolerance.get("quantile"));
    close(c, "mean", mean, KerasCase.number(tolerance.get("mean")));
    double std = KerasCase.number(c.get("std"));
    double relative = KerasCase.number(tolerance.get("std_relative"));
    close(c, "std", Math.sqrt(variance), relative * std);
    if (!unbounded) { // the extremes of normal numbers differ more from sample to sample
      close(c, "min", sorted[0], quantile);
      close(c, "max", sorted[sorted.length - 1], quantile);
    }
    List<?> levels = (List<?>) c.get("quantile_levels");
    float[] quantiles = new float[levels.size()];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = (float) quantile(sorted, KerasCase.number(levels.get(i)));
    }
    c.close(
        "quantile",
        Tensor.vector(quantiles),
        c.array("quantile"),
        new KerasCase.Tolerance(0, quantile));
  }

  private static void close(KerasCase c, String what, double got, double tolerance) {
    c.close(
        what,
        Tensor.scalar((float) got),
        Tensor.scalar((float) KerasCase.number(c.get(what))),
        new KerasCase.Tolerance(0, tolerance));
  }

  /** As {@code numpy.quantile} interpolates. */
  private static double quantile(double[] sorted, double level) {
    double at = level * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** Products of the rows or columns, whichever are fewer. */
  private static Tensor gram(Tensor t) {
    int columns = t.shape().last();
    int rows = t.size() / columns;
    boolean ofColumns = columns <= rows;
    int n = ofColumns ? columns : rows;
    float[] gram = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < (ofColumns ? rows : columns); k++) {
          sum +=
              ofColumns
                  ? (double) t.at(k * columns + i) * t.at(k * columns + j)
                  : (double) t.at(i * columns + k) * t.at(j * columns + k);
        }
        gram[i * n + j] = (float) sum;
      }
    }
    return Tensor.of(Shape.of(n, n), gram);
  }
}
