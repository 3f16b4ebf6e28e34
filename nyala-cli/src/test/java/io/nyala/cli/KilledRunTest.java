// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nyala.testing.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the command itself, as SIGKILL does, at places with names and at random moments, and goes
 * on with {@code --resume} until the run is whole. {@code -Dnyala.kills=100} spreads so many kills
 * over all recipes.
 */
class KilledRunTest {
  private static final int KILLS = Integer.getInteger("nyala.kills", 0);
  private static final int LIMIT_SECONDS = 600;
  private static final int KILLED = 137;

  /** Before, in and after a checkpoint, an evaluation, a save, the report and the end. */
  private static final List<String> PLACES =
      List.of(
          "run.json half",
          "run.json done",
          "training.checkpoint begun",
          "training.checkpoint half",
          "training.checkpoint half*2",
          "training.checkpoint whole",
          "training.checkpoint whole*2",
          "training.checkpoint moved",
          "training.checkpoint done",
          "validation begun",
          "validation half*2",
          "validation done",
          "evaluation begun",
          "evaluation half",
          "evaluation done",
          "model.json whole",
          "model.weights.npz half",
          "model.keras begun",
          "model.keras half",
          "model.keras whole",
          "model.keras done",
          "learning-curves.png whole",
          "report printed",
          "unfinished forgotten");

  /** In the order in which a run passes them, so that each is reached. */
  private static final List<String> SOME =
      List.of(
          "training.checkpoint half",
          "training.checkpoint whole*2",
          "training.checkpoint moved",
          "validation half",
          "evaluation begun",
          "model.keras half",
          "report printed",
          "unfinished forgotten");

  @TempDir Path folder;

  @Test
  void a_killed_run_goes_on_to_the_same_bits_from_every_place() throws Exception {
    String recipe = "wine-regression";
    Map<String, Object> whole = wholeRun(recipe);
    for (String place : SOME) {
      Process run = start(recipe, place);
      assertThat(run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).as(place + ": " + said()).isEqualTo(KILLED);
    }
    // Killed when it had said everything, and was counted as whole already.
    assertThat(ShortRuns.result(said())).isEqualTo(whole);
    assertThat(kept()).isFalse();
  }

  @Test
  void many_kills_of_every_recipe_change_nothing() throws Exception {
    assumeTrue(KILLS > 0, "only with -Dnyala.kills");
    List<String> recipes = ShortRuns.trainings();
    for (int i = 0; i < recipes.size(); i++) {
      int kills = KILLS * (i + 1) / recipes.size() - KILLS * i / recipes.size();
      kill(recipes.get(i), kills, new Random(i));
    }
  }

  /** Of three kills, two come at places with names. */
  private void kill(String recipe, int kills, Random random) throws Exception {
    Map<String, Object> whole = wholeRun(recipe);
    List<String> places = new ArrayList<>(PLACES);
    Collections.shuffle(places, random);
    List<String> killed = new ArrayList<>();
    for (int round = 0; killed.size() < kills; round++) {
      String place = round % 3 == 2 ? null : places.get(round % places.size());
      Process run = start(recipe, place);
      if (place == null) {
        awaitTraining(run);
        run.waitFor(random.nextInt(4_000), TimeUnit.MILLISECONDS);
        run.destroyForcibly();
      }
      assertThat(run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).as(place + ": " + said()).isIn(0, KILLED);
      if (run.exitValue() == KILLED) {
        killed.add(place == null ? "at random" : place);
      }
      if (!kept() && !said().isEmpty() && said().contains("weights_sha256")) {
        assertThat(ShortRuns.result(said())).as(recipe + " " + killed).isEqualTo(whole);
      }
    }
    Process last = start(recipe, null);
    assertThat(last.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).as(said()).isZero();
    assertThat(ShortRuns.result(said())).as(recipe + " " + killed).isEqualTo(whole);
    try (var files = Files.walk(folder.resolve("cut"))) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
    System.out.printf("%s: %d kills, same bits: %s%n", recipe, killed.size(), killed);
    deleteAll();
  }

  @Test
  void a_run_that_is_stopped_says_how_to_go_on_and_shares_its_folder_with_none() throws Exception {
    Process run = start("quickstart", null);
    awaitTraining(run);
    Path cut = folder.resolve("cut");
    ByteArrayOutputStream refused = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(refused, true, StandardCharsets.UTF_8);
    int status =
        new CommandLineApp(Catalog.standard(), stream, stream, false)
            .run("run", "quickstart", "--resume", "--out", cut.toString());
    assertThat(status).isEqualTo(2);
    assertThat(refused.toString(StandardCharsets.UTF_8))
        .contains("%s is in use by process %d; wait".formatted(cut, run.pid()));

    awaitText(run, "unfinished", () -> kept() ? "unfinished" : "");
    run.destroy(); // SIGTERM; SIGINT is handled alike
    assertThat(run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();

    assertThat(run.exitValue()).isEqualTo(143);
    assertThat(said())
        .contains(
            "%nnyala: interrupted; the run is saved in %s/unfinished up to its last checkpoint;"
                    .formatted(cut)
                + " resume it: ./nyala run quickstart --out %s --resume; or discard it: "
                    .formatted(cut))
        .endsWith("--out %s --fresh%n".formatted(cut));
  }

  private Map<String, Object> wholeRun(String recipe) throws Exception {
    Process whole = start(recipe, null);
    assertThat(whole.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(whole.exitValue()).as(said()).isZero();
    Map<String, Object> result = ShortRuns.result(said());
    deleteAll();
    return result;
  }

  private void deleteAll() throws IOException {
    try (var files = Files.walk(folder.resolve("cut"))) {
      for (Path each : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Waits until the model is described, which comes right before training. */
  private void awaitTraining(Process run) throws Exception {
    awaitText(run, "Total params", this::said);
  }

  /** Gives a text that grows. */
  @FunctionalInterface
  private interface Text {
    String get() throws IOException;
  }

  private static void awaitText(Process run, String awaited, Text text) throws Exception {
    while (run.isAlive() && !text.get().contains(awaited)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private boolean kept() {
    return Files.exists(folder.resolve("cut/unfinished/run.json"));
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said.txt"));
  }

  /** Starts a run, or goes on with what is kept of it. */
  private Process start(String recipe, String place) throws IOException {
    List<String> options =
        new ArrayList<>(List.of("-Xmx1g", "-XX:+UseSerialGC", "-Djava.awt.headless=true"));
    if (place != null) {
      options.add("-Dnyala.kill=" + place);
    }
    List<String> line =
        new ArrayList<>(kept() ? ShortRuns.resuming(recipe) : ShortRuns.command(recipe));
    line.addAll(List.of("--threads", "1", "--out", folder.resolve("cut").toString()));
    return ChildJvm.running(Main.class.getName(), options, line)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said.txt").toFile())
        .start();
  }
}
