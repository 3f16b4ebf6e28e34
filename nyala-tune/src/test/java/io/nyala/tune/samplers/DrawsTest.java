// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.tune.history.History;
import io.nyala.tune.history.RunningTrial;
import io.nyala.tune.space.IntParameter;
import io.nyala.tune.space.Sampling;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawsTest {
  @Test
  void follow_from_seed_number_and_name_alone() {
    assertThat(Draws.of(7, 3).nextLong()).isEqualTo(Draws.of(7, 3).nextLong());
    Set<Long> firsts = new HashSet<>();
    for (int seed = 0; seed < 30; seed++) {
      for (int number = 0; number < 30; number++) {
        firsts.add(Draws.of(seed, number).nextLong());
        firsts.add(Draws.of(seed, number, "units").nextLong());
      }
    }
    assertThat(firsts).hasSize(1800);
  }

  @Test
  void of_a_search_are_the_same_for_all_its_trials() {
    Draws used = Draws.of(7, 3);
    used.nextLong();
    long shared = used.shared("points").nextLong();

    assertThat(Draws.of(7, 900).shared("points").nextLong()).isEqualTo(shared);
    assertThat(Draws.of(7, 3, "units").shared("points").nextLong()).isEqualTo(shared);
    assertThat(Draws.of(8, 3).shared("points").nextLong()).isNotEqualTo(shared);
    assertThat(Draws.of(7, 3).shared("others").nextLong()).isNotEqualTo(shared);
  }

  @Test
  void have_the_moments_of_their_distributions() {
    int n = 100_000;
    double even = 0;
    double sum = 0;
    double squares = 0;
    for (int number = 0;
        number < n;
        number++) { // the first draws of neighbours are independent too
      Draws draws = Draws.of(1, number);
      even += draws.nextDouble();
      double x = draws.nextGaussian();
      sum += x;
      squares += x * x;
    }
    assertThat(even / n).isEqualTo(0.5, within(0.004)); // four standard errors
    assertThat(sum / n).isEqualTo(0, within(0.0127));
    assertThat(squares / n).isEqualTo(1, within(0.018));
  }

  @Test
  void a_random_sampler_prefers_points_that_are_new() {
    SearchSpace space =
        SearchSpace.of(List.of(new IntParameter("k", 0, 9, 0, Sampling.LINEAR, null)));
    RandomSampler sampler = new RandomSampler();
    List<RunningTrial> begun = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (int number = 0; number < 8; number++) {
      double[] point =
          sampler
              .propose(space, new History(List.of(), begun), number, Draws.of(5, number))
              .orElseThrow();
      seen.add(space.assignment(point));
      begun.add(new RunningTrial(number, space.point(space.assignment(point))));
    }
    assertThat(seen).hasSize(8);
  }
}
