// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die or hang: the others say so, and a new start continues with the same bits. */
class FaultsTest {
  private static final int STEPS = 11; // of the training, 12 in all

  @TempDir Path folder;

  /** {@code -Dnyala.kills=5} kills more often; each time with other workers. */
  @Test
  void a_training_goes_on_with_the_workers_that_are_left() throws Exception {
    String alone = Networks.CLIPPED_SGD_WITH_AVERAGES.alone();
    Random random = new Random(7);
    for (int kill = 0; kill < Integer.getInteger("nyala.kills", 1); kill++) {
      Path checkpoints = folder.resolve("run" + kill);
      int victim = random.nextInt(3);
      try (Processes three =
          Processes.start(folder, 3, Networks.CLIPPED_SGD_WITH_AVERAGES, checkpoints)) {
        awaitSteps(three, victim, 1 + random.nextInt(STEPS));
        TimeUnit.MICROSECONDS.sleep(random.nextInt(3_000));
        three.process(victim).destroyForcibly();
        long killed = System.nanoTime();
        for (int r = 0; r < 3; r++) {
          if (r != victim) {
            assertThat(three.exit(r)).as(three.output(r)).isIn(0, 3);
            assertThat(three.output(r)).containsAnyOf("cluster " + victim, "result ");
          }
        }
        assertThat(System.nanoTime() - killed).isLessThan(TimeUnit.SECONDS.toNanos(25));
      }
      int left = 1 + kill % 2;
      try (Processes rest =
          Processes.start(folder, left, Networks.CLIPPED_SGD_WITH_AVERAGES, checkpoints)) {
        for (int r = 0; r < left; r++) {
          assertThat(rest.result(r)).isEqualTo(alone);
        }
      }
    }
  }

  private static void awaitSteps(Processes all, int i, int steps) throws Exception {
    for (int waited = 0; waited < 6_000; waited++) {
      if (all.output(i).lines().filter(line -> line.equals("step")).count() >= steps
          || !all.process(i).isAlive()) {
        return;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("no steps:\n" + all.output(i));
  }

  /** A stopped process keeps its connections, so only time tells. */
  @Test
  void a_worker_that_hangs_is_named() throws Exception {
    try (Processes all = Processes.none(folder)) {
      Map<String, String> impatient = Map.of("NYALA_TIMEOUT", "3");
      for (int r = 0; r < 3; r++) {
        all.add(r, 3, Networks.ADAM, null, List.of(), impatient);
      }
      awaitSteps(all, 1, 2);
      signal("STOP", all.process(1));
      try {
        for (int r : List.of(0, 2)) {
          assertThat(all.exit(r)).as(all.output(r)).isEqualTo(3);
          assertThat(all.output(r))
              .containsPattern("cluster 1 worker 1 .* did not answer: waited 3 s for the ");
        }
      } finally {
        signal("CONT", all.process(1));
      }
      assertThat(all.exit(1)).isEqualTo(3); // it has been given up
    }
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }
}
