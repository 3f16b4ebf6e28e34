// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.conformance.KerasFixtures;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulesTest {
  static Stream<Arguments> cases() {
    return Stream.of(
        of("exponentialdecay_inilera0.1_decst4_decra0.5", new ExponentialDecay(0.1, 4, 0.5)),
        of(
            "exponentialdecay_inilera0.1_decst3_decra0.9_staT",
            new ExponentialDecay(0.1, 3, 0.9, true)),
        of(
            "piecewiseconstantdecay_bou2x6_val0.1x0.05x0.01",
            Schedules.piecewiseConstantDecay(new long[] {2, 6}, 0.1, 0.05, 0.01)),
        of("cosinedecay_inilera0.1_decst12_alp0.1", new CosineDecay(0.1, 12, 0.1, null, 0)),
        of(
            "cosinedecay_inilera0.0_decst10_warta0.2_warst4",
            Schedules.cosineDecayWithWarmup(0.2, 10, 4)),
        of(
            "polynomialdecay_inilera0.1_decst8_endlera0.01_pow2.0",
            new PolynomialDecay(0.1, 8, 0.01, 2, false)),
        of("inversetimedecay_inilera0.1_decst2_decra0.5", new InverseTimeDecay(0.1, 2, 0.5)),
        of("cosinedecayrestarts_inilera0.1_firdest4", new CosineDecayRestarts(0.1, 4)));
  }

  private static Arguments of(String name, Schedule schedule) {
    return Arguments.of(name, schedule);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void gives_the_rates_of_keras(String name, Schedule schedule) {
    Map<String, Tensor> arrays = KerasFixtures.arrays("optimizers/schedule_" + name);
    Tensor steps = arrays.get("step");
    Tensor rates = arrays.get("learning_rate");
    for (int i = 0; i < steps.size(); i++) {
      assertThat(schedule.at((long) steps.at(i)))
          .as("step %d", (long) steps.at(i))
          .isCloseTo(rates.at(i), Offset.offset(1e-8 + 1e-5 * Math.abs(rates.at(i))));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void comes_back_from_its_configuration(String name, Schedule schedule) {
    assertThat(Schedules.fromConfig(Schedules.toConfig(schedule))).isEqualTo(schedule);
  }

  /** Of the fixtures' {@code reference_numbers.json}: Keras 3.15.1 on JAX. */
  @Test
  void gives_the_reference_numbers() {
    check(
        new ExponentialDecay(0.1, 10, 0.5),
        List.of(0, 5, 10, 25),
        0.1,
        0.07071068,
        0.05,
        0.01767767);
    check(new ExponentialDecay(0.1, 10, 0.5, true), List.of(0, 5, 10, 25), 0.1, 0.1, 0.05, 0.025);
    check(
        Schedules.cosineDecayWithWarmup(0.1, 10, 4),
        List.of(0, 2, 4, 9, 14, 20),
        0,
        0.05,
        0.1,
        0.05,
        0,
        0);
    check(
        new PolynomialDecay(0.1, 10, 0.01, 2, false),
        List.of(0, 5, 10, 12),
        0.1,
        0.0325,
        0.01,
        0.01);
    check(
        Schedules.piecewiseConstantDecay(new long[] {5, 10}, 1, 0.5, 0.1),
        List.of(0, 5, 6, 10, 11),
        1,
        1,
        0.5,
        0.5,
        0.1);
    check(
        new CosineDecayRestarts(0.1, 4), List.of(0, 2, 4, 6, 12), 0.1, 0.05, 0.1, 0.085355341, 0.1);
  }

  private static void check(Schedule schedule, List<Integer> steps, double... rates) {
    assertThat(steps).hasSize(rates.length);
    for (int i = 0; i < rates.length; i++) {
      assertThat(schedule.at(steps.get(i)))
          .as("%s at %d", schedule, steps.get(i))
          .isCloseTo(rates[i], Offset.offset(1e-8));
    }
  }

  @Test
  void cycles_of_a_line_grow_longer() {
    PolynomialDecay line = new PolynomialDecay(1, 10, 0, 1, true);
    assertThat(line.at(0)).isEqualTo(1);
    assertThat(line.at(10)).isEqualTo(0);
    assertThat(line.at(15)).isEqualTo(0.25); // of a cycle that lasts 20
  }

  @Test
  void restarts_of_equal_length() {
    CosineDecayRestarts waves = new CosineDecayRestarts(1, 10, 1, 0.5, 0);
    assertThat(waves.at(10)).isEqualTo(0.5);
    assertThat(waves.at(29)).isCloseTo(waves.at(9) / 4, Offset.offset(1e-12));
  }

  @Test
  void rejects_settings_that_make_no_sense() {
    assertThatThrownBy(() -> new ExponentialDecay(0.1, 0, 0.5))
        .hasMessage("ExponentialDecay: decay_steps must be greater than 0, got 0.0");
    assertThatThrownBy(() -> Schedules.piecewiseConstantDecay(new long[] {5}, 1))
        .hasMessageContaining("one more value than boundaries");
    assertThatThrownBy(() -> new CosineDecayRestarts(0.1, 4, 0.5, 1, 0))
        .hasMessageContaining("t_mul");
    assertThatThrownBy(() -> Schedules.fromConfig(Map.of("class_name", "Slowly")))
        .hasMessageContaining("Slowly")
        .hasMessageContaining("CosineDecay");
  }
}
