// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;

/** The loss over the learning rate, with a suggestion. */
final class LearningRatePlot {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 400;
  private static final int DOT = 10;

  private LearningRatePlot() {}

  static Panel of(String title, double[] rates, double[] losses, double suggestion) {
    if (rates.length != losses.length || rates.length == 0) {
      throw new IllegalArgumentException(
          "learning rates: expected a loss for each rate, at least one, got %d rates and %d losses"
              .formatted(rates.length, losses.length));
    }
    DoubleSummaryStatistics range = Arrays.stream(losses).summaryStatistics();
    int at = 0;
    for (int i = 0; i < rates.length; i++) {
      at = Math.abs(rates[i] - suggestion) < Math.abs(rates[at] - suggestion) ? i : at;
    }
    String name = String.format(Locale.ROOT, "suggested: %.2g", suggestion);
    return new Panel(
            WIDTH,
            HEIGHT,
            title,
            Axis.logarithmic("learning rate", rates[0], rates[rates.length - 1]),
            Axis.around("loss, smoothed", range.getMin(), range.getMax()))
        .line("loss", rates, losses, Style.FIRST)
        .points(name, new double[] {rates[at]}, new double[] {losses[at]}, Style.SECOND, DOT);
  }
}
