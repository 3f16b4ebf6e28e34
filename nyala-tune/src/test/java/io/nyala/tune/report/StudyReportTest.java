// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tune.Study;
import io.nyala.tune.Trial;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyReportTest {
  @TempDir Path folder;

  private static SearchSpace space() {
    return Hyperparameters.declare(
        hp -> {
          hp.floatRange("rate", 1e-4, 1e-1).log();
          hp.intRange("units", 8, 64);
          hp.choice("kind", "<plain>", "a & b");
        });
  }

  private static double value(Trial trial) {
    double rate = Math.log10(trial.values().getDouble("rate"));
    double units = trial.values().getInt("units") / 64.0;
    double value = (rate + 2) * (rate + 2) + 0.1 * units;
    if (trial.number() % 7 == 6) {
      throw new IllegalStateException("no luck");
    }
    for (int epoch = 1; epoch <= 3; epoch++) {
      trial.report(epoch, value + 1.0 / epoch);
    }
    return value;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void shows_the_best_trial_all_trials_and_what_made_the_difference() throws IOException {
    Study study = Study.inMemory().trials(40).seed(3).run(space(), StudyReportTest::value);
    Path page = StudyReport.write(study, folder);

    String html = Files.readString(page);
    assertThat(page.getFileName()).hasToString("report.html");
    assertThat(files())
        .containsExactly(
            "contour.svg",
            "history.svg",
            "importance.svg",
            "parallel.svg",
            "report.html",
            "slice-1.svg",
            "slice-2.svg",
            "slice-3.svg",
            "steps.svg",
            "timeline.svg");
    assertThat(html)
        .contains("40 trials (35 complete, 5 failed), 40 trainings")
        .contains("Trial " + study.best().orElseThrow().number() + ": value <strong>")
        .contains("&lt;plain&gt;", "a &amp; b")
        .doesNotContain("<plain>", "http-equiv", "src=", "@import");
    assertThat(html.split("<figure>", -1)).hasSize(1 + 9);
    assertThat(html.split("<tr>", -1)).hasSize(1 + 3 + 1 + 40);
    // The rate decides, so it stands first in what is ordered by importance.
    assertThat(html).containsSubsequence("value over rate", "value over ");
    requireClosed(html);
  }

  private static void requireClosed(String html) {
    for (String tag : List.of("main", "section", "figure", "table", "tr", "td", "th", "svg", "g")) {
      assertThat(html.split("<" + tag + "[ >]", -1).length)
          .as(tag)
          .isGreaterThan(1)
          .isEqualTo(html.split("</" + tag + ">", -1).length);
    }
  }

  @Test
  void shows_the_front_of_several_objectives() throws IOException {
    Study study =
        Study.inMemory()
            .minimize("error")
            .maximize("speed")
            .trials(12)
            .runAll(
                space(),
                trial ->
                    Map.of(
                        "error",
                        trial.values().getDouble("rate"),
                        "speed",
                        (double) trial.values().getInt("units")));
    StudyReport.write(study, folder);
    assertThat(files()).contains("pareto.svg", "history.svg", "history-2.svg");
    assertThat(Files.readString(folder.resolve("pareto.svg")))
        .contains("Pareto front", "error", "speed");
  }

  @Test
  void says_so_while_no_trial_is_complete() throws IOException {
    Study study =
        Study.inMemory()
            .trials(2)
            .run(
                space(),
                trial -> {
                  throw new IllegalStateException("no luck");
                });
    String html = Files.readString(StudyReport.write(study, folder));
    assertThat(html).contains("2 trials (2 failed)", "No trial is complete yet.");
  }

  @Test
  void takes_no_file_for_a_folder() throws IOException {
    Study study = Study.inMemory().trials(2).run(space(), StudyReportTest::value);
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> StudyReport.write(study, file))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessageContaining("the report needs a folder");
  }

  @Test
  void a_study_that_never_ran_has_no_report() {
    Path none = folder.resolve("none");
    assertThatIllegalStateException()
        .isThrownBy(() -> StudyReport.write(Study.in(none), folder))
        .withMessageContaining("there is no journal in " + none);
    Path inside = folder.resolve("study");
    Study.in(inside).trials(1).run(space(), trial -> 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> StudyReport.write(Study.in(folder), folder))
        .withMessageEndingWith("yet; did you mean " + inside + "?");
    assertThat(folder.resolve(StudyReport.PAGE)).doesNotExist();
  }
}
