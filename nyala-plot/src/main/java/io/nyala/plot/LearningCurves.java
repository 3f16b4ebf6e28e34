// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Loss and metrics by epoch, on training and validation data. */
final class LearningCurves {
  private static final String VALIDATION = "val_";
  private static final int WIDTH = 520;
  private static final int HEIGHT = 400;
  private static final int BEGINNING = 20; // a twentieth of all epochs
  private static final double STEEP = 2;

  private LearningCurves() {}

  /** Returns a panel for each logged quantity, with the loss first. */
  static Picture of(String title, Map<String, List<Double>> history) {
    return of(title, "epoch", history);
  }

  /** Like {@link #of(String, Map)}, with another unit of the x axis. */
  static Picture of(String title, String unit, Map<String, List<Double>> history) {
    List<Picture> panels = new ArrayList<>();
    for (String name : quantities(history)) {
      panels.add(panel(title, name, unit, history));
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

  private static Panel panel(
      String title, String name, String unit, Map<String, List<Double>> history) {
    double[] training = values(history.get(name));
    double[] validation = values(history.get(VALIDATION + name));
    String words = words(name);
    int epochs = Math.max(training.length, validation.length);
    Axis y = axis(words, training, validation, epochs);
    Panel panel = new Panel(WIDTH, HEIGHT, title + ": " + words, Axis.counted(unit, epochs), y);
    curve(panel, "training", training, Style.FIRST);
    curve(panel, "validation", validation, Style.SECOND);
    int best = best(values(history.get(VALIDATION + "loss")));
    if (best >= 0 && best < validation.length && Double.isFinite(validation[best])) {
      panel.points(
          "best %s %d (by loss)".formatted(unit, best + 1),
          new double[] {best + 1},
          new double[] {validation[best]},
          Style.WRONG,
          8);
    }
    return panel;
  }

  /** Returns the first index of the lowest value that is finite, or -1. */
  private static int best(double[] values) {
    int best = -1;
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i]) && (best < 0 || values[i] < values[best])) {
        best = i;
      }
    }
    return best;
  }

  /** Returns an axis that leaves out a steep beginning, if there is one. */
  private static Axis axis(String words, double[] training, double[] validation, int epochs) {
    DoubleSummaryStatistics all = range(training, validation, 0);
    DoubleSummaryStatistics later = range(training, validation, epochs / BEGINNING);
    if (all.getCount() == 0) {
      return Axis.unit(words);
    }
    if (later.getCount() > 0 && all.getMax() > STEEP * later.getMax()) {
      String title = String.format(Locale.ROOT, "%s (begins at %.2f)", words, all.getMax());
      return Axis.around(title, all.getMin(), later.getMax());
    }
    return Axis.around(words, all.getMin(), all.getMax());
  }

  private static DoubleSummaryStatistics range(double[] first, double[] second, int from) {
    return Stream.of(first, second)
        .flatMapToDouble(values -> Arrays.stream(values).skip(from))
        .filter(Double::isFinite)
        .summaryStatistics();
  }

  private static String words(String name) {
    return name.replace('_', ' ').replace("roc auc", "ROC AUC");
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
