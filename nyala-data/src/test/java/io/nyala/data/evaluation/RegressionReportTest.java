// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Expected numbers: scikit-learn 1.9.1, {@code mean_absolute_error}, {@code mean_squared_error},
 * {@code root_mean_squared_error}, {@code r2_score}, {@code mean_absolute_percentage_error} (a
 * fraction there).
 */
class RegressionReportTest {
  private static void assertMeasures(RegressionReport r, double... expected) {
    double[] actual = {r.mae(), r.mse(), r.rmse(), r.r2(), r.mape() / 100};
    for (int i = 0; i < 5; i++) {
      assertThat(actual[i]).as("measure %d", i).isCloseTo(expected[i], Offset.offset(1e-12));
    }
  }

  @Test
  void agrees_with_scikit_learn() {
    RegressionReport r =
        RegressionReport.of(
            Tensor.vector(3, -0.5f, 2, 7), Tensor.of(Shape.of(4, 1), 2.5f, 0, 2, 8));
    assertMeasures(r, 0.5, 0.375, 0.6123724356957945, 0.9486081370449679, 0.3273809523809524);
    assertThat(r)
        .hasToString(
            """
            rows  4
            MAE   0.500000
            MSE   0.375000
            RMSE  0.612372
            R2    0.948608
            MAPE  32.7381 %
            """);
  }

  @Test
  void averages_over_outputs_as_scikit_learn() {
    assertMeasures(
        RegressionReport.of(
            Tensor.of(Shape.of(3, 2), 0.5f, 1, -1, 1, 7, -6),
            Tensor.of(Shape.of(3, 2), 0, 2, -1, 2, 8, -5)),
        0.75,
        0.7083333333333334,
        0.8227486121839513,
        0.9368005266622779,
        0.5515873015873016);
  }

  @Test
  void has_a_value_for_targets_that_do_not_vary() {
    Tensor flat = Tensor.vector(0.1f, 0.1f, 0.1f);
    assertThat(RegressionReport.of(flat, flat).r2()).isEqualTo(1);
    assertThat(RegressionReport.of(flat, Tensor.vector(0.1f, 0.1f, 0.2f)).r2()).isZero();
    assertThat(RegressionReport.of(Tensor.vector(0, 1), Tensor.vector(1, 1)).mape())
        .isEqualTo(225179981368524800.0);
  }

  @Test
  void rejects_shapes_that_do_not_match_and_values_that_are_not_finite() {
    assertThatThrownBy(() -> RegressionReport.of(Tensor.vector(1, 2), Tensor.vector(1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "RegressionReport: expected the same shape, (n,) or (n, outputs), got actual (2,) and"
                + " predicted (1,)");
    assertThatThrownBy(() -> RegressionReport.of(Tensor.vector(1, 2), Tensor.vector(1, Float.NaN)))
        .hasMessage(
            "RegressionReport: the predicted value of row 1 is NaN; hint: did training diverge?");
  }
}
