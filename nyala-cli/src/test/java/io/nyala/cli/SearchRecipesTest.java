// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.ModelFiles;
import io.nyala.tune.Study;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes that search. */
class SearchRecipesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  static List<String> searches() {
    return ShortRuns.SEARCHES;
  }

  /** Runs a command, which fails as soon as it prints a text. */
  private int run(String until, String to, List<String> args) {
    out.reset();
    err.reset();
    List<String> line = new ArrayList<>(args);
    line.addAll(List.of("--out", folder.resolve(to).toString()));
    PrintStream bomb =
        new PrintStream(out, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String printed) {
            super.println(printed);
            if (until != null && printed.startsWith(until)) {
              throw new IllegalStateException("interrupted");
            }
          }
        };
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new CommandLineApp(Catalog.standard(), bomb, errors, false)
        .run(line.toArray(String[]::new));
  }

  private String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<String> with(List<String> line, String... more) {
    List<String> longer = new ArrayList<>(line);
    longer.addAll(List.of(more));
    return longer;
  }

  @ParameterizedTest
  @MethodSource("searches")
  void go_on_to_the_same_model_whatever_the_workers(String name) throws IOException {
    List<String> line = ShortRuns.command(name);
    assertThat(run(null, "whole", line)).as(err.toString(StandardCharsets.UTF_8)).isZero();
    Map<String, Object> whole = ShortRuns.result(stdout());
    Map<String, Object> report = JSON.std.mapFrom(stdout().lines().toList().getLast());
    Map<?, ?> metrics = (Map<?, ?>) report.get("metrics");
    Study study = Study.in(Path.of(report.get("study").toString()).getParent());
    assertThat(metrics.get("trials")).isEqualTo((double) study.trials().size());
    assertThat(metrics.get("best_value")).isEqualTo(study.best().orElseThrow().value());
    String onTest =
        name.startsWith("wine")
            ? "test_mae"
            : name.startsWith("cartpole") ? "test_return_mean" : "test_accuracy";
    assertThat((Double) metrics.get(onTest)).isFinite();
    assertThat((Double) metrics.get("runs")).isPositive();
    assertThat(folder.resolve("whole/unfinished")).doesNotExist();
    ModelFiles.load(folder.resolve("whole/model.keras"));

    assertThat(run("trial 1 ", "cut", with(line, "--workers", "2"))).isOne();
    assertThat(folder.resolve("cut/unfinished/run.json")).exists();
    assertThat(run(null, "cut", line)).as("needs --resume or --fresh").isNotZero();
    assertThat(run(null, "cut", with(ShortRuns.resuming(name), "--workers", "3")))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(ShortRuns.result(stdout())).isEqualTo(whole);

    assertThat(run(null, "cut", line)).isZero();
    assertThat(stdout()).contains("trial 0 "); // a new run searches anew
  }

  @Test
  void hyperband_prints_its_schedule_and_ends() {
    assertThat(run(null, "none", List.of("run", "mnist-hyperband", "--schedule"))).isZero();
    assertThat(stdout())
        .contains("bracket 4: 81 x 1, 27 x 3, 9 x 9, 3 x 27, 1 x 81 epochs")
        .contains("143 trials, 206 runs, 1,581 epochs");
    assertThat(folder.resolve("none")).doesNotExist();
    assertThat(
            run(
                null,
                "none",
                List.of("run", "mnist-hyperband", "--schedule", "--max-epochs", "9", "--json")))
        .isZero();
    assertThat(stdout()).contains("17 trials, 22 runs, 69 epochs").doesNotContain("{");
  }

  @Test
  void too_many_workers_are_refused() {
    assertThat(run(null, "w", List.of("run", "wine-search", "--data", "sample", "--workers", "5")))
        .isNotZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("--workers: expected 1 to 4, or more with --asynchronous, got 5");
  }
}
