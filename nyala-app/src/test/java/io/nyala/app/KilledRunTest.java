// SPDX-License-Identifier: Apache-2.0
package io.nyala.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the command itself with SIGKILL at random moments, mostly in the midst of writing a
 * checkpoint, and goes on with {@code --resume} until the run is whole. {@code -Dnyala.kills=20}
 * kills each of three recipes so often.
 */
class KilledRunTest {
  private static final int KILLS = Integer.getInteger("nyala.kills", 0);
  private static final int LIMIT_SECONDS = 300;

  @TempDir Path folder;

  @Test
  void a_killed_run_goes_on_to_the_same_weights() throws Exception {
    check("wine-regression --epochs 8", 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mnist-multiclass --variant dropout --batch 100 --epochs 3",
        "cifar10-cnn --augment --batch 50 --epochs 4",
        "price-lstm --epochs 8",
      })
  void many_kills_change_nothing(String recipe) throws Exception {
    if (KILLS > 0) {
      check(recipe, KILLS);
    }
  }

  private void check(String recipe, int kills) throws Exception {
    Process whole = start(recipe, "whole", false);
    assertThat(whole.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    String expected = weights("whole");
    Random random = new Random(42);
    int killed = 0;
    int rounds = 0;
    Path kept = folder.resolve("cut/unfinished/run.json");
    while (killed < kills) {
      Process run = start(recipe, "cut", Files.exists(kept));
      if (awaitTraining(run)) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
        killed += run.isAlive() ? 1 : 0;
        run.destroyForcibly();
      }
      assertThat(run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).as(said("cut")).isIn(0, 137);
      if (run.exitValue() == 0) {
        // Through before it was killed often enough: once more from the start.
        assertThat(weights("cut")).isEqualTo(expected);
        rounds++;
      }
    }
    Process last = start(recipe, "cut", Files.exists(kept));
    assertThat(last.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).as(said("cut")).isZero();
    assertThat(weights("cut")).isEqualTo(expected);
    System.out.printf("%s: %d kills, %d times through, same weights%n", recipe, killed, rounds + 1);
  }

  /** Waits until the model is described, which comes right before training. */
  private boolean awaitTraining(Process run) throws Exception {
    while (run.isAlive() && !said("cut").contains("Total params")) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return run.isAlive();
  }

  private String said(String to) throws IOException {
    return Files.readString(folder.resolve(to + ".txt"));
  }

  private String weights(String to) throws IOException {
    String last = said(to).lines().toList().getLast();
    return (String) JSON.std.mapFrom(last).get("weights_sha256");
  }

  private Process start(String recipe, String to, boolean resumed) throws IOException {
    List<String> path = new ArrayList<>(List.of("target/test-classes", "target/classes"));
    for (String property : List.of("jdk.module.path", "java.class.path")) {
      path.add(System.getProperty(property, ""));
    }
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                String.join(File.pathSeparator, path),
                Main.class.getName(),
                "run"));
    line.addAll(List.of(recipe.split(" ")));
    line.addAll(List.of("--data", "sample", "--keep-every", "1", "--json", "--out"));
    line.add(folder.resolve(to).toString());
    if (resumed) {
      line.add("--resume");
    }
    File out = folder.resolve(to + ".txt").toFile();
    return new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out).start();
  }
}
