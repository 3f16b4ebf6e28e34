// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.report;

import io.nyala.plot.Quantity;
import io.nyala.tune.Goal;
import io.nyala.tune.Study;
import io.nyala.tune.TrialResult;
import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.importance.PedAnova;
import io.nyala.tune.space.FloatParameter;
import io.nyala.tune.space.IntParameter;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.Sampling;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The complete trials of a study as columns of numbers for plots. */
final class Columns {
  private final SearchSpace space;
  private final List<Goal> goals;
  private final List<TrialResult> complete;

  Columns(Study study) {
    this.space = study.space();
    this.goals = study.goals();
    this.complete =
        study.trials().stream()
            .filter(trial -> trial.objectives().stream().allMatch(Double::isFinite))
            .filter(trial -> !trial.objectives().isEmpty())
            .toList();
  }

  /** Returns the number of complete trials with finite values. */
  int size() {
    return complete.size();
  }

  List<TrialResult> trials() {
    return complete;
  }

  List<Goal> goals() {
    return goals;
  }

  /** Returns the hyperparameters that can have more than one value. */
  List<Parameter> parameters() {
    return space.parameters().stream().filter(p -> p.points().orElse(2) > 1).toList();
  }

  /** Returns the values of an objective. */
  Quantity objective(int index) {
    Goal goal = goals.get(index);
    double[] values =
        complete.stream().mapToDouble(trial -> trial.objectives().get(index)).toArray();
    Quantity quantity = Quantity.of(goal.name(), values);
    return goal.maximised() ? quantity.highIsBest() : quantity;
  }

  /** Returns the values of a hyperparameter, on a logarithmic axis if it is sampled on one. */
  Quantity parameter(Parameter parameter) {
    String name = parameter.name();
    boolean numbers =
        complete.stream()
            .filter(trial -> trial.values().has(name))
            .allMatch(trial -> trial.values().get(name) instanceof Number);
    if (!numbers) {
      return Quantity.categories(name, complete.stream().map(trial -> text(trial, name)).toList());
    }
    double[] values =
        complete.stream()
            .mapToDouble(
                trial ->
                    trial.values().has(name)
                        ? ((Number) trial.values().get(name)).doubleValue()
                        : Double.NaN)
            .toArray();
    Quantity quantity = Quantity.of(name, values);
    return sampling(parameter) == Sampling.LINEAR ? quantity : quantity.logarithmic();
  }

  private static String text(TrialResult trial, String name) {
    return trial.values().has(name) ? String.valueOf(trial.values().get(name)) : null;
  }

  private static Sampling sampling(Parameter parameter) {
    return switch (parameter) {
      case FloatParameter p -> p.sampling();
      case IntParameter p -> p.sampling();
      default -> Sampling.LINEAR;
    };
  }

  /** Returns whether a hyperparameter is numeric. */
  static boolean isNumber(Parameter parameter) {
    return parameter instanceof FloatParameter || parameter instanceof IntParameter;
  }

  /** Returns the importance of each hyperparameter for the first objective, largest first. */
  Map<String, Double> importance() {
    Goal goal = goals.getFirst();
    List<FinishedTrial> views = new ArrayList<>();
    for (TrialResult trial : complete) {
      double value = trial.value();
      views.add(
          new FinishedTrial(
              trial.number(),
              TrialState.COMPLETE,
              space.point(trial.values()),
              new double[] {goal.maximised() ? -value : value},
              trial.steps(),
              trial.violation()));
    }
    return new PedAnova().of(space, views);
  }
}
