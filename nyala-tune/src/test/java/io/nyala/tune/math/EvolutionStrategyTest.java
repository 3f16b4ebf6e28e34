// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EvolutionStrategyTest {
  /** Means and deviations after each generation, the other way round computed as below. */
  private static final double[][] MEANS = {
    {0.18888663207912737, 0.76542223387923, 0.38345622262912493},
    {0.300420582724865, 0.7340990416678248, 0.39363141736751195},
    {0.22332848582776102, 0.7998640876278642, 0.4178980763777587},
    {0.16848374029562002, 0.7450193420957221, 0.36305333084561575}
  };

  private static final double[][] DEVIATIONS = {
    {0.27947009955002394, 0.2554924476562018, 0.21138525892901297},
    {0.2721358629675618, 0.2356664999125659, 0.18156895472676532},
    {0.24781360713758727, 0.21020665829455645, 0.1536708231749921},
    {0.22268821570822184, 0.18106471618589648, 0.13356026351472952}
  };

  /**
   * The expected numbers were computed with numpy 2.4 from the equations of Hansen's tutorial in
   * their matrix form, with {@code numpy.linalg.eigh}.
   */
  @Test
  void adapts_as_the_equations_of_the_tutorial_say() {
    EvolutionStrategy strategy = new EvolutionStrategy(3, 8);
    double[] minimum = {0.2, 0.7, 0.4};
    for (int g = 0; g < 4; g++) {
      double[][] points = new double[8][3];
      double[] losses = new double[8];
      for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 3; j++) {
          points[i][j] = (i * 3 + j + 1 + 5 * g) * 0.6180339887498949 % 1;
          losses[i] += Math.pow(10, j) * Math.pow(points[i][j] - minimum[j], 2);
        }
      }
      strategy.tell(points, losses);

      for (int j = 0; j < 3; j++) {
        assertThat(strategy.mean(j)).isCloseTo(MEANS[g][j], within(1e-12));
        assertThat(strategy.deviation(j)).isCloseTo(DEVIATIONS[g][j], within(1e-12));
      }
    }
  }

  @Test
  void usual_populations_are_those_of_the_tutorial() {
    assertThat(EvolutionStrategy.usualPopulation(1)).isEqualTo(4);
    assertThat(EvolutionStrategy.usualPopulation(10)).isEqualTo(10);
    assertThat(EvolutionStrategy.usualPopulation(40)).isEqualTo(15);
  }

  @Test
  void points_stay_in_the_cube_and_spread_as_the_distribution_says() {
    EvolutionStrategy strategy = new EvolutionStrategy(2, 6);
    Random random = new Random(4);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 20_000; i++) {
      double[] point = strategy.ask(random);
      assertThat(point[0]).isBetween(0.0, 1.0);
      sum += point[0] - 0.5;
      squares += (point[0] - 0.5) * (point[0] - 0.5);
    }
    // Cut at three deviations the distribution has 0.9866 of its deviation.
    assertThat(sum / 20_000).isCloseTo(0, within(0.005));
    assertThat(Math.sqrt(squares / 20_000)).isCloseTo(0.9866 / 6, within(0.003));
  }

  /** A long narrow valley across the axes: only a learned covariance goes along it. */
  @Test
  void learns_the_shape_of_a_valley() {
    EvolutionStrategy strategy = new EvolutionStrategy(5, 8);
    SplittableRandom random = new SplittableRandom(1);
    double best = Double.POSITIVE_INFINITY;
    for (int g = 0; g < 300; g++) {
      double[][] points = new double[8][];
      double[] losses = new double[8];
      for (int i = 0; i < 8; i++) {
        points[i] = strategy.ask(random);
        double total = 0;
        for (double x : points[i]) {
          total += x - 0.3;
          losses[i] += 1e-6 * (x - 0.3) * (x - 0.3);
        }
        losses[i] += total * total;
        best = Math.min(best, losses[i]);
      }
      strategy.tell(points, losses);
    }
    assertThat(best).isLessThan(1e-15);
  }

  @Test
  void eigenvectors_put_the_matrix_together_again() {
    int n = 12;
    Random random = new Random(9);
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = random.nextGaussian();
        a[j][i] = a[i][j];
      }
    }
    double[][] diagonal = Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
    double[][] vectors = new double[n][n];
    SymmetricEigen.of(diagonal, vectors);

    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        double product = 0;
        for (int k = 0; k < n; k++) {
          sum += vectors[i][k] * diagonal[k][k] * vectors[j][k];
          product += vectors[k][i] * vectors[k][j];
        }
        assertThat(sum).isCloseTo(a[i][j], within(1e-12));
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-13));
      }
    }
  }
}
