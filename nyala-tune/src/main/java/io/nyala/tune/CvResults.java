// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tune.history.TrialState;
import io.nyala.tune.space.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists the trials of a cross-validated search in the columns of scikit-learn's {@code
 * cv_results_}.
 */
final class CvResults {
  static final String FIT_SECONDS = "fit_seconds";
  static final String SCORE_SECONDS = "score_seconds";

  private CvResults() {}

  static Map<String, List<Object>> of(Study study, int folds) {
    Map<String, List<Object>> table = new LinkedHashMap<>();
    List<TrialResult> trials = study.trials();
    double[] losses = new double[trials.size()];
    for (TrialResult trial : trials) {
      TrialResult from = trial.sameAs() < 0 ? trial : trials.get(trial.sameAs());
      times(table, "fit_time", numbers(from, FIT_SECONDS, folds));
      times(table, "score_time", numbers(from, SCORE_SECONDS, folds));
      for (Parameter parameter : study.space().parameters()) {
        String name = parameter.name();
        put(table, "param_" + name, trial.values().has(name) ? trial.values().get(name) : null);
      }
      put(table, "params", trial.values().asMap());
      List<Double> scores = numbers(from, CrossValidation.FOLDS, folds);
      for (int i = 0; i < folds; i++) {
        put(table, "split" + i + "_test_score", scores.get(i));
      }
      put(table, "mean_test_score", CrossValidation.mean(scores));
      put(table, "std_test_score", CrossValidation.deviation(scores));
      losses[trial.number()] = study.goals().getFirst().loss(CrossValidation.mean(scores));
    }
    for (double loss : losses) {
      put(table, "rank_test_score", rank(losses, loss));
    }
    return table;
  }

  private static void times(Map<String, List<Object>> table, String what, List<Double> seconds) {
    put(table, "mean_" + what, CrossValidation.mean(seconds));
    put(table, "std_" + what, CrossValidation.deviation(seconds));
  }

  private static List<Double> numbers(TrialResult trial, String attribute, int count) {
    if (trial.state() == TrialState.COMPLETE
        && trial.attributes().get(attribute) instanceof List<?> list
        && list.size() == count) {
      return list.stream().map(v -> ((Number) v).doubleValue()).toList();
    }
    Double[] none = new Double[count];
    Arrays.fill(none, Double.NaN);
    return List.of(none);
  }

  /** Ties share the best rank; NaN comes after all numbers. */
  private static int rank(double[] losses, double loss) {
    return 1
        + (int)
            Arrays.stream(losses)
                .filter(other -> Double.isNaN(loss) ? !Double.isNaN(other) : other < loss)
                .count();
  }

  private static void put(Map<String, List<Object>> table, String column, Object value) {
    table.computeIfAbsent(column, name -> new ArrayList<>()).add(value);
  }
}
