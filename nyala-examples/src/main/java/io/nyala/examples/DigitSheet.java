// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.plot.Plots;
import io.nyala.plot.Shown;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plots digits with their predictions: some mistakes first, then some correct ones. */
final class DigitSheet {
  private static final int COLUMNS = 10;
  private static final int MOST_WRONG = 20;
  private static final int ALL = 40;

  private DigitSheet() {}

  /**
   * Writes the plot.
   *
   * @param images {@code (rows, 28, 28)} in [0, 1]
   * @param labels {@code (rows,)} int32
   * @param predicted {@code (rows, 10)}, probabilities
   */
  static void write(Path file, String title, Tensor images, Tensor labels, Tensor predicted)
      throws IOException {
    List<Shown> wrong = new ArrayList<>();
    List<Shown> right = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      int read = mostProbable(predicted, i);
      int is = labels.ints()[i];
      Shown shown = Shown.judged(i, Integer.toString(read), Integer.toString(is));
      (shown.right() ? right : wrong).add(shown);
    }
    List<Shown> shown = new ArrayList<>(first(wrong, MOST_WRONG));
    shown.addAll(first(right, ALL - shown.size()));
    String subtitle =
        String.format(
            Locale.ROOT,
            "%,d of %,d correct; %s in red, then the first correct ones",
            right.size(),
            labels.size(),
            wrong.size() <= MOST_WRONG ? "all mistakes" : "the first " + MOST_WRONG + " mistakes");
    Plots.images(file, title, subtitle, images, shown, COLUMNS);
  }

  private static List<Shown> first(List<Shown> list, int most) {
    return list.subList(0, Math.min(most, list.size()));
  }

  private static int mostProbable(Tensor predicted, int row) {
    int classes = predicted.shape().last();
    float[] p = predicted.floats();
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (p[row * classes + c] > p[row * classes + best]) {
        best = c;
      }
    }
    return best;
  }
}
