// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParzenEstimatorTest {
  private static final double LOG_RANGE = Math.log(Math.log(1e4));
  private static final double[] X = {0, 0.25, 0.999};

  /**
   * From Optuna 5.0.0: {@code _ParzenEstimator.log_pdf} with its default parameters and a stable
   * sort, for x of {@code FloatDistribution(0, 1)}, k of {@code IntDistribution(1, 8)} and c of
   * {@code CategoricalDistribution} of 3, observed as below; at (0, 1, 0), (0.25, 4, 1) and (0.999,
   * 8, 2).
   */
  @ParameterizedTest
  @CsvSource({
    "0, -3.317327681059324, -3.129949684705722, -3.316828181059324",
    "1, -2.6935111003404426, -3.297332011191471, -3.7024979178339845",
    "2, -2.7574267366214436, -2.9897397511749855, -3.8429175840663534",
    "5, -1.831060362899311, -3.9304893997112837, -4.684657272998921",
    "40, -6.403658992673144, -4.719158818437673, -6.833955029728508",
    "130, -1.679437003575269, -7.497988716594063, -7.685058154920083",
  })
  void joint_density_of_mixed_axes_is_that_of_optuna(int n, double a, double b, double c) {
    Axis[] axes = {Axis.line(), Axis.grid(8), Axis.labels(3)};
    Observations table = new Observations(3);
    for (int i = 0; i < n; i++) {
      double k = axes[1].middle((i * 5 + i / 3) % 8);
      double label = axes[2].middle((i * i + i / 2) % 3);
      table.add(new double[] {x(i), k, label});
    }
    double[][] points = {
      X,
      {axes[1].middle(0), axes[1].middle(3), axes[1].middle(7)},
      {axes[2].middle(0), axes[2].middle(1), axes[2].middle(2)}
    };

    assertClose(estimator(axes, table).logDensity(points), a, b, c);
  }

  /**
   * Likewise for {@code FloatDistribution(1e-5, 0.1, log=True)}, whose density Optuna computes per
   * unit of the logarithm, and {@code FloatDistribution(-1, 2, step=0.25)}; at (1e-5, -1), (1e-3,
   * 0.5), (5e-2, 2).
   */
  @ParameterizedTest
  @CsvSource({
    "0, -4.935023454337224, -4.703567086857668, -4.900226550450772",
    "1, -4.695752422778688, -4.707053986749016, -5.110494930383742",
    "2, -4.711681484139434, -4.646008700831907, -5.158825576570864",
    "5, -3.9658845830083997, -4.88168246238518, -5.5188029841068795",
    "40, -8.36717928698486, -3.7935372714196767, -2.831402580176933",
    "130, -9.30325278432501, -6.800566944491265, -4.64772149942139",
  })
  void scaled_axes_are_those_of_optuna(int n, double a, double b, double c) {
    Axis[] axes = {Axis.line(), Axis.grid(13)};
    Observations table = new Observations(2);
    for (int i = 0; i < n; i++) {
      table.add(new double[] {x(i), axes[1].middle(i * 7 % 13)});
    }
    double[][] points = {
      {0, 0.5, Math.log(5e3) / Math.log(1e4)},
      {axes[1].middle(0), axes[1].middle(6), axes[1].middle(12)}
    };

    assertClose(
        estimator(axes, table).logDensity(points), a + LOG_RANGE, b + LOG_RANGE, c + LOG_RANGE);
  }

  private static double x(int i) {
    return (i * 0.6180339887498949 + 0.1) % 1.0;
  }

  private static ParzenEstimator estimator(Axis[] axes, Observations table) {
    int[] chosen = IntStream.range(0, axes.length).toArray();
    return new ParzenEstimator(axes, table, chosen, IntStream.range(0, table.size()).toArray());
  }

  private static void assertClose(double[] actual, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("point %d", i).isCloseTo(expected[i], within(1e-12));
    }
  }

  /** Draws and counts: the shares are what the density says of the same cells. */
  @Test
  void draws_follow_the_density() {
    Axis[] axes = {Axis.grid(6), Axis.labels(4)};
    Observations table = new Observations(2);
    for (int i = 0; i < 9; i++) {
      table.add(new double[] {axes[0].middle(i * i % 6), axes[1].middle(i % 3)});
    }
    ParzenEstimator estimator = estimator(axes, table);
    int draws = 100_000;
    double[][] sample = estimator.sample(new Random(1), draws);
    int[] counts = new int[24];
    for (int i = 0; i < draws; i++) {
      counts[(int) (axes[0].index(sample[0][i]) * 4 + axes[1].index(sample[1][i]))]++;
    }
    double sum = 0;
    for (int cell = 0; cell < 24; cell++) {
      double[][] point = {{axes[0].middle(cell / 4)}, {axes[1].middle(cell % 4)}};
      double probability = Math.exp(estimator.logDensity(point)[0]);
      double deviation = Math.sqrt(probability * (1 - probability) / draws);
      assertThat((double) counts[cell] / draws).isCloseTo(probability, within(5 * deviation));
      sum += probability;
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  @Test
  void numbers_are_drawn_within_the_cube_and_near_the_observations() {
    Observations table = new Observations(1);
    for (int i = 0; i < 50; i++) {
      table.add(new double[] {0.9 + 0.001 * i});
    }
    double[] sample = estimator(new Axis[] {Axis.line()}, table).sample(new Random(2), 1000)[0];

    assertThat(Arrays.stream(sample)).allMatch(x -> x >= 0 && x <= 1);
    assertThat(Arrays.stream(sample).filter(x -> x > 0.85).count()).isGreaterThan(900);
  }

  @Test
  void a_table_forgets_its_last_rows() {
    Observations grown = new Observations(1);
    Observations fresh = new Observations(1);
    for (int i = 0; i < 40; i++) {
      grown.add(new double[] {x(i)});
    }
    grown.truncate(10);
    for (int i = 0; i < 20; i++) {
      if (i >= 10) {
        grown.add(new double[] {x(3 * i)});
      }
      fresh.add(new double[] {i < 10 ? x(i) : x(3 * i)});
    }

    Axis[] axes = {Axis.line()};
    assertThat(estimator(axes, grown).logDensity(new double[][] {X}))
        .isEqualTo(estimator(axes, fresh).logDensity(new double[][] {X}));
  }
}
