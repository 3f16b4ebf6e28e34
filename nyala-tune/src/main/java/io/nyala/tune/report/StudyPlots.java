// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.report;

import io.nyala.plot.Plots;
import io.nyala.plot.Quantity;
import io.nyala.tune.Goal;
import io.nyala.tune.Study;
import io.nyala.tune.TrialResult;
import io.nyala.tune.space.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The plots for which a study has enough trials, in the order of a reader's questions. */
final class StudyPlots {
  private static final int FEWEST = 2;
  private static final int MOST_AXES = 10;
  private static final int MOST_SLICES = 12;

  /**
   * A plot to draw.
   *
   * @param name the file name without extension
   * @param heading the heading
   * @param drawing draws it to a file
   */
  record Plot(String name, String heading, Drawing drawing) {}

  /** Draws to a file. */
  @FunctionalInterface
  interface Drawing {
    void into(Path file) throws IOException;
  }

  private final Study study;
  private final Columns columns;
  private final List<Plot> plots = new ArrayList<>();

  private StudyPlots(Study study) {
    this.study = study;
    this.columns = new Columns(study);
  }

  static List<Plot> of(Study study) {
    StudyPlots all = new StudyPlots(study);
    all.collect();
    return all.plots;
  }

  private void collect() {
    if (columns.size() >= FEWEST) {
      history();
      front();
      Map<String, Double> importances = columns.importance();
      importance(importances);
      List<Parameter> byImportance = byImportance(importances);
      parallel(byImportance);
      slices(byImportance);
      contour(byImportance);
    }
    steps();
    if (study.trials().stream().anyMatch(trial -> trial.ended() != null)) {
      add(
          "timeline",
          "Timeline",
          file -> Plots.timeline(file, "Trials", "time (s)", Lanes.of(study.trials())));
    }
  }

  private void add(String name, String heading, Drawing drawing) {
    plots.add(new Plot(name, heading, drawing));
  }

  private void history() {
    for (int i = 0; i < columns.goals().size(); i++) {
      Quantity values = columns.objective(i);
      String name = columns.goals().get(i).name();
      add(
          "history" + suffix(i),
          "How " + name + " got better",
          file -> Plots.bestSoFar(file, name, "complete trial", values));
    }
  }

  private static String suffix(int index) {
    return index == 0 ? "" : "-" + (index + 1);
  }

  private void front() {
    if (columns.goals().size() < 2) {
      return;
    }
    Set<Integer> best = new HashSet<>();
    study.front().forEach(trial -> best.add(trial.number()));
    List<String> kinds =
        columns.trials().stream()
            .map(trial -> best.contains(trial.number()) ? "Pareto front" : "dominated")
            .toList();
    add(
        "pareto",
        "Pareto front",
        file ->
            Plots.scatter(
                file,
                "Pareto front",
                columns.objective(0),
                columns.objective(1),
                Quantity.categories("trial", kinds)));
  }

  private void importance(Map<String, Double> importances) {
    Map<String, Double> shares = new LinkedHashMap<>(importances);
    shares.keySet().retainAll(columns.parameters().stream().map(Parameter::name).toList());
    if (shares.values().stream().anyMatch(share -> share > 0)) {
      add(
          "importance",
          "Which hyperparameters made the difference",
          file ->
              Plots.bars(
                  file, "Importance for " + goal().name(), "share (PED-ANOVA)", first(shares)));
    }
  }

  private static Map<String, Double> first(Map<String, Double> shares) {
    Map<String, Double> some = new LinkedHashMap<>();
    shares.entrySet().stream()
        .limit(2L * MOST_AXES)
        .forEach(entry -> some.put(entry.getKey(), entry.getValue()));
    return some;
  }

  private Goal goal() {
    return columns.goals().getFirst();
  }

  private List<Parameter> byImportance(Map<String, Double> importances) {
    List<String> order = List.copyOf(importances.keySet());
    List<Parameter> parameters = new ArrayList<>(columns.parameters());
    parameters.sort(Comparator.comparingInt(parameter -> order.indexOf(parameter.name())));
    return parameters;
  }

  private void parallel(List<Parameter> parameters) {
    if (parameters.size() > 1) {
      List<Quantity> axes = parameters.stream().limit(MOST_AXES).map(columns::parameter).toList();
      add(
          "parallel",
          "Common properties of good trials",
          file -> Plots.parallelCoordinates(file, "All trials", axes, columns.objective(0)));
    }
  }

  private void slices(List<Parameter> parameters) {
    int n = 0;
    for (Parameter parameter : parameters.subList(0, Math.min(MOST_SLICES, parameters.size()))) {
      n++;
      String file = "slice-" + n;
      add(
          file,
          goal().name() + " over " + parameter.name(),
          path ->
              Plots.scatter(
                  path, parameter.name(), columns.parameter(parameter), columns.objective(0)));
    }
  }

  private void contour(List<Parameter> parameters) {
    List<Parameter> numbers = parameters.stream().filter(Columns::isNumber).limit(2).toList();
    if (numbers.size() == 2) {
      add(
          "contour",
          goal().name() + " over the two most important numeric hyperparameters",
          file ->
              Plots.contour(
                  file,
                  goal().name(),
                  columns.parameter(numbers.get(0)),
                  columns.parameter(numbers.get(1)),
                  columns.objective(0)));
    }
  }

  /** The reports of trials, coloured by their last report. */
  private void steps() {
    List<TrialResult> reported =
        study.trials().stream().filter(trial -> trial.steps().size() > 1).toList();
    if (reported.isEmpty()) {
      return;
    }
    List<Integer> steps = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    List<Double> last = new ArrayList<>();
    for (TrialResult trial : reported) {
      trial
          .steps()
          .forEach(
              (step, value) -> {
                steps.add(step);
                values.add(value);
                last.add(trial.steps().lastEntry().getValue());
              });
    }
    Quantity colour = Quantity.of("last report", numbers(last));
    add(
        "steps",
        "Course of the trials",
        file ->
            Plots.scatter(
                file,
                "Reports of " + reported.size() + " trials",
                Quantity.of("epoch or step", numbers(steps)),
                Quantity.of(goal().name(), numbers(values)),
                goal().maximised() ? colour.highIsBest() : colour));
  }

  private static double[] numbers(List<? extends Number> list) {
    return list.stream().mapToDouble(Number::doubleValue).toArray();
  }
}
