// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.report;

import io.nyala.io.tensorboard.HParam;
import io.nyala.io.tensorboard.SummaryWriter;
import io.nyala.settings.Arguments;
import io.nyala.tune.Goal;
import io.nyala.tune.Study;
import io.nyala.tune.TrialResult;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.space.ChoiceParameter;
import io.nyala.tune.space.FixedParameter;
import io.nyala.tune.space.FloatParameter;
import io.nyala.tune.space.IntParameter;
import io.nyala.tune.space.Parameter;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a study as event files for TensorBoard's HParams table: a folder for each finished trial,
 * with its values, objectives and reports.
 */
public final class StudyEvents {
  /** The tag of reports. */
  private static final String REPORTS = "reports/";

  private StudyEvents() {}

  /**
   * Writes the event files.
   *
   * @param study a study that has run, or whose journal another run has written
   * @param logDir a folder that is empty or does not exist, because TensorBoard expects one
   *     experiment per folder
   * @throws IOException if the folder is not empty or cannot be written
   * @throws IllegalStateException if the study has neither run nor a journal
   */
  public static void write(Study study, Path logDir) throws IOException {
    Arguments.given("study", study);
    requireEmpty(Arguments.given("log folder", logDir));
    List<Goal> goals = study.goals();
    try (SummaryWriter root = SummaryWriter.open(logDir)) {
      root.hparamsExperiment(
          study.space().parameters().stream().map(StudyEvents::described).toList(),
          goals.stream().map(Goal::name).toList());
    }
    for (TrialResult trial : study.trials()) {
      if (trial.state().finished()) {
        write(trial, goals, logDir.resolve("trial-%05d".formatted(trial.number())));
      }
    }
  }

  private static void requireEmpty(Path logDir) throws IOException {
    if (Files.isDirectory(logDir)) {
      try (Stream<Path> files = Files.list(logDir)) {
        if (files.findAny().isPresent()) {
          throw new DirectoryNotEmptyException(
              logDir + ": a folder can contain only one search; use a new one");
        }
      }
    }
  }

  private static HParam described(Parameter parameter) {
    return switch (parameter) {
      case FloatParameter p -> HParam.range(p.name(), p.min(), p.max());
      case IntParameter p -> HParam.range(p.name(), p.min(), p.max());
      case ChoiceParameter p -> HParam.choice(p.name(), p.values());
      case FixedParameter p -> HParam.choice(p.name(), List.of(p.value()));
    };
  }

  private static void write(TrialResult trial, List<Goal> goals, Path folder) {
    try (SummaryWriter run = SummaryWriter.open(folder)) {
      run.hparams(trial.values().asMap());
      trial
          .steps()
          .forEach((step, value) -> run.scalar(REPORTS + goals.getFirst().name(), value, step));
      int last = trial.steps().isEmpty() ? 0 : trial.steps().lastKey();
      for (int i = 0; i < trial.objectives().size(); i++) {
        run.scalar(goals.get(i).name(), trial.objectives().get(i), last);
      }
      run.hparamsEnd(trial.state() != TrialState.FAIL);
    }
  }
}
