// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.LogNames;
import io.nyala.models.Model;
import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Creates objectives from the names given by the user, and determines their values. */
final class Goals {
  private static final String VALIDATION = "val_";

  private Goals() {}

  /** Adds an objective as the user wants it. */
  static void want(List<Study.Wanted> wanted, String objective, Boolean maximised) {
    if (Arguments.given("objective", objective).isBlank()) {
      throw new IllegalArgumentException(
          "study: expected the name of an objective, got \"%s\"".formatted(objective));
    }
    if (wanted.stream().anyMatch(w -> w.name().equals(objective))) {
      throw new IllegalArgumentException("study: the objective \"" + objective + "\" occurs twice");
    }
    wanted.add(new Study.Wanted(objective, maximised));
  }

  /** Returns objectives whose values a program computes. */
  static List<Goal> named(List<Study.Wanted> wanted) {
    if (wanted.isEmpty()) {
      return List.of(new Goal("value", false));
    }
    List<Goal> goals = new ArrayList<>();
    for (Study.Wanted each : wanted) {
      if (each.maximised() == null) {
        throw new IllegalArgumentException(
            ("study: use minimize(\"%s\") or maximize(\"%s\"); only metrics of models have a known "
                    + "direction")
                .formatted(each.name(), each.name()));
      }
      goals.add(new Goal(each.name(), each.maximised()));
    }
    return goals;
  }

  /** Returns objectives that models log, after examining one model. */
  static List<Goal> logged(List<Study.Wanted> wanted, Model model) {
    List<String> names = LogNames.of(model);
    List<Goal> goals = new ArrayList<>();
    for (Study.Wanted each :
        wanted.isEmpty() ? List.of(new Study.Wanted("val_loss", false)) : wanted) {
      String name = each.name();
      String plain = name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
      if (!names.isEmpty() && !names.contains(plain)) {
        List<String> all = new ArrayList<>(names);
        names.forEach(n -> all.add(VALIDATION + n));
        throw new IllegalArgumentException(
            "study: no trial would report the objective \"%s\"; %s"
                .formatted(name, Names.hint(name, all)));
      }
      Boolean larger = each.maximised() == null ? model.largerIsBetter(name) : each.maximised();
      if (larger == null) {
        throw new IllegalArgumentException(
            "study: the direction of \"%s\" is unknown; use minimize(\"%s\") or maximize(\"%s\")%s"
                .formatted(
                    name,
                    name,
                    name,
                    names.isEmpty() ? ", or call model.compile(...) in the builder" : ""));
      }
      goals.add(new Goal(name, larger));
    }
    return goals;
  }

  /**
   * Returns the values of the objectives.
   *
   * @throws StudyException if one is missing, because it would be missing in all trials
   */
  static List<Double> pick(List<Goal> goals, Map<String, Double> values, Trial trial) {
    List<Double> picked = new ArrayList<>();
    for (Goal goal : goals) {
      Double value = values.get(goal.name());
      if (value == null) {
        throw new StudyException(
            "trial %d has no value for the objective \"%s\"; %s"
                .formatted(trial.number(), goal.name(), Names.hint(goal.name(), values.keySet())),
            null);
      }
      picked.add(value);
    }
    return picked;
  }
}
