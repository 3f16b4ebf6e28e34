// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.Color;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Several series over the same steps or times; the first one has the actual values. */
final class SeriesPlot {
  private static final int WIDTH = 980;
  private static final int HEIGHT = 420;

  private SeriesPlot() {}

  /** Returns a panel with lines in the order of the map. */
  static Panel of(String title, String steps, String quantity, Map<String, double[]> lines) {
    int length = lines.values().stream().mapToInt(line -> line.length).max().orElse(1);
    double[] x = IntStream.range(0, length).asDoubleStream().toArray();
    return of(title, Axis.around(steps, 0, length), x, quantity, lines);
  }

  /** Like {@link #of(String, String, String, Map)}, with a time for each step. */
  static Panel of(
      String title, List<LocalDateTime> times, String quantity, Map<String, double[]> lines) {
    lines.forEach(
        (name, line) -> {
          if (line.length > times.size()) {
            throw new IllegalArgumentException(
                "series '%s' has %d values, but there are %d times"
                    .formatted(name, line.length, times.size()));
          }
        });
    double[] x = times.stream().mapToDouble(TimeAxis::seconds).toArray();
    return of(title, TimeAxis.over(times), x, quantity, lines);
  }

  private static Panel of(
      String title, Axis xAxis, double[] x, String quantity, Map<String, double[]> lines) {
    DoubleSummaryStatistics all =
        lines.values().stream()
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .summaryStatistics();
    Axis yAxis =
        all.getCount() == 0
            ? Axis.unit(quantity)
            : Axis.around(quantity, all.getMin(), all.getMax());
    Panel panel = new Panel(WIDTH, HEIGHT, title, xAxis, yAxis);
    Iterator<Color> colors = List.of(Style.INK, Style.FAINT, Style.SECOND, Style.FIRST).iterator();
    lines.forEach(
        (name, line) -> {
          double[] places = Arrays.copyOf(x, line.length);
          Color color = colors.hasNext() ? colors.next() : Style.WRONG;
          if (color == Style.FAINT) {
            panel.dashed(name, places, line, color);
          } else {
            panel.line(name, places, line, color);
          }
        });
    return panel;
  }
}
