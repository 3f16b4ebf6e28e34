// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.util.stream.IntStream;

/** Successive results, and a step line of the best one so far. */
final class BestSoFar {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 420;

  private BestSoFar() {}

  static Panel of(String title, String step, Quantity result) {
    if (result.isCategorical()) {
      throw new IllegalArgumentException(
          "best so far '%s': the result '%s' must be numbers, not categories"
              .formatted(title, result.name()));
    }
    int count = result.size();
    double[] steps = IntStream.rangeClosed(1, count).asDoubleStream().toArray();
    Panel panel = new Panel(WIDTH, HEIGHT, title, Axis.counted(step, count), result.axis());
    if (IntStream.range(0, count).noneMatch(i -> Double.isFinite(result.at(i)))) {
      return panel;
    }
    double[][] line = stairs(steps, best(result));
    return panel
        .points("each " + step, steps, result.values(), Style.translucent(Style.FIRST, 120), 6)
        .line("best so far", line[0], line[1], Style.SECOND);
  }

  /** Returns the best value so far at each position; NaN before the first value. */
  static double[] best(Quantity result) {
    double[] best = new double[result.size()];
    double found = Double.NaN;
    for (int i = 0; i < best.length; i++) {
      double value = result.at(i);
      boolean better = result.isHighBest() ? value > found : value < found;
      if (Double.isFinite(value) && (Double.isNaN(found) || better)) {
        found = value;
      }
      best[i] = found;
    }
    return best;
  }

  /** Returns the points of a step line. */
  private static double[][] stairs(double[] x, double[] y) {
    int points = 2 * x.length - 1;
    double[] across = new double[points];
    double[] upwards = new double[points];
    for (int i = 0; i < points; i++) {
      across[i] = x[(i + 1) / 2];
      upwards[i] = y[i / 2];
    }
    return new double[][] {across, upwards};
  }
}
