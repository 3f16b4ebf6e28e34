// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.DataException;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final double[] SERIES = {1, 4, 2, 5, 3, 6, 4, 8};

  @Test
  void differences_and_levels_are_inverses() {
    assertThat(Differences.difference(SERIES, 1)).containsExactly(3, -2, 3, -2, 3, -2, 4);
    assertThat(Differences.difference(SERIES, 2)).containsExactly(1, 1, 1, 1, 1, 2);
    assertThat(Differences.invert(new double[] {9, 1, 4}, new double[] {1, 1, 1, 1, 1, 2}, 2))
        .containsExactly(2, 5, 3, 6, 4, 8);
    assertThatThrownBy(() -> Differences.difference(SERIES, 8)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Differences.invert(new double[1], SERIES, 2))
        .hasMessageContaining("last 2 levels, got 1");
  }

  @Test
  void baselines_repeat_the_last_value_or_season() {
    assertThat(Forecaster.persistence().forecast(SERIES, 3)).containsExactly(8, 8, 8);
    assertThat(Forecaster.seasonalNaive(3).forecast(SERIES, 4)).containsExactly(6, 4, 8, 6);
    assertThatThrownBy(() -> Forecaster.seasonalNaive(9).forecast(SERIES, 1))
        .hasMessageContaining("a whole season, got 8 values");
  }

  @Test
  void a_model_of_one_step_feeds_itself() {
    Forecaster growth = Forecaster.recursive(h -> h[h.length - 1] + h[h.length - 2]);

    assertThat(growth.forecast(new double[] {1, 1}, 5)).containsExactly(2, 3, 5, 8, 13);
  }

  /** Errors 1, 2, 3 of values 2, 4, 10; the naive forecast of 1, 3, 2 is off by 1.5. */
  @Test
  void measures_errors() {
    ForecastReport report =
        ForecastReport.of(
            new double[] {2, 4, 10}, new double[] {3, 2, 13}, new double[] {1, 3, 2}, 1);

    assertThat(report.mae()).isEqualTo(2);
    assertThat(report.rmse()).isCloseTo(Math.sqrt(14 / 3.0), within(1e-12));
    assertThat(report.mape()).isCloseTo(100 * (0.5 + 0.5 + 0.3) / 3, within(1e-10));
    assertThat(report.mase()).isCloseTo(2 / 1.5, within(1e-12));
    assertThat(report).hasToString("RMSE 2.160, MAE 2.000, MAPE 43.3 %, MASE 1.333");
  }

  @Test
  void walks_forward_without_looking_ahead() {
    double[] longest = {0};
    Forecaster spy =
        (history, horizon) -> {
          longest[0] = Math.max(longest[0], history.length);
          return Forecaster.persistence().forecast(history, horizon);
        };

    WalkForward walk = WalkForward.run(SERIES, 3, 2, 2, 1, spy);

    assertThat(walk.actual()).isDeepEqualTo(new double[][] {{5, 3}, {6, 4}});
    assertThat(walk.forecast()).isDeepEqualTo(new double[][] {{2, 2}, {3, 3}});
    assertThat(longest[0]).isEqualTo(5);
    assertThat(walk.report(1).mae()).isEqualTo(3);
    assertThat(walk.report(2).mae()).isEqualTo(1);
    assertThat(walk.report().mae()).isEqualTo(2);
    assertThat(walk.report().mase()).isEqualTo(2 / 2.5);
    assertThatThrownBy(() -> WalkForward.run(SERIES, 7, 2, 1, 1, spy))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("fits into 8 values");
  }
}
