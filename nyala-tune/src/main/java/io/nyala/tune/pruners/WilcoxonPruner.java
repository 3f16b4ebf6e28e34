// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.pruners;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import io.nyala.tune.math.SignedRanks;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Ends a trial that is probably worse than the best one, by Wilcoxon's signed-rank test on their
 * reports at the same steps. For steps that are folds or repetitions, not epochs. The rules are
 * those of Optuna (version 5).
 */
final class WilcoxonPruner implements Pruner {
  private final double threshold;
  private final int startup;

  WilcoxonPruner(double threshold, int startup) {
    if (!(threshold > 0 && threshold < 1) || startup < 0) {
      throw new IllegalArgumentException(
          "pruner: expected a probability between 0 and 1 and steps of at least 0, got %s and %d"
              .formatted(threshold, startup));
    }
    this.threshold = threshold;
    this.startup = startup;
  }

  @Override
  public boolean prune(NavigableMap<Integer, Double> steps, History history) {
    Optional<FinishedTrial> best =
        history.complete().stream().min(Comparator.comparingDouble(FinishedTrial::loss));
    if (best.isEmpty() || best.get().steps().isEmpty()) {
      return false;
    }
    NavigableMap<Integer, Double> bestSteps = best.get().steps();
    double[] differences =
        steps.entrySet().stream()
            .filter(step -> bestSteps.containsKey(step.getKey()))
            .mapToDouble(step -> step.getValue() - bestSteps.get(step.getKey()))
            .toArray();
    if (differences.length < Math.max(2, startup) || !finite(steps) || !finite(bestSteps)) {
      return false;
    }
    if (mean(bestSteps) >= mean(steps)) {
      return false; // on average, this trial may still be the best
    }
    return SignedRanks.pValue(differences, SignedRanks.Alternative.GREATER, SignedRanks.Zeros.SPLIT)
        < threshold;
  }

  private static boolean finite(NavigableMap<Integer, Double> steps) {
    return steps.values().stream().allMatch(Double::isFinite);
  }

  private static double mean(NavigableMap<Integer, Double> steps) {
    return steps.values().stream().mapToDouble(v -> v).average().orElseThrow();
  }

  @Override
  public String describe() {
    return "Wilcoxon's test, p %s, startup %d".formatted(threshold, startup);
  }

  @Override
  public String toString() {
    return describe();
  }
}
