// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.models.Model;
import io.nyala.saving.Weights;
import io.nyala.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a training with SIGKILL at random moments, in the midst of writing checkpoints too, until
 * it is through: it ends with the bits of a training that nobody disturbed. {@code
 * -Dnyala.kills=20} kills every kind of training more often.
 */
class KilledTrainingTest {
  private static final int KILLS = Integer.getInteger("nyala.kills", 2);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Trainings.class)
  void kills_change_nothing(Trainings training) throws Exception {
    Model whole = training.compiled();
    training.train(whole, null);
    Random random = new Random(42);
    Path at = folder.resolve(training.name());
    Path done = at.resolve("fingerprint");
    int killed = 0;
    while (killed < KILLS || !Files.exists(done)) {
      if (Files.exists(done)) {
        // Through before it was killed often enough: once more from the start.
        assertThat(done).hasContent(Weights.sha256(whole));
        Files.delete(done);
        Checkpoints.in(at).clear();
      }
      Process child = start(training, at);
      if (killed < KILLS) {
        killed += killAfterSteps(child, random) ? 1 : 0;
      }
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isIn(0, 137);
    }
    assertThat(done).hasContent(Weights.sha256(whole));
    System.out.printf("%s: %d kills, same weights%n", training, killed);
  }

  /** Waits for some steps and a fraction of one; tells whether the child still ran. */
  private static boolean killAfterSteps(Process child, Random random) throws Exception {
    int steps = 1 + random.nextInt(6);
    try (BufferedReader out = child.inputReader()) {
      for (int i = 0; i < steps; i++) {
        String line = out.readLine();
        if (line == null) {
          return false;
        }
      }
      TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
      boolean alive = child.isAlive();
      child.destroyForcibly();
      return alive;
    }
  }

  private static Process start(Trainings training, Path at) throws IOException {
    return ChildJvm.running(
            TrainingProgram.class.getName(),
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
            List.of(training.name(), at.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
