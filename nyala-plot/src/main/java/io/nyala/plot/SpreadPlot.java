// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.Color;
import java.awt.geom.Line2D;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;

/** Means of several runs by setting, a line for each kind of run, with their range. */
final class SpreadPlot {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 420;
  private static final double ASIDE = 0.05; // so that ranges do not hide each other
  private static final int DOT = 8;

  private SpreadPlot() {}

  static Panel of(
      String title,
      String setting,
      List<String> settings,
      String quantity,
      Map<String, double[][]> runs) {
    for (Map.Entry<String, double[][]> each : runs.entrySet()) {
      if (each.getValue().length != settings.size()
          || Arrays.stream(each.getValue()).anyMatch(values -> values.length == 0)) {
        throw new IllegalArgumentException(
            "spread: expected results for each of %d settings, at least one, got %d for '%s'"
                .formatted(settings.size(), each.getValue().length, each.getKey()));
      }
    }
    DoubleSummaryStatistics all =
        runs.values().stream()
            .flatMap(Arrays::stream)
            .flatMapToDouble(Arrays::stream)
            .summaryStatistics();
    Panel panel =
        new Panel(
            WIDTH,
            HEIGHT,
            title,
            Axis.categories(setting, settings),
            all.getCount() == 0
                ? Axis.unit(quantity)
                : Axis.around(quantity, all.getMin(), all.getMax()));
    int line = 0;
    for (Map.Entry<String, double[][]> each : runs.entrySet()) {
      double place = line - (runs.size() - 1) / 2.0;
      draw(panel, each.getKey(), each.getValue(), Style.kind(line), ASIDE * place);
      line++;
    }
    return panel;
  }

  private static void draw(Panel panel, String name, double[][] runs, Color color, double aside) {
    double[] x = new double[runs.length];
    double[] means = new double[runs.length];
    for (int i = 0; i < runs.length; i++) {
      x[i] = i + aside;
      DoubleSummaryStatistics range = Arrays.stream(runs[i]).summaryStatistics();
      means[i] = range.getAverage();
      double at = x[i];
      panel.mark(
          on ->
              on.stroke(
                  new Line2D.Double(
                      panel.toX(at),
                      panel.toY(range.getMin()),
                      panel.toX(at),
                      panel.toY(range.getMax())),
                  color,
                  Style.LINE));
    }
    panel.line(name, x, means, color);
    panel.mark(
        on -> {
          for (int i = 0; i < x.length; i++) {
            panel.point(on, x[i], means[i], color, DOT);
          }
        });
  }
}
