// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tune.math.SignedRanks;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.SearchSpace;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * What samplers find on functions with a known minimum, and that each beats random draws. The
 * median of eight seeds; {@code -Dnyala.tune.seeds=20} takes more.
 */
class SamplerQualityTest {
  private static final int SEEDS = Integer.getInteger("nyala.tune.seeds", 8);
  private static final SearchSpace BRANIN = Searches.numbers(2, 0, 1);
  private static final SearchSpace HARTMANN = Searches.numbers(6, 0, 1);
  private static final SearchSpace ROSENBROCK = Searches.numbers(10, -5, 10);

  @Test
  void gaussian_process_finds_the_minimum_of_branin_in_40_trials() {
    double median = beatsRandom(GaussianProcessSampler::new, BRANIN, Searches::branin, 40);

    assertThat(median).isLessThanOrEqualTo(0.397887 + 1e-3);
  }

  @Test
  void gaussian_process_comes_close_to_the_minimum_of_hartmann_in_100_trials() {
    double median = beatsRandom(GaussianProcessSampler::new, HARTMANN, Searches::hartmann, 100);

    assertThat(median).isLessThanOrEqualTo(-3.2);
  }

  @Test
  void tpe_comes_near_the_minimum_of_hartmann_in_200_trials() {
    double median = beatsRandom(TpeSampler::new, HARTMANN, Searches::hartmann, 200);

    assertThat(median).isLessThanOrEqualTo(-2.9);
  }

  @Test
  void cma_es_follows_the_valley_of_rosenbrock_in_6000_trials() {
    double median = beatsRandom(CmaEsSampler::new, ROSENBROCK, Searches::rosenbrock, 6000);

    assertThat(median).isLessThanOrEqualTo(1e-6);
  }

  /** The median of the best losses, after a test that random draws find worse ones. */
  private static double beatsRandom(
      Supplier<Sampler> sampler, SearchSpace space, ToDoubleFunction<Assignment> loss, int trials) {
    double[] found = new double[SEEDS];
    double[] lead = new double[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      found[seed] = Searches.best(Searches.run(sampler.get(), space, loss, trials, seed));
      double random = Searches.best(Searches.run(new RandomSampler(), space, loss, trials, seed));
      lead[seed] = random - found[seed];
    }
    assertThat(SignedRanks.pValue(lead, SignedRanks.Alternative.GREATER, SignedRanks.Zeros.DROPPED))
        .as("random minus found: %s", Arrays.toString(lead))
        .isLessThan(0.01);
    Arrays.sort(found);
    return 0.5 * (found[(SEEDS - 1) / 2] + found[SEEDS / 2]);
  }
}
