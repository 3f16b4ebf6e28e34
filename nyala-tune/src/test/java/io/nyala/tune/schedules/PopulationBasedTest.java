// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nyala.tune.schedules.Seen.End;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PopulationBasedTest {
  private static final PopulationBased SCHEDULE = PopulationBased.of(4, 5, 2);
  private final List<Seen> jobs = new ArrayList<>();
  private int trials;

  /** Follows decisions; a copy takes the first of its sources. */
  private Decision decide(TrialSchedule schedule) {
    Decision decision = schedule.next(jobs);
    int index = jobs.size();
    switch (decision) {
      case Decision.Begin b ->
          jobs.add(new Seen(new Job(index, trials++, 0, b.epochs(), 0, b.bracket()), null));
      case Decision.Copy c ->
          jobs.add(new Seen(new Job(index, trials++, 0, c.epochs(), 1, c.bracket()), null));
      case Decision.GoOn g -> {
        Job before =
            jobs.stream().map(Seen::job).filter(j -> j.trial() == g.trial()).toList().getLast();
        jobs.add(
            new Seen(
                new Job(index, g.trial(), before.to(), g.epochs(), 1, before.bracket()), null));
      }
      default -> {}
    }
    return decision;
  }

  private void end(int index, double loss) {
    End end = Double.isNaN(loss) ? End.FAILED : End.REACHED;
    jobs.set(index, new Seen(jobs.get(index).job(), new Seen.Outcome(end, loss)));
  }

  private void generation(double... losses) {
    for (int i = 0; i < losses.length; i++) {
      decide(SCHEDULE);
    }
    for (int i = 0; i < losses.length; i++) {
      end(jobs.size() - losses.length + i, losses[i]);
    }
  }

  @Test
  void the_worst_is_replaced_by_a_copy_of_the_best_and_the_others_go_on() {
    for (int i = 0; i < 4; i++) {
      assertThat(decide(SCHEDULE)).isEqualTo(new Decision.Begin(2, i, false));
    }
    assertThat(decide(SCHEDULE)).isEqualTo(new Decision.Wait());
    end(3, 0.1);
    end(0, 0.3);
    end(2, 0.2);
    assertThat(decide(SCHEDULE)).isEqualTo(new Decision.Wait());
    end(1, 0.4);
    Perturbation usual = new Perturbation(0.25, 0.8, 1.2);
    assertThat(decide(SCHEDULE)).isEqualTo(new Decision.Copy(List.of(3), usual, 4, 1, false));
    for (int trial : List.of(0, 2, 3)) {
      assertThat(decide(SCHEDULE)).isEqualTo(new Decision.GoOn(trial, 4, false, false));
    }
    for (int i = 4; i < 8; i++) {
      end(i, i); // the copy, trial 4 in place 1, is the best; trial 3 the worst
    }
    assertThat(decide(SCHEDULE)).isEqualTo(new Decision.Copy(List.of(4), usual, 5, 3, true));
    for (int trial : List.of(0, 2, 4)) {
      assertThat(decide(SCHEDULE)).isEqualTo(new Decision.GoOn(trial, 5, false, true));
    }
    assertThat(decide(SCHEDULE)).isEqualTo(new Decision.Wait());
    for (int i = 8; i < 12; i++) {
      end(i, i);
    }
    assertThat(decide(SCHEDULE))
        .isEqualTo(new Decision.End("all 4 members were trained for 5 epochs"));
  }

  @Test
  void all_that_failed_are_replaced() {
    generation(Double.NaN, 1, Double.NaN, Double.NaN);
    for (int place : List.of(0, 2, 3)) {
      assertThat(decide(SCHEDULE))
          .isInstanceOfSatisfying(
              Decision.Copy.class,
              copy -> {
                assertThat(copy.sources()).containsExactly(1);
                assertThat(copy.bracket()).isEqualTo(place);
              });
    }
    assertThat(decide(SCHEDULE)).isEqualTo(new Decision.GoOn(1, 4, false, false));
  }

  @Test
  void ends_when_all_have_failed() {
    generation(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    assertThat(decide(SCHEDULE))
        .isEqualTo(new Decision.End("no member of the population has a value after 2 epochs"));
  }

  @Test
  void a_quantile_of_a_half_replaces_half() {
    PopulationBased half = SCHEDULE.quantile(0.5);
    generation(4, 1, 3, 2);
    for (int i = 0; i < 2; i++) {
      assertThat(decide(half))
          .isInstanceOfSatisfying(
              Decision.Copy.class, copy -> assertThat(copy.sources()).containsExactly(1, 3));
    }
    assertThat(decide(half)).isEqualTo(new Decision.GoOn(1, 4, false, false));
    assertThat(decide(half)).isEqualTo(new Decision.GoOn(3, 4, false, false));
  }

  @Test
  void refuses_what_makes_no_population() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PopulationBased.of(1, 5, 2))
        .withMessageContaining("got 1 members, 5 epochs, an interval of 2");
    assertThatIllegalArgumentException().isThrownBy(() -> PopulationBased.of(4, 5, 6));
    assertThatIllegalArgumentException().isThrownBy(() -> SCHEDULE.quantile(0.6));
    assertThatIllegalArgumentException().isThrownBy(() -> new Perturbation(0.2, 1.1, 1.2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Perturbation(2, 0.8, 1.2));
    assertThat(SCHEDULE.units()).isEqualTo(20);
    assertThat(SCHEDULE).hasToString(SCHEDULE.describe());
  }
}
