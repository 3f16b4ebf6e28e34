// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.files.FolderLock;
import io.nyala.io.ModelFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that are interrupted and go on with {@code --resume}. */
class ResumeTest {
  /** Recipes with large tables of vectors, which are kept when no row waits: at the epoch's end. */
  private static final List<String> KEPT_BY_EPOCH = List.of("imdb-lstm", "newsgroups-cnn");

  /** What recipes with loops of their own say when training is over and measuring begins. */
  private static final Map<String, String> TRAINED =
      Map.of(
          "monitor-regression", "Validation error",
          "mnist-gan", "Generated images",
          "cifar10-gan", "Generated images");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  static List<String> recipes() {
    return ShortRuns.trainings();
  }

  /** Cut in the midst of training, and once more when it is over and nothing is measured yet. */
  @ParameterizedTest
  @MethodSource("recipes")
  void every_recipe_goes_on_to_the_same_weights(String name) throws IOException {
    List<String> line = ShortRuns.command(name);
    assertThat(run("whole", line)).as(stderr()).isZero();
    Map<String, Object> whole = ShortRuns.result(stdout());
    assertThat(folder.resolve("whole/unfinished")).doesNotExist();

    String cut = KEPT_BY_EPOCH.contains(name) ? "Epoch 2/2" : "Epoch 1/2";
    assertThat(runUntil(cut, "cut", line)).as(stdout()).isOne();
    assertThat(folder.resolve("cut/unfinished/run.json")).exists();
    List<String> resume = ShortRuns.resuming(name);
    String trained = TRAINED.getOrDefault(name, "steps per second");
    assertThat(runUntil(trained, "cut", resume)).as(stdout()).isOne();
    assertThat(stdout()).contains("Resuming the interrupted run: epoch ");
    assertThat(run("cut", resume)).as(stderr()).isZero();

    assertThat(stdout()).contains("the interrupted run: epoch 3, after step 0.");
    assertThat(ShortRuns.result(stdout())).isEqualTo(whole);
    assertThat(folder.resolve("cut/unfinished")).doesNotExist();
    ModelFiles.load(folder.resolve("cut/model.keras"));
  }

  @Test
  void says_that_there_is_nothing_to_go_on_with() {
    assertThat(run("none", List.of("run", "wine-regression", "--resume"))).isEqualTo(2);

    assertThat(stderr())
        .startsWith("nyala: --resume: no unfinished run in ")
        .contains("none; run it without --resume");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seed 4|--seed 3, not 4",
        "--epochs 5 --variant book|--epochs 2, not 5; with --variant quality, not book",
        "--batch 16|no --batch, not 16",
        "--deep|--deep false, not true",
        "--data elsewhere|--data sample, not /",
      })
  void says_which_settings_are_others(String settings, String message) {
    interrupted();
    List<String> line = new ArrayList<>(List.of("run", "wine-regression", "--resume"));
    line.addAll(List.of(settings.split(" ")));

    assertThat(run("cut", line)).isEqualTo(2);

    assertThat(stderr())
        .startsWith("nyala: --resume: the unfinished run was started with " + message)
        .contains("run with --fresh instead to start over");
  }

  @Test
  void same_settings_may_be_given_again_and_threads_may_differ() {
    interrupted();
    List<String> line = new ArrayList<>(List.of("run", "wine-regression", "--seed", "3"));
    line.addAll(List.of("--epochs", "2", "--threads", "1", "--resume", "--data", "sample"));

    assertThat(run("cut", line)).as(stderr()).isZero();

    assertThat(run("cut", line)).isEqualTo(2);
    assertThat(stderr()).contains("no unfinished run in", "(a complete one exists)");
  }

  @Test
  void another_recipe_cannot_go_on() {
    interrupted();

    assertThat(run("cut", List.of("run", "seizure-binary", "--resume"))).isEqualTo(2);

    assertThat(stderr()).contains("belongs to wine-regression, not to seizure-binary");
  }

  @Test
  void damage_of_both_checkpoints_is_told() throws IOException {
    interrupted();
    for (String file : List.of("training.checkpoint", "training.previous.checkpoint")) {
      Files.write(folder.resolve("cut/unfinished/training").resolve(file), new byte[50]);
    }

    assertThat(run("cut", List.of("run", "wine-regression", "--resume"))).isEqualTo(2);

    assertThat(stderr())
        .startsWith("nyala: --resume: no checkpoint in ")
        .contains("truncated", "run with --fresh instead");
  }

  @Test
  void a_damaged_list_of_settings_is_told() throws IOException {
    interrupted();
    Files.writeString(folder.resolve("cut/unfinished/run.json"), "{\"recipe\"");

    assertThat(run("cut", List.of("run", "wine-regression", "--resume"))).isEqualTo(2);

    assertThat(stderr()).contains("run.json cannot be read", "run with --fresh instead");
  }

  @Test
  void an_unfinished_run_is_not_discarded_unless_asked_for() throws IOException {
    interrupted();
    Path kept = folder.resolve("cut/unfinished/training/training.checkpoint");
    byte[] before = Files.readAllBytes(kept);
    String line = "run wine-regression --data sample --epochs 1 --quiet --json";

    assertThat(run("cut", List.of(line.split(" ")))).isEqualTo(2);

    Path at = folder.resolve("cut");
    assertThat(stderr())
        .isEqualTo(
            ("nyala: --out: %s contains an unfinished run; resume it: ./nyala run wine-regression"
                    + " --out %s --resume; or discard it: ./nyala run wine-regression --data sample"
                    + " --epochs 1 --quiet --json --out %s --fresh%n")
                .formatted(at, at, at));
    assertThat(stdout()).isEmpty();
    assertThat(kept).hasBinaryContent(before);

    line = "run wine-regression --data sample --epochs 1 --fresh";
    assertThat(run("cut", List.of(line.split(" ")))).as(stderr()).isZero();

    assertThat(stdout())
        .contains("The previous unfinished run is discarded")
        .doesNotContain("Resuming");
    assertThat(folder.resolve("cut/unfinished")).doesNotExist();
    assertThat(folder.resolve("cut/in-use.lock")).doesNotExist();
    line = "run wine-regression --data sample --epochs 1";
    assertThat(run("cut", List.of(line.split(" ")))).as("over a whole one").isZero();
  }

  @Test
  void one_cannot_go_on_and_begin_anew() {
    assertThat(run("none", List.of("run", "wine-regression", "--resume", "--fresh"))).isEqualTo(2);

    assertThat(stderr()).contains("--resume continues and --fresh starts over; use one of them");
  }

  @Test
  void a_failed_run_says_how_to_go_on() {
    interrupted();

    Path at = folder.resolve("cut");
    assertThat(stderr())
        .startsWith("nyala: IllegalStateException: interrupted")
        .endsWith(
            ("nyala: the run is saved in %s/unfinished up to its last checkpoint; resume it: "
                    + "./nyala run wine-regression --out %s --resume; or discard it: ./nyala run"
                    + " wine-regression --data sample --epochs 2 --seed 3 --keep-every 3 --out %s"
                    + " --fresh%n")
                .formatted(at, at, at));
  }

  @Test
  void two_runs_in_one_folder_are_one_too_many() throws IOException {
    interrupted();
    try (FolderLock other = FolderLock.of(folder.resolve("cut"))) {
      for (String how : List.of("--resume", "--fresh", "--quiet")) {
        String line = "run wine-regression --data sample " + how;
        assertThat(run("cut", List.of(line.split(" ")))).as(how).isEqualTo(2);
        assertThat(stderr())
            .isEqualTo(
                ("nyala: --out: %s is in use by process %d; wait until it ends, or use another "
                        + "folder%n")
                    .formatted(folder.resolve("cut"), ProcessHandle.current().pid()));
      }
      assertThat(other).isNotNull();
    }
    assertThat(run("cut", List.of("run", "wine-regression", "--resume"))).as(stderr()).isZero();
  }

  /** The doctor may come in the middle, to a run that had none. */
  @Test
  void the_doctor_may_come_later() {
    interrupted();

    assertThat(run("cut", List.of("run", "wine-regression", "--resume", "--doctor")))
        .as(stderr())
        .isZero();
  }

  @Test
  void the_rhythm_must_be_steps_or_seconds() {
    String line = "run wine-regression --data sample --keep-every often";

    assertThat(run("cut", List.of(line.split(" ")))).isEqualTo(2);

    assertThat(stderr()).contains("--keep-every must be a number of steps", "got 'often'");
  }

  private void interrupted() {
    String line = "run wine-regression --data sample --epochs 2 --seed 3 --keep-every 3";
    assertThat(runUntil("Epoch 1/2", "cut", List.of(line.split(" ")))).isOne();
  }

  private int run(String to, List<String> args) {
    return runUntil("no such text", to, args);
  }

  /** Runs a command that fails when it prints a text. */
  private int runUntil(String text, String to, List<String> args) {
    out.reset();
    err.reset();
    List<String> line = new ArrayList<>(args);
    line.addAll(List.of("--out", folder.resolve(to).toString()));
    PrintStream bomb =
        new PrintStream(out, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String printed) {
            super.println(printed);
            if (printed.contains(text)) {
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

  private String stderr() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
