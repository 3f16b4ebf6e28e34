// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A histogram of one or more groups of values, as bars over the same bins. */
final class Histogram {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 440;
  private static final int FEW_TICKS = 6;

  private Histogram() {}

  /** Returns the panel of groups of values by name; values that are not finite are ignored. */
  static Panel of(String title, String quantity, Map<String, double[]> groups) {
    double[] all = groups.values().stream().flatMapToDouble(Histogram::finite).toArray();
    Axis x =
        all.length == 0
            ? Axis.unit(quantity)
            : Axis.around(
                quantity,
                DoubleStream.of(all).min().orElseThrow(),
                DoubleStream.of(all).max().orElseThrow());
    return of(title, x, "values", groups);
  }

  /**
   * Returns the panel of groups of values by name.
   *
   * @param x an axis that covers all values
   * @param what the name of the counted items, in the plural
   */
  static Panel of(String title, Axis x, String what, Map<String, double[]> groups) {
    double step = x.ticks().get(1).at() - x.ticks().get(0).at();
    // Centres integers in the bins instead of on the borders.
    double width = step / (x.ticks().size() > FEW_TICKS ? 4 : 8);
    double low = x.low() - width / 2;
    int bins = (int) Math.round((x.high() - x.low()) / width) + 1;
    double[] lefts = IntStream.range(0, bins).mapToDouble(i -> low + i * width).toArray();
    double[][] counts =
        groups.values().stream()
            .map(values -> counts(values, low, width, bins))
            .toArray(double[][]::new);
    double most = Arrays.stream(counts).flatMapToDouble(Arrays::stream).max().orElse(1);
    Panel panel = new Panel(WIDTH, HEIGHT, title, x.widened(width / 2), Axis.around(what, 0, most));
    int drawn = 0;
    for (String name : groups.keySet()) {
      panel.bars(name, lefts, width, counts[drawn], Style.translucent(Style.kind(drawn), 150));
      drawn++;
    }
    return panel;
  }

  private static DoubleStream finite(double[] values) {
    return DoubleStream.of(values).filter(Double::isFinite);
  }

  private static double[] counts(double[] values, double low, double width, int bins) {
    double[] counts = new double[bins];
    finite(values)
        .forEach(value -> counts[Math.clamp((int) ((value - low) / width), 0, bins - 1)]++);
    return counts;
  }
}
