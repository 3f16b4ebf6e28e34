// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Expected numbers come from Optuna 5.0.0: {@code _fast_non_domination_rank}, {@code
 * _calc_crowding_distance}, {@code compute_hypervolume} and {@code _solve_hssp}.
 */
class DominationTest {
  private static final double[][] TWO = rows(20, 2);
  private static final double[][] THREE = rows(20, 3);

  private static double[][] rows(int n, int objectives) {
    double[] factors = {0.6180339887498949, 0.4142135623730951, 0.7320508075688772};
    double[] starts = {0, 0.2, 0.5};
    double[][] rows = new double[n][objectives];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < objectives; k++) {
        rows[i][k] = (i * factors[k] + starts[k]) % 1;
      }
    }
    return rows;
  }

  @Test
  void fronts_are_those_of_optuna() {
    double[] none = new double[20];
    assertThat(Domination.fronts(TWO, none))
        .containsExactly(0, 4, 0, 4, 4, 1, 5, 1, 5, 5, 2, 6, 2, 1, 6, 3, 7, 3, 2, 1);
    assertThat(Domination.fronts(THREE, none))
        .containsExactly(0, 1, 0, 2, 1, 0, 2, 0, 1, 1, 1, 2, 0, 0, 2, 1, 1, 1, 1, 0);
  }

  @Test
  void rows_that_break_constraints_come_last_by_how_much() {
    double[] violations = new double[20];
    Arrays.setAll(violations, i -> i % 4 == 3 ? i % 8 / 4.0 : 0);

    assertThat(Domination.fronts(TWO, violations))
        .containsExactly(0, 3, 0, 6, 3, 1, 4, 7, 3, 4, 2, 6, 1, 1, 5, 7, 5, 2, 2, 6);
  }

  @Test
  void distances_to_neighbours_are_those_of_optuna() {
    double infinite = Double.POSITIVE_INFINITY;
    double[] expected = {
      infinite,
      0.5692864210634739,
      infinite,
      infinite,
      infinite,
      0.5692864210634736,
      0.5692864210634737,
      0.4834999834365685
    };
    double[] actual = Domination.crowding(Arrays.copyOf(TWO, 8));

    for (int i = 0; i < 8; i++) {
      if (expected[i] == infinite) {
        assertThat(actual[i]).isInfinite();
      } else {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-12));
      }
    }
  }

  @Test
  void equal_and_infinite_losses_have_distances_too() {
    double infinite = Double.POSITIVE_INFINITY;
    double[][] losses = {{1, 5}, {1, 5}, {1, 5}};
    assertThat(Domination.crowding(losses)).containsOnly(0);
    assertThat(Domination.crowding(new double[][] {{infinite, 1}, {infinite, 2}}))
        .containsOnly(infinite);
    assertThat(Domination.crowding(new double[0][])).isEmpty();
  }

  @Test
  void volumes_are_those_of_optuna() {
    assertThat(Hypervolume.of(TWO, new double[] {1, 1}))
        .isCloseTo(0.9310700135988192, within(1e-12));
    assertThat(Hypervolume.of(THREE, new double[] {1.1, 1, 1.2}))
        .isCloseTo(1.0274782408594696, within(1e-12));
    double[][] four = new double[20][4];
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 4; j++) {
        four[i][j] = (i * (0.31 + 0.17 * j) + 0.1 * j) % 1;
      }
    }
    assertThat(Hypervolume.of(four, new double[] {1, 1, 1, 1}))
        .isCloseTo(0.5703609999999995, within(1e-12));
    assertThat(Hypervolume.of(TWO, new double[] {0, 0})).isZero();
  }

  @Test
  void chooses_the_rows_that_optuna_chooses() {
    double[][] ten = Arrays.copyOf(THREE, 10);
    assertThat(Hypervolume.choose(ten, new double[] {1.1, 1.1, 1.1}, 4))
        .containsExactly(5, 0, 7, 2);
  }
}
