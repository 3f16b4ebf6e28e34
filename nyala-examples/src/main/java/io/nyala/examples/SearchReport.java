// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.tune.Study;
import io.nyala.tune.TrialResult;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.report.StudyReport;
import java.io.IOException;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report of a completed search. */
final class SearchReport {
  private static final int SHOWN = 5;

  private final Study study;
  private final double seconds;

  /**
   * Creates the report of a completed search.
   *
   * @param begun the start time, by {@code System.nanoTime}
   */
  SearchReport(Study study, long begun) {
    this.study = study;
    this.seconds = (System.nanoTime() - begun) / 1e9;
  }

  double seconds() {
    return seconds;
  }

  private boolean larger() {
    return study.goals().getFirst().maximised();
  }

  /** Prints the best trials. */
  void say(RecipeContext context) {
    Comparator<TrialResult> byValue = Comparator.comparingDouble(TrialResult::value);
    List<TrialResult> best =
        study.trials().stream()
            .filter(trial -> trial.state() == TrialState.COMPLETE)
            .sorted(larger() ? byValue.reversed() : byValue)
            .limit(SHOWN)
            .toList();
    context.say(
        "%nThe best of %,d trials by %s:", study.trials().size(), study.goals().getFirst().name());
    for (TrialResult trial : best) {
      context.say("  %.4f  trial %d  %s", trial.value(), trial.number(), trial.values());
    }
  }

  /** Writes the page with the plots and prints its path. */
  void page(RecipeContext context) throws IOException {
    context.say("%nThe report is %s", StudyReport.write(study, context.output("report")));
  }

  /**
   * Prints the results for each combination of some hyperparameters, regardless of training length.
   */
  void compare(RecipeContext context, String... names) {
    Map<String, DoubleSummaryStatistics> groups = new TreeMap<>();
    for (TrialResult trial : study.trials()) {
      trial.steps().values().stream()
          .filter(Double::isFinite)
          .min(larger() ? Comparator.reverseOrder() : Comparator.naturalOrder())
          .ifPresent(
              value ->
                  groups
                      .computeIfAbsent(key(trial, names), k -> new DoubleSummaryStatistics())
                      .accept(value));
    }
    context.say(
        "%nBest %s of a trial, by %s:",
        study.goals().getFirst().name(), String.join(" and ", names));
    groups.forEach(
        (key, values) ->
            context.say(
                "  %-24s %3d trials, best %.4f, mean %.4f",
                key,
                values.getCount(),
                larger() ? values.getMax() : values.getMin(),
                values.getAverage()));
  }

  private static String key(TrialResult trial, String... names) {
    return Stream.of(names)
        .map(name -> String.valueOf(trial.values().get(name)))
        .collect(Collectors.joining(", "));
  }

  /** Returns the number of reports of trials: epochs, or folds. */
  int reports() {
    return study.trials().stream().mapToInt(trial -> trial.steps().size()).sum();
  }

  /**
   * Returns the number of training steps.
   *
   * @param rows the number of rows in an epoch
   * @param epochs the number of epochs between two reports
   */
  long steps(long rows, int epochs) {
    return study.trials().stream()
        .mapToLong(
            trial ->
                (long) trial.steps().size()
                    * epochs
                    * Math.ceilDiv(rows, trial.values().getInt("batch")))
        .sum();
  }

  /** Adds the results to a report. */
  RunReport.Builder into(RunReport.Builder report, int runs) {
    return report
        .study(study.journal().orElseThrow())
        .metric("trials", study.trials().size())
        .metric("runs", runs)
        .metric("best_value", study.best().orElseThrow().value());
  }
}
