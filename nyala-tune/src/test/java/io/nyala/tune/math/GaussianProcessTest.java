// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Expected numbers come from Optuna 5.0.0 with torch 2.13: {@code GPRegressor}, {@code
 * default_log_prior}, {@code LogEI} and {@code fit_kernel_params}, on the 12 observations below.
 */
class GaussianProcessTest {
  private static final boolean[] LABELS = {false, false, true};
  private static final KernelParameters PARAMETERS =
      new KernelParameters(new double[] {3.0, 0.7, 1.3}, 1.4, 0.01);
  private static final double[][] POINTS = {{0.2, 0.9, 1}, {0.5, 0.5, 2}, {1, 0, 0}};
  private static final double[][] X = new double[12][];
  private static final double[] Y = new double[12];

  static {
    for (int i = 0; i < 12; i++) {
      X[i] =
          new double[] {
            (i * 0.6180339887498949 + 0.1) % 1.0, (i * 0.4142135623730951 + 0.3) % 1.0, i * i % 3
          };
      Y[i] = Math.sin(5 * X[i][0]) + X[i][1] * X[i][1] - 0.3 * X[i][2];
    }
    double mean = Arrays.stream(Y).average().orElseThrow();
    double variance = Arrays.stream(Y).map(y -> (y - mean) * (y - mean)).average().orElseThrow();
    Arrays.setAll(Y, i -> (Y[i] - mean) / Math.sqrt(variance));
  }

  @Test
  void loss_and_its_gradient_are_those_of_optuna() {
    GaussianProcessFit fit = new GaussianProcessFit(X, LABELS, Y);
    double[] gradient = new double[5];

    assertThat(fit.loss(new double[5], gradient)).isCloseTo(37.77402490624075, within(1e-10));
    assertClose(
        gradient,
        -0.3862661847431886,
        0.20256136144455816,
        0.1720585031139737,
        0.4684068253122853,
        31.73537509354948);

    assertThat(fit.loss(new double[] {1.5, -0.5, 0.3, 0.7, -6}, gradient))
        .isCloseTo(5.031506424793633, within(1e-10));
    assertClose(
        gradient,
        -2.6387630058703375,
        -0.2804041798125483,
        1.0692843073016105,
        -0.503062811867715,
        0.039542993429303334);
  }

  @Test
  void gradient_of_the_loss_is_its_difference_quotient() {
    GaussianProcessFit fit = new GaussianProcessFit(X, LABELS, Y);
    double[] raw = {0.7, 0.2, -0.4, 0.3, -3};
    double[] gradient = new double[5];
    fit.loss(raw, gradient);

    for (int i = 0; i < raw.length; i++) {
      double[] up = raw.clone();
      double[] down = raw.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      double difference = (fit.loss(up, new double[5]) - fit.loss(down, new double[5])) / 2e-5;
      assertThat(gradient[i]).isCloseTo(difference, within(1e-6));
    }
  }

  /** Optuna's own search, with a gradient of 1e-8 as its end, stops at a loss of this much. */
  @Test
  void fit_finds_the_minimum_that_optuna_finds() {
    GaussianProcessFit fit = new GaussianProcessFit(X, LABELS, Y);
    KernelParameters found = fit.fit(KernelParameters.initial(3));

    assertThat(fit.loss(found.toRaw(), new double[5])).isCloseTo(2.863935710065861, within(1e-4));
    assertThat(found.inverseSquares()[0]).isCloseTo(6.828586819936681, within(0.05));
    assertThat(found.scale()).isCloseTo(1.4965053732015656, within(0.02));
    assertThat(found.noise()).isCloseTo(0.0018669466427865549, within(5e-5));
  }

  @Test
  void posterior_is_that_of_optuna() {
    GaussianProcess process = new GaussianProcess(X, LABELS, Y, PARAMETERS);
    double[] means = {1.2543523187134058, 0.16023514397839334, -1.9095892926942453};
    double[] variances = {0.0935010717241298, 1.0082424842778355, 0.20655524569550243};
    double[] together = new double[9];
    for (int i = 0; i < 3; i++) {
      assertThat(process.mean(POINTS[i])).isCloseTo(means[i], within(1e-12));
      assertThat(process.variance(POINTS[i])).isCloseTo(variances[i], within(1e-12));
      System.arraycopy(POINTS[i], 0, together, 3 * i, 3);
    }
    double[] blockMeans = new double[3];
    double[] blockVariances = new double[3];
    process.posterior(together, 3, blockMeans, blockVariances);
    assertClose(blockMeans, means);
    assertClose(blockVariances, variances);
  }

  @Test
  void a_believed_point_is_that_of_optuna() {
    GaussianProcess process = new GaussianProcess(X, LABELS, Y, PARAMETERS).believing(POINTS[0]);

    assertThat(process.size()).isEqualTo(13);
    assertThat(process.mean(POINTS[1])).isCloseTo(0.16023514397839134, within(1e-12));
    assertThat(process.mean(POINTS[2])).isCloseTo(-1.9095892926942457, within(1e-12));
    assertThat(process.variance(POINTS[1])).isCloseTo(1.0076305937424992, within(1e-12));
    assertThat(process.variance(POINTS[2])).isCloseTo(0.20647059791689926, within(1e-12));
  }

  @Test
  void expected_improvement_and_its_gradient_are_those_of_optuna() {
    GaussianProcess process = new GaussianProcess(X, LABELS, Y, PARAMETERS);
    double best = Arrays.stream(Y).max().orElseThrow();
    Axis[] axes = {Axis.line(), Axis.line(), Axis.labels(3)};
    ImprovementSearch search =
        new ImprovementSearch(axes, new Applicability(axes, List.of()), process, best);
    double[] gradient = new double[3];

    assertThat(search.value(POINTS[0], gradient)).isCloseTo(-1.9742553677370365, within(1e-10));
    assertClose(gradient, 20.32105327449208, 5.112064814207538, 0);
    assertThat(search.value(POINTS[1], gradient)).isCloseTo(-2.5914816709461, within(1e-10));
    assertClose(gradient, -4.331499247548807, 1.2487115825177448, 0);
    assertThat(search.value(POINTS[2], gradient)).isCloseTo(-29.36540184061863, within(1e-9));
    assertClose(gradient, 77.01327574589271, -84.44397977046425, 0);
  }

  /** No point of a fine grid over all three axes may be better than what the search finds. */
  @Test
  void search_finds_the_largest_expected_improvement() {
    Axis[] axes = {Axis.line(), Axis.grid(40), Axis.labels(3)};
    double[][] x = new double[12][];
    for (int i = 0; i < 12; i++) {
      x[i] = new double[] {X[i][0], axes[1].snap(X[i][1]), axes[2].middle((int) X[i][2])};
    }
    KernelParameters parameters = new GaussianProcessFit(x, LABELS, Y).fit(PARAMETERS);
    GaussianProcess process = new GaussianProcess(x, LABELS, Y, parameters);
    int top = 0;
    for (int i = 1; i < 12; i++) {
      top = Y[i] > Y[top] ? i : top;
    }
    ImprovementSearch search =
        new ImprovementSearch(axes, new Applicability(axes, List.of()), process, Y[top]);
    double[] gradient = new double[3];
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= 200; i++) {
      for (int j = 0; j < 40; j++) {
        for (int k = 0; k < 3; k++) {
          double[] point = {i / 200.0, axes[1].middle(j), axes[2].middle(k)};
          greatest = Math.max(greatest, search.value(point, gradient));
        }
      }
    }

    double[] found = search.run(x[top], new SplittableRandom(1));

    assertThat(search.value(found, gradient)).isGreaterThanOrEqualTo(greatest - 1e-9);
    assertThat(found[1]).isEqualTo(axes[1].snap(found[1]));
    assertThat(found[2]).isEqualTo(axes[2].snap(found[2]));
  }

  @Test
  void refuses_a_covariance_without_a_factor() {
    KernelParameters flat = new KernelParameters(new double[] {1e-12, 0, 0}, 1e9, 0);
    assertThatThrownBy(() -> new GaussianProcess(X, LABELS, Y, flat))
        .hasMessageContaining("covariance of 12 observations");
  }

  private static void assertClose(double[] actual, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      double scale = Math.max(1, Math.abs(expected[i]));
      assertThat(actual[i]).as("%d", i).isCloseTo(expected[i], within(1e-9 * scale));
    }
  }
}
