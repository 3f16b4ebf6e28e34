// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Predictions of a regression and the true values: their distributions and their pairs. */
final class PredictionPlot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 440;
  private static final double SPREAD = 0.4;

  private PredictionPlot() {}

  /**
   * Returns the two panels.
   *
   * @param title the title
   * @param quantity the target with its unit, for the axes
   * @param actual the true values
   * @param predicted the predictions, in the same number
   */
  static Picture of(String title, String quantity, float[] actual, float[] predicted) {
    if (actual.length != predicted.length) {
      throw new IllegalArgumentException(
          "predictions '%s': each row needs an actual and a predicted value, got %d and %d"
              .formatted(title, actual.length, predicted.length));
    }
    double least = both(actual, predicted).min().orElse(0);
    double greatest = both(actual, predicted).max().orElse(1);
    Axis values = Axis.around(quantity, least, greatest);
    return Picture.row(
        List.of(
            distribution(title, values, actual, predicted),
            pairs(title, values, actual, predicted)));
  }

  private static Panel distribution(String title, Axis x, float[] actual, float[] predicted) {
    Map<String, double[]> groups = new LinkedHashMap<>();
    groups.put("actual", doubles(actual));
    groups.put("predicted", doubles(predicted));
    return Histogram.of(title + ": distribution", x, "rows", groups);
  }

  private static Panel pairs(String title, Axis values, float[] actual, float[] predicted) {
    boolean whole = wholeNumbers(actual);
    double margin = Math.max(0.03 * (values.high() - values.low()), whole ? SPREAD : 0);
    Axis x = values.widened(margin).titled("actual " + values.title());
    Axis y = values.widened(margin).titled("predicted " + values.title());
    double[] ends = {values.low(), values.high()};
    return new Panel(WIDTH, HEIGHT, title + ": row by row", x, y)
        .points(
            whole ? "a row (spread sideways for visibility)" : "a row",
            whole ? spread(actual) : doubles(actual),
            doubles(predicted),
            Style.translucent(Style.FIRST, 110),
            5)
        .dashed("exact", ends, ends, Style.INK);
  }

  private static boolean wholeNumbers(float[] values) {
    return IntStream.range(0, values.length).allMatch(i -> values[i] == Math.rint(values[i]));
  }

  /** Spreads points of equal values slightly, in a deterministic way. */
  private static double[] spread(float[] values) {
    SplittableRandom random = new SplittableRandom(values.length);
    return IntStream.range(0, values.length)
        .mapToDouble(i -> values[i] + (random.nextDouble() - 0.5) * SPREAD)
        .toArray();
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static DoubleStream both(float[] a, float[] b) {
    return DoubleStream.concat(Arrays.stream(doubles(a)), Arrays.stream(doubles(b)));
  }
}
