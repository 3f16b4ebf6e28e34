// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A scatter plot of two quantities, optionally coloured by a third. */
final class ScatterPlot {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 460;
  private static final double DIAMETER = 7;

  private ScatterPlot() {}

  /** Returns a panel of points in one colour. */
  static Panel of(String title, Quantity x, Quantity y) {
    Quantity.requireSameRows("scatter '" + title + "'", List.of(x, y));
    Panel panel = panel(title, x, y);
    return panel.mark(
        on -> {
          for (int i = 0; i < x.size(); i++) {
            panel.point(on, x.at(i), y.at(i), Style.translucent(Style.FIRST, 150), DIAMETER);
          }
        });
  }

  /** Returns a panel of points, coloured by a third quantity. */
  static Panel of(String title, Quantity x, Quantity y, Quantity color) {
    Quantity.requireSameRows("scatter '" + title + "'", List.of(x, y, color));
    Panel panel = panel(title, x, y);
    if (color.isCategorical()) {
      return byCategory(panel, x, y, color);
    }
    ColorScale scale = new ColorScale(color);
    int[] order = bestLast(color);
    return panel
        .scale(scale)
        .mark(
            on -> {
              for (int i : order) {
                panel.point(on, x.at(i), y.at(i), scale.color(color.at(i)), DIAMETER);
              }
            });
  }

  private static Panel byCategory(Panel panel, Quantity x, Quantity y, Quantity color) {
    for (int c = 0; c < color.categories().size(); c++) {
      int category = c;
      int[] rows = IntStream.range(0, x.size()).filter(i -> color.at(i) == category).toArray();
      panel.points(
          color.categories().get(c),
          IntStream.of(rows).mapToDouble(x::at).toArray(),
          IntStream.of(rows).mapToDouble(y::at).toArray(),
          Style.translucent(Style.kind(c), 170),
          DIAMETER);
    }
    return panel;
  }

  private static Panel panel(String title, Quantity x, Quantity y) {
    return new Panel(WIDTH, HEIGHT, title, x.axis(), y.axis());
  }

  /** Returns all rows in drawing order: first those without a value, then from worst to best. */
  static int[] bestLast(Quantity quantity) {
    Comparator<Integer> order =
        Comparator.comparingDouble(
            i -> {
              double value = quantity.isHighBest() ? quantity.at(i) : -quantity.at(i);
              return Double.isFinite(value) ? value : Double.NEGATIVE_INFINITY;
            });
    return IntStream.range(0, quantity.size())
        .boxed()
        .sorted(order)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
