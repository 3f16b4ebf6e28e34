// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.05|0.6|0.0 0.2 0.4 0.6",
        "0.71|0.98|0.7 0.8 0.9 1.0",
        "0.9912|0.9981|0.990 0.992 0.994 0.996 0.998 1.000",
        "-1.2|1.3|-1.5 -1.0 -0.5 0.0 0.5 1.0 1.5",
        "3|9|2 4 6 8 10",
        "0|1234|0 500 1,000 1,500",
        "5|5|5 6",
        "0|0|0.0000 0.0002",
      })
  void has_round_numbers_around_the_values(double least, double greatest, String labels) {
    Axis axis = Axis.around("t", least, greatest);

    assertThat(labels(axis)).isEqualTo(List.of(labels.split(" ")));
    assertThat(axis.low()).isLessThanOrEqualTo(least);
    assertThat(axis.high()).isGreaterThanOrEqualTo(greatest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|1",
        "2|1 2",
        "10|1 2 3 4 5 6 7 8 9 10",
        "20|1 2 4 6 8 10 12 14 16 18 20",
        "50|1 5 10 15 20 25 30 35 40 45 50",
        "200|1 20 40 60 80 100 120 140 160 180 200",
      })
  void epochs_are_whole(int last, String labels) {
    assertThat(labels(Axis.counted("epoch", last))).isEqualTo(List.of(labels.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1e-5|0.1|1e-5 1e-4 0.001 0.01 0.1",
        "1e-12|1|1e-12 1e-10 1e-8 1e-6 1e-4 0.01 1",
        "0.003|0.04|0.005 0.01 0.02",
        "16|512|20 50 100 200 500",
        "1|1000000|1 10 100 1,000 10,000 100,000 1e6",
      })
  void logarithmic_axes_have_powers_of_ten(double least, double greatest, String labels) {
    Axis axis = Axis.logarithmic("t", least, greatest);

    assertThat(labels(axis)).isEqualTo(List.of(labels.split(" ")));
    assertThat(axis.part(Math.sqrt(least * greatest))).isCloseTo(0.5, within(1e-9));
    assertThat(axis.part(least)).isBetween(0.0, 0.1);
  }

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }
}
