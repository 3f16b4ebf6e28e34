// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterTest {
  static Stream<Parameter> finite() {
    return Stream.of(
        new IntParameter("a", -3, 9, 0, Sampling.LINEAR, null),
        new IntParameter("b", 32, 512, 32, Sampling.LINEAR, null),
        new IntParameter("c", 1, 1000, 0, Sampling.LOG, null),
        new IntParameter("d", 1, 1000, 0, Sampling.REVERSE_LOG, null),
        new IntParameter("e", 1, 1000, 2, Sampling.LOG, null),
        new IntParameter("f", 1, 1000, 10, Sampling.REVERSE_LOG, null),
        new IntParameter("g", 7, 7, 0, Sampling.LOG, null),
        new FloatParameter("h", 0, 1, 0.1, Sampling.LINEAR, null),
        new FloatParameter("i", 1e-5, 1e-1, 10, Sampling.LOG, null),
        new FloatParameter("j", 1e-5, 1e-1, 10, Sampling.REVERSE_LOG, null),
        new FloatParameter("k", 0.5, 0.5, 0, Sampling.LINEAR, null),
        new ChoiceParameter("l", List.of("relu", "tanh", "gelu"), false, null),
        new ChoiceParameter("m", List.of(false, true), false, true),
        new FixedParameter("n", 3));
  }

  @ParameterizedTest
  @MethodSource("finite")
  void cells_cover_the_unit_interval_one_for_each_value(Parameter parameter) {
    long points = parameter.points().orElseThrow();
    assertThat(parameter.cell(0)).isEqualTo(0, within(1e-12));
    assertThat(parameter.cell(points)).isEqualTo(1);
    for (long i = 0; i < points; i++) {
      Object value = parameter.at(i);
      double place = parameter.toUnit(value);
      assertThat(parameter.cell(i)).isLessThan(place);
      assertThat(parameter.cell(i + 1)).isGreaterThan(place);
      assertThat(parameter.fromUnit(place)).isEqualTo(value);
      assertThat(parameter.index(place)).isEqualTo(i);
      double width = parameter.cell(i + 1) - parameter.cell(i);
      assertThat(parameter.fromUnit(parameter.cell(i) + 1e-6 * width)).isEqualTo(value);
      assertThat(parameter.fromUnit(parameter.cell(i + 1) - 1e-6 * width)).isEqualTo(value);
    }
    assertThat(parameter.fromUnit(0)).isEqualTo(parameter.at(0));
    assertThat(parameter.fromUnit(1)).isEqualTo(parameter.at(points - 1));
  }

  /** Ranges without steps, where neighbours on the unit interval are any distance apart. */
  @Test
  void floats_go_to_the_unit_interval_and_back() {
    for (Sampling sampling : Sampling.values()) {
      Parameter rate = new FloatParameter("rate", 1e-4, 1e-1, 0, sampling, null);
      for (double p = 0; p <= 1; p += 0.125) {
        assertThat(rate.toUnit(rate.fromUnit(p))).as(sampling + " " + p).isEqualTo(p, within(1e-9));
      }
      assertThat((Double) rate.fromUnit(0)).isEqualTo(1e-4, within(1e-15));
      assertThat(rate.fromUnit(1)).isEqualTo(1e-1);
      assertThat(rate.points()).isEmpty();
    }
  }

  @Test
  void scales_are_those_of_their_names() {
    assertThat((Double) new FloatParameter("x", -2, 6, 0, Sampling.LINEAR, null).fromUnit(0.25))
        .isEqualTo(0);
    assertThat((Double) new FloatParameter("x", 1e-4, 1, 0, Sampling.LOG, null).fromUnit(0.5))
        .isEqualTo(1e-2, within(1e-15));
    assertThat(
            (Double) new FloatParameter("x", 1e-4, 1, 0, Sampling.REVERSE_LOG, null).fromUnit(0.5))
        .isEqualTo(1 + 1e-4 - 1e-2, within(1e-15));
  }

  /**
   * Values that the formulas of KerasTuner 1.4.7 ({@code engine/hyperparameters/hp_types}) give in
   * Python.
   */
  @Test
  void the_arithmetic_is_that_of_keras_tuner() {
    Parameter whole = new IntParameter("x", 1, 1000, 0, Sampling.LOG, null);
    assertThat(whole.fromUnit(0.05)).isEqualTo(1);
    assertThat(whole.fromUnit(0.5)).isEqualTo(31);
    assertThat(whole.fromUnit(0.95)).isEqualTo(708);
    assertThat(whole.toUnit(4)).isEqualTo(0.2177060041672741, within(1e-14));
    assertThat(whole.toUnit(720)).isEqualTo(0.952406855594282, within(1e-14));
    Parameter steps = new FloatParameter("x", 1e-3, 1, 10, Sampling.REVERSE_LOG, null);
    assertThat(steps.points()).hasValue(4);
    assertThat((Double) steps.at(0)).isEqualTo(0.001, within(1e-15));
    assertThat((Double) steps.at(2)).isEqualTo(0.991, within(1e-15));
    assertThat(steps.toUnit(0.991)).isEqualTo(0.625);
    assertThat(new IntParameter("x", 32, 512, 32, Sampling.LINEAR, null).fromUnit(0.5))
        .isEqualTo(288);
  }

  @Test
  void the_upper_end_counts_if_steps_reach_it() {
    assertThat(new IntParameter("x", 0, 10, 3, Sampling.LINEAR, null).points()).hasValue(4);
    assertThat(new FloatParameter("x", 0, 1, 0.1, Sampling.LINEAR, null).points()).hasValue(11);
    assertThat(new IntParameter("x", 1, 64, 2, Sampling.LOG, null).points()).hasValue(7);
  }

  @Test
  void values_of_other_parameters_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IntParameter("units", 32, 512, 32, Sampling.LINEAR, null).toUnit(48))
        .withMessage(
            "hyperparameter \"units\": expected an integer from 32 to 512 in steps of 32, got 48");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ChoiceParameter("act", List.of("relu", "tanh"), false, null).toUnit("elu"))
        .withMessage("hyperparameter \"act\": expected one of [relu, tanh], got elu");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new FloatParameter("x", 0, 1, 0, Sampling.LINEAR, null).fromUnit(Double.NaN))
        .withMessage("hyperparameter \"x\": NaN is not a position on the unit interval");
  }

  @Test
  void empty_and_contradictory_ranges_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IntParameter("units", 512, 32, 0, Sampling.LINEAR, null))
        .withMessageContaining("\"units\"")
        .withMessageContaining("got 512 and 32: the range is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hyperparameters.declare(hp -> hp.scope("block").intRange(null, 1, 8)))
        .withMessage("hyperparameter: expected a name, got null; journals and reports show it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hyperparameters.declare(hp -> hp.scope("block").bool("")))
        .withMessageContaining("expected a name, got \"\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FloatParameter("rate", 0, 0.1, 0, Sampling.LOG, null))
        .withMessage(
            "hyperparameter \"rate\": a logarithmic scale needs a range above zero, got 0.0 to 0.1;"
                + " start at a small positive number or search on a linear scale");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FloatParameter("rate", -1, 1, 0, Sampling.REVERSE_LOG, null))
        .withMessageContaining("range above zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IntParameter("units", 32, 64, 64, Sampling.LINEAR, null))
        .withMessageContaining("the step 64 is larger than the range 32 to 64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IntParameter("units", 2, 8, 5, Sampling.LOG, null))
        .withMessageContaining("larger than the range");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IntParameter("units", 2, 8, 1, Sampling.LOG, null))
        .withMessageContaining("steps on a logarithmic scale multiply");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FloatParameter("x", 0, Double.NaN, 0, Sampling.LINEAR, null))
        .withMessageContaining("a finite range");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IntParameter("x", 0, 3, 0, Sampling.LINEAR, 4))
        .withMessageContaining("a default of 0 to 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChoiceParameter("x", List.of(), false, null))
        .withMessageContaining("at least one value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChoiceParameter("x", List.of(1, 2.0), true, null))
        .withMessageContaining("values of one type");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChoiceParameter("x", List.of(1, 1), true, null))
        .withMessageContaining("different values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FixedParameter("x", List.of()))
        .withMessageContaining("a String, Integer, finite Double or Boolean");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FixedParameter(" ", 1))
        .withMessageContaining("expected a name");
  }
}
