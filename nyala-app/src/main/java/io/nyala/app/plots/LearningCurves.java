// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.plots;

import java.awt.Color;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How loss and metrics went from epoch to epoch, on training rows and on held-out rows. */
final class LearningCurves {
  private static final String VALIDATION = "val_";
  private static final int WIDTH = 520;
  private static final int HEIGHT = 400;

  private LearningCurves() {}

  /** Returns a panel for each logged quantity, the loss first. */
  static Picture of(String title, Map<String, List<Double>> history) {
    List<Picture> panels = new ArrayList<>();
    for (String name : quantities(history)) {
      panels.add(panel(title, name, history));
    }
    return Picture.row(panels);
  }

  private static List<String> quantities(Map<String, List<Double>> history) {
    TreeSet<String> names = new TreeSet<>();
    for (String name : history.keySet()) {
      names.add(name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name);
    }
    List<String> ordered = new ArrayList<>(names);
    if (ordered.remove("loss")) {
      ordered.addFirst("loss");
    }
    return ordered;
  }

  private static Panel panel(String title, String name, Map<String, List<Double>> history) {
    double[] training = values(history.get(name));
    double[] validation = values(history.get(VALIDATION + name));
    String words = name.replace('_', ' ');
    DoubleSummaryStatistics range =
        DoubleStream.concat(DoubleStream.of(training), DoubleStream.of(validation))
            .filter(Double::isFinite)
            .summaryStatistics();
    Axis y =
        range.getCount() == 0
            ? Axis.unit(words)
            : Axis.around(words, range.getMin(), range.getMax());
    int epochs = Math.max(training.length, validation.length);
    Panel panel = new Panel(WIDTH, HEIGHT, title + ": " + words, Axis.epochs(epochs), y);
    curve(panel, "training", training, Style.FIRST);
    curve(panel, "validation", validation, Style.SECOND);
    return panel;
  }

  private static void curve(Panel panel, String name, double[] values, Color color) {
    int[] finite =
        IntStream.range(0, values.length).filter(i -> Double.isFinite(values[i])).toArray();
    if (finite.length > 0) {
      double[] x = IntStream.of(finite).mapToDouble(i -> i + 1.0).toArray();
      panel.line(name, x, IntStream.of(finite).mapToDouble(i -> values[i]).toArray(), color);
    }
  }

  private static double[] values(List<Double> list) {
    return list == null ? new double[0] : list.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
