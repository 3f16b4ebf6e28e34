// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.SearchSpace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The time that samplers take themselves, of a trivial objective of ten numbers; on request, {@code
 * -Dnyala.tune.speed=true}. Optuna's times of the same searches come from {@code
 * TPESampler(seed=1)} and {@code GPSampler(seed=1)} with {@code study.optimize}.
 */
@EnabledIfSystemProperty(
    named = "nyala.tune.speed",
    matches = "true",
    disabledReason = "measures; -Dnyala.tune.speed=true")
class SamplerSpeedTest {
  private static final SearchSpace SPACE = Searches.numbers(10, -5, 5);

  private static double sphere(Assignment assignment) {
    double sum = 0;
    for (double x : Searches.values(assignment, 10)) {
      sum += (x - 1) * (x - 1);
    }
    return sum;
  }

  @Test
  void a_thousand_trials_of_tpe(TestReporter reporter) {
    measure(new TpeSampler(), 1000, reporter);
  }

  @Test
  void two_hundred_trials_of_the_gaussian_process(TestReporter reporter) {
    measure(new GaussianProcessSampler(), 200, reporter);
  }

  private static void measure(Sampler sampler, int trials, TestReporter reporter) {
    for (int run = 0; run < 3; run++) {
      long begin = System.nanoTime();
      List<FinishedTrial> all = Searches.run(sampler, SPACE, SamplerSpeedTest::sphere, trials, run);
      double seconds = (System.nanoTime() - begin) / 1e9;
      reporter.publishEntry(
          sampler.describe(), "run %d: %d trials in %.3f s".formatted(run, trials, seconds));
      assertThat(Searches.best(all)).isLessThan(2);
    }
  }
}
