// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nyala.tune.schedules.Hyperband.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The numbers of the paper's pseudo-code, of its table 1, and of KerasTuner 1.4.7; those for 243
 * and 1000 epochs from the same formulas in exact fractions.
 */
class HyperbandTest {
  private static List<String> brackets(Hyperband hyperband) {
    return hyperband.brackets().stream()
        .map(
            rungs ->
                rungs.stream()
                    .map(rung -> rung.trials() + "x" + rung.epochs())
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  @Test
  void r_81_eta_3_in_the_three_variants() {
    Hyperband hyperband = Hyperband.of(81, 3);
    assertThat(brackets(hyperband))
        .containsExactly(
            "81x1 27x3 9x9 3x27 1x81",
            "34x3 11x9 3x27 1x81",
            "15x9 5x27 1x81",
            "8x27 2x81",
            "5x81");
    assertThat(hyperband.runs()).isEqualTo(206);
    assertThat(hyperband.trials()).isEqualTo(143);
    assertThat(hyperband.epochs()).isEqualTo(1581);
    assertThat(hyperband.fromScratch().epochs()).isEqualTo(1902);

    Hyperband table = hyperband.variant(Variant.PAPER_TABLE);
    assertThat(brackets(table))
        .containsExactly(
            "81x1 27x3 9x9 3x27 1x81", "27x3 9x9 3x27 1x81", "9x9 3x27 1x81", "6x27 2x81", "5x81");
    assertThat(table.runs()).isEqualTo(187);
    assertThat(table.epochs()).isEqualTo(1404);
    assertThat(table.fromScratch().epochs()).isEqualTo(1701);

    Hyperband keras = hyperband.variant(Variant.KERAS_TUNER);
    assertThat(brackets(keras))
        .containsExactly(
            "81x1 27x3 9x9 3x27 1x81",
            "34x3 12x9 4x27 2x81",
            "15x9 5x27 2x81",
            "8x27 3x81",
            "5x81");
    assertThat(keras.runs()).isEqualTo(211);
    assertThat(keras.epochs()).isEqualTo(1767);
  }

  @Test
  void r_243_eta_3_has_the_bracket_that_logarithms_lose() {
    assertThat(brackets(Hyperband.of(243, 3)))
        .containsExactly(
            "243x1 81x3 27x9 9x27 3x81 1x243",
            "98x3 32x9 10x27 3x81 1x243",
            "41x9 13x27 4x81 1x243",
            "18x27 6x81 2x243",
            "9x81 3x243",
            "6x243");
    assertThat(brackets(Hyperband.of(243, 3).variant(Variant.PAPER_TABLE)).get(2))
        .isEqualTo("27x9 9x27 3x81 1x243");
    assertThat(brackets(Hyperband.of(243, 3).variant(Variant.KERAS_TUNER)).get(1))
        .isEqualTo("98x3 33x9 11x27 4x81 2x243");
  }

  @Test
  void r_1000_eta_10_and_r_1() {
    assertThat(brackets(Hyperband.of(1000, 10)))
        .containsExactly(
            "1000x1 100x10 10x100 1x1000", "134x10 13x100 1x1000", "20x100 2x1000", "4x1000");
    for (Variant variant : Variant.values()) {
      assertThat(brackets(Hyperband.of(1, 3).variant(variant))).containsExactly("1x1");
    }
  }

  @Test
  void the_schedule_reads_well() {
    assertThat(Hyperband.of(9, 3).table())
        .isEqualTo(
            """
            bracket 2: 9 x 1, 3 x 3, 1 x 9 epochs
            bracket 1: 5 x 3, 1 x 9 epochs
            bracket 0: 3 x 9 epochs
            17 trials, 22 runs, 69 epochs""");
    assertThatIllegalArgumentException().isThrownBy(() -> Hyperband.of(0, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> Hyperband.of(81, 1));
  }

  /** Runs a schedule alone: the loss of trial t is {@code losses(t)}, known at once. */
  private static List<Job> simulate(TrialSchedule schedule, Map<Integer, Double> losses) {
    List<Seen> seen = new ArrayList<>();
    Map<Integer, Job> latest = new HashMap<>();
    while (true) {
      int index = seen.size();
      Job job =
          switch (schedule.next(seen)) {
            case Decision.Begin begin ->
                new Job(index, latest.size(), 0, begin.epochs(), 0, begin.bracket());
            case Decision.GoOn on -> {
              Job before = latest.get(on.trial());
              yield new Job(
                  index,
                  on.trial(),
                  on.anew() ? 0 : before.to(),
                  on.epochs(),
                  before.rung() + 1,
                  before.bracket());
            }
            case Decision.Copy copy -> throw new AssertionError(copy);
            case Decision.Wait() -> throw new AssertionError("all is known");
            case Decision.End(String why) -> {
              assertThat(why).isNotBlank();
              yield null;
            }
          };
      if (job == null) {
        return seen.stream().map(Seen::job).toList();
      }
      latest.put(job.trial(), job);
      double loss = losses.getOrDefault(job.trial(), (double) Math.floorMod(job.trial() * 7, 31));
      seen.add(
          new Seen(
              job,
              Double.isNaN(loss)
                  ? new Seen.Outcome(Seen.End.FAILED, loss)
                  : new Seen.Outcome(Seen.End.REACHED, loss)));
    }
  }

  @Test
  void every_run_of_the_table_is_decided_and_the_best_go_on() {
    List<Job> jobs = simulate(Hyperband.of(81, 3), Map.of());
    assertThat(jobs).hasSize(206);
    List<Integer> second = jobs.subList(81, 108).stream().map(Job::trial).toList();
    List<Integer> expected =
        jobs.subList(0, 81).stream()
            .map(Job::trial)
            .sorted(
                Comparator.comparingInt((Integer t) -> Math.floorMod(t * 7, 31))
                    .thenComparing(t -> t))
            .limit(27)
            .toList();
    assertThat(second).isEqualTo(expected);
    assertThat(jobs.subList(81, 108)).allMatch(job -> job.from() == 1 && job.to() == 3);
    assertThat(simulate(Hyperband.of(81, 3).fromScratch(), Map.of()))
        .hasSize(206)
        .allMatch(job -> job.from() == 0);
  }

  @Test
  void failed_trials_do_not_go_on() {
    Map<Integer, Double> losses = new HashMap<>();
    for (int t = 0; t < 8; t++) {
      losses.put(t, Double.NaN);
    }
    List<Job> jobs = simulate(Hyperband.of(9, 3), losses);
    assertThat(jobs).hasSize(9 + 1 + 1 + 5 + 1 + 3);
    assertThat(jobs.get(9)).isEqualTo(new Job(9, 8, 1, 3, 1, 0));
  }

  @Test
  void waits_until_a_rung_has_ended() {
    Hyperband hyperband = Hyperband.of(3, 3);
    List<Seen> seen = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      assertThat(hyperband.next(seen)).isEqualTo(new Decision.Begin(1, 0, false));
      seen.add(
          new Seen(
              new Job(t, t, 0, 1, 0, 0), t == 2 ? null : new Seen.Outcome(Seen.End.REACHED, -t)));
    }
    assertThat(hyperband.next(seen)).isEqualTo(new Decision.Wait());
    seen.set(2, new Seen(seen.get(2).job(), new Seen.Outcome(Seen.End.PRUNED, Double.NaN)));
    assertThat(hyperband.next(seen)).isEqualTo(new Decision.GoOn(1, 3, false, true));
  }

  @Test
  void halving_keeps_one_of_eta() {
    SuccessiveHalving halving = SuccessiveHalving.of(27, 1, 9, 3);
    assertThat(halving.rungs()).containsExactly(new Rung(27, 1), new Rung(9, 3), new Rung(3, 9));
    assertThat(simulate(halving, Map.of())).hasSize(39);
  }

  /** By the rule of the paper: promote whoever is in the best third of a rung, top rung first. */
  @Test
  void asha_promotes_as_soon_as_it_can() {
    List<Job> jobs = simulate(Asha.of(9, 1, 9, 3), Map.of(0, 5.0, 1, 3.0, 2, 4.0, 3, 1.0));
    assertThat(jobs.get(3)).isEqualTo(new Job(3, 1, 1, 3, 1, 0)); // best of the first three
    assertThat(jobs.get(4)).isEqualTo(new Job(4, 3, 0, 1, 0, 0));
    assertThat(jobs.get(5)).isEqualTo(new Job(5, 3, 1, 3, 1, 0)); // best of four: promoted too
    assertThat(jobs.stream().filter(job -> job.rung() == 0)).hasSize(9);
    assertThat(jobs.stream().filter(job -> job.to() == 9)).isNotEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> Asha.of(9, 9, 1, 3));
  }
}
