// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.Color;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Several series over the same steps; the first one has the actual values. */
final class SeriesPlot {
  private static final int WIDTH = 980;
  private static final int HEIGHT = 420;

  private SeriesPlot() {}

  /** Returns a panel with lines in the order of the map. */
  static Panel of(String title, String steps, String quantity, Map<String, double[]> lines) {
    DoubleSummaryStatistics all =
        lines.values().stream()
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .summaryStatistics();
    int length = lines.values().stream().mapToInt(line -> line.length).max().orElse(1);
    Panel panel =
        new Panel(
            WIDTH,
            HEIGHT,
            title,
            Axis.around(steps, 0, length),
            all.getCount() == 0
                ? Axis.unit(quantity)
                : Axis.around(quantity, all.getMin(), all.getMax()));
    Iterator<Color> colors = List.of(Style.INK, Style.FAINT, Style.SECOND, Style.FIRST).iterator();
    lines.forEach(
        (name, line) -> {
          double[] x = IntStream.range(0, line.length).asDoubleStream().toArray();
          Color color = colors.hasNext() ? colors.next() : Style.WRONG;
          if (color == Style.FAINT) {
            panel.dashed(name, x, line, color);
          } else {
            panel.line(name, x, line, color);
          }
        });
    return panel;
  }
}
