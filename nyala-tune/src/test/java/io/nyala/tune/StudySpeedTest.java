// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The time of a whole search of a trivial objective of ten numbers, sampler, records and journal
 * included; on request, {@code -Dnyala.tune.speed=true}. Optuna's times of the same search come
 * from {@code create_study(sampler=TPESampler(seed=1))} in memory, and with {@code
 * JournalStorage(JournalFileBackend(file))}.
 */
@EnabledIfSystemProperty(
    named = "nyala.tune.speed",
    matches = "true",
    disabledReason = "measures; -Dnyala.tune.speed=true")
class StudySpeedTest {
  private static final int NUMBERS = 10;
  private static final int TRIALS = Integer.getInteger("nyala.trials", 1000);
  private static final int RUNS = 3;

  @TempDir Path folder;

  private static SearchSpace space() {
    return Hyperparameters.declare(
        hp -> {
          for (int i = 0; i < NUMBERS; i++) {
            hp.floatRange("x" + i, -5, 5);
          }
        });
  }

  private static double sphere(Trial trial) {
    double sum = 0;
    for (int i = 0; i < NUMBERS; i++) {
      double x = trial.suggestFloat("x" + i, -5, 5) - 1;
      sum += x * x;
    }
    return sum;
  }

  @Test
  void a_search_in_memory(TestReporter reporter) {
    for (int run = 0; run < RUNS; run++) {
      measure("memory", Study.inMemory(), run, reporter);
    }
  }

  @Test
  void a_search_with_a_journal(TestReporter reporter) {
    for (int run = 0; run < RUNS; run++) {
      measure("journal", Study.in(folder.resolve("run" + run)), run, reporter);
    }
  }

  private static void measure(String what, Study study, int run, TestReporter reporter) {
    long begin = System.nanoTime();
    study.seed(run).trials(TRIALS).run(space(), StudySpeedTest::sphere);
    double seconds = (System.nanoTime() - begin) / 1e9;
    reporter.publishEntry(what, "run %d: %d trials in %.3f s".formatted(run, TRIALS, seconds));
    assertThat(study.best().orElseThrow().value()).isLessThan(2);
  }
}
