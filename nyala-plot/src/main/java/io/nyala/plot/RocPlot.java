// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.data.evaluation.OperatingPoint;
import io.nyala.data.evaluation.RocCurve;
import java.util.Locale;
import java.util.Map;

/** ROC curves: the true positive rate plotted against the false positive rate. */
final class RocPlot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 560;

  private RocPlot() {}

  /**
   * Returns a plot of one or two curves.
   *
   * @param title the title
   * @param curves the curves by name, such as validation and test
   * @param used the threshold in use, which is marked on the last curve
   */
  static Picture of(String title, Map<String, RocCurve> curves, OperatingPoint used) {
    Panel panel =
        new Panel(
            WIDTH,
            HEIGHT,
            title,
            Axis.unit("false positive rate"),
            Axis.unit("true positive rate (recall)"));
    int drawn = 0;
    for (Map.Entry<String, RocCurve> curve : curves.entrySet()) {
      panel.line(
          String.format(Locale.ROOT, "%s, AUC %.4f", curve.getKey(), curve.getValue().auc()),
          curve.getValue().falsePositiveRates(),
          curve.getValue().truePositiveRates(),
          drawn++ == 0 && curves.size() > 1 ? Style.SECOND : Style.FIRST);
    }
    return panel
        .dashed("chance", new double[] {0, 1}, new double[] {0, 1}, Style.FAINT)
        .points(
            String.format(Locale.ROOT, "threshold %.2f", used.threshold()),
            new double[] {1 - used.specificity()},
            new double[] {used.recall()},
            Style.WRONG,
            9)
        .legendInside();
  }
}
