// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BoxMinimizerTest {
  private int calls;

  private double rosenbrock(double[] x, double[] g) {
    calls++;
    Arrays.fill(g, 0);
    double sum = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      double a = x[i + 1] - x[i] * x[i];
      double b = 1 - x[i];
      sum += 100 * a * a + b * b;
      g[i] += -400 * a * x[i] - 2 * b;
      g[i + 1] += 200 * a;
    }
    return sum;
  }

  private static double[] filled(int n, double value) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }

  @Test
  void follows_the_valley_of_rosenbrock() {
    double[] x = filled(10, -1.2);
    double value =
        BoxMinimizer.minimize(this::rosenbrock, x, filled(10, -2), filled(10, 2), 1e-8, 500);

    assertThat(value).isLessThan(1e-9);
    assertThat(x).containsExactly(filled(10, 1), within(1e-4));
    // scipy 1.17.1's L-BFGS-B takes 39 evaluations from this start and ends at 6e-11.
    assertThat(calls).isLessThan(100);
  }

  /** With x0 at most 0.5 the minimum of two variables is (0.5, 0.25), with the value 0.25. */
  @Test
  void stops_at_the_wall_of_the_box() {
    double[] x = {-1.2, 1};
    double value =
        BoxMinimizer.minimize(
            this::rosenbrock, x, new double[] {-2, -2}, new double[] {0.5, 2}, 1e-9, 200);

    assertThat(value).isCloseTo(0.25, within(1e-12));
    assertThat(x).containsExactly(new double[] {0.5, 0.25}, within(1e-9));
  }

  /** A quadratic of steep and flat axes; the free minimum is outside along half of them. */
  @Test
  void finds_the_minimum_of_a_quadratic_with_active_bounds() {
    int n = 8;
    double[] x = filled(n, 0.9);
    BoxMinimizer.minimize(
        (p, g) -> {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            double weight = Math.pow(10, i / 2.0);
            double distance = p[i] - (i % 2 == 0 ? -0.5 : 0.25);
            sum += weight * distance * distance;
            g[i] = 2 * weight * distance;
          }
          return sum;
        },
        x,
        new double[n],
        filled(n, 1),
        1e-10,
        200);

    for (int i = 0; i < n; i++) {
      assertThat(x[i]).isCloseTo(i % 2 == 0 ? 0 : 0.25, within(1e-5));
    }
  }

  @Test
  void a_start_outside_is_moved_into_the_box_and_a_function_without_value_is_left() {
    double[] x = {7};
    double value =
        BoxMinimizer.minimize(
            (p, g) -> Double.NaN, x, new double[] {0}, new double[] {1}, 1e-6, 10);

    assertThat(value).isNaN();
    assertThat(x[0]).isEqualTo(1);
  }

  /** Infinite beyond 0.3: steps that end there are made shorter. */
  @Test
  void goes_around_places_without_a_value() {
    double[] x = {0.9};
    double value =
        BoxMinimizer.minimize(
            (p, g) -> {
              g[0] = 1 - 0.5 / Math.sqrt(Math.max(p[0] - 0.3, 0));
              return p[0] < 0.3 ? Double.POSITIVE_INFINITY : p[0] - Math.sqrt(p[0] - 0.3);
            },
            x,
            new double[] {0},
            new double[] {1},
            1e-9,
            100);

    assertThat(x[0]).isCloseTo(0.55, within(1e-6));
    assertThat(value).isCloseTo(0.05, within(1e-12));
  }
}
