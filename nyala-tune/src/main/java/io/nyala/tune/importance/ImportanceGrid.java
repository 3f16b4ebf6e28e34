// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.importance;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.space.IntParameter;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.Sampling;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A grid of at most 50 cells over the range of a hyperparameter, on its scale, for counting trials.
 *
 * @param size the number of cells
 * @param ordered false for labels
 * @param place the relative position of a coordinate between the lowest and the highest value, 0 to
 *     1
 */
record ImportanceGrid(int size, boolean ordered, DoubleUnaryOperator place) {
  private static final int MOST = 50;

  static ImportanceGrid of(Parameter parameter) {
    if (!parameter.ordered()) {
      int size = (int) parameter.points().getAsLong();
      return new ImportanceGrid(size, false, u -> parameter.index(u) / (size - 1.0));
    }
    if (parameter.points().isEmpty()) {
      return new ImportanceGrid(MOST, true, u -> u);
    }
    long points = parameter.points().getAsLong();
    if (parameter instanceof IntParameter number
        && number.step() == 0
        && number.sampling() != Sampling.LINEAR) {
      int bits = (int) Math.ceil(Math.log(points) / Math.log(2)) + 1;
      return new ImportanceGrid(Math.min(bits, MOST), true, u -> logarithmic(number, u));
    }
    int size = (int) Math.min(points, MOST);
    return new ImportanceGrid(size, true, u -> parameter.index(u) / (points - 1.0));
  }

  private static double logarithmic(IntParameter number, double u) {
    double value = (Integer) number.fromUnit(u);
    double range = Math.log((double) number.max() / number.min());
    return number.sampling() == Sampling.LOG
        ? Math.log(value / number.min()) / range
        : 1 - Math.log((number.max() + number.min() - value) / number.min()) / range;
  }

  /** Counts the trials by cell; the boundary between two cells belongs to the lower one. */
  int[] counts(int index, List<FinishedTrial> trials) {
    int[] counts = new int[size];
    for (FinishedTrial trial : trials) {
      double at = place.applyAsDouble(trial.coordinate(index)) * (size - 1);
      counts[Math.clamp((long) Math.ceil(at - 0.5), 0, size - 1)]++;
    }
    return counts;
  }
}
