// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.data.evaluation.OperatingPoint;
import io.nyala.data.evaluation.PrecisionRecallCurve;
import java.util.Locale;
import java.util.Map;

/** Precision plotted against recall. */
final class PrecisionRecallPlot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 560;

  private PrecisionRecallPlot() {}

  static Picture of(String title, Map<String, PrecisionRecallCurve> curves, OperatingPoint used) {
    Panel panel = new Panel(WIDTH, HEIGHT, title, Axis.unit("recall"), Axis.unit("precision"));
    int drawn = 0;
    for (Map.Entry<String, PrecisionRecallCurve> curve : curves.entrySet()) {
      double[][] stairs = stairs(curve.getValue());
      panel.line(
          String.format(
              Locale.ROOT,
              "%s, average precision %.4f",
              curve.getKey(),
              curve.getValue().averagePrecision()),
          stairs[0],
          stairs[1],
          drawn++ == 0 && curves.size() > 1 ? Style.SECOND : Style.FIRST);
    }
    double positives = positives(used);
    return panel
        .dashed(
            String.format(Locale.ROOT, "chance, %.4f", positives),
            new double[] {0, 1},
            new double[] {positives, positives},
            Style.FAINT)
        .points(
            String.format(Locale.ROOT, "threshold %.2f", used.threshold()),
            new double[] {used.recall()},
            new double[] {used.precision()},
            Style.WRONG,
            9);
  }

  private static double positives(OperatingPoint point) {
    double positives = point.truePositives() + (double) point.falseNegatives();
    double negatives = point.trueNegatives() + (double) point.falsePositives();
    return positives / Math.max(1, positives + negatives);
  }

  /** Returns the curve as steps, because there are no points between two thresholds. */
  private static double[][] stairs(PrecisionRecallCurve curve) {
    double[] recall = curve.recall();
    double[] precision = curve.precision();
    int points = 2 * recall.length - 1;
    double[] x = new double[points];
    double[] y = new double[points];
    for (int i = 0; i < points; i++) {
      x[i] = recall[(i + 1) / 2];
      y[i] = precision[i / 2];
    }
    return new double[][] {x, y};
  }
}
