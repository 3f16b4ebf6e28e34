// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.SharedData;
import io.nyala.data.series.SeriesTable;
import io.nyala.data.series.arima.AutoArima.Candidate;
import io.nyala.data.series.arima.AutoArima.Found;
import io.nyala.data.table.Csv;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AutoArimaTest {
  /** scipy's criteria of all orders, over the same residuals. */
  @Test
  void compares_all_orders_over_the_same_residuals() {
    Map<?, ?> grids = (Map<?, ?>) ArimaCase.file().get("grids");
    for (String name : List.of("arma", "drift")) {
      Map<?, ?> entry = (Map<?, ?>) grids.get(name);
      Found found =
          Arima.auto()
              .max(2, 2)
              .differences((Integer) entry.get("d"), 0)
              .all()
              .fit(ArimaCase.generated(name).numbers("values"));

      List<?> rows = (List<?>) entry.get("grid");
      assertThat(found.tried()).hasSize(rows.size());
      for (Object row : rows) {
        Map<?, ?> expected = (Map<?, ?>) row;
        Candidate ours =
            found.tried().stream()
                .filter(
                    c ->
                        expected.get("p").equals(c.order().p())
                            && expected.get("q").equals(c.order().q())
                            && expected.get("constant").equals(c.constant()))
                .findFirst()
                .orElseThrow();
        if (ours.aic() < Double.POSITIVE_INFINITY) {
          assertThat(ours.aic())
              .as(name + " " + ours)
              .isCloseTo(((Number) expected.get("aic")).doubleValue(), within(1e-4));
        }
      }
      Map<?, ?> first = (Map<?, ?>) rows.getFirst();
      assertThat(found.best().order().p()).isEqualTo(first.get("p"));
      assertThat(found.best().order().q()).isEqualTo(first.get("q"));
    }
  }

  @Test
  void finds_the_best_order_step_by_step() {
    for (String name : List.of("arma", "drift", "moving average")) {
      double[] values = ArimaCase.generated(name).numbers("values");
      int d = name.equals("drift") ? 1 : 0;
      Found steps = Arima.auto().max(3, 3).differences(d, 0).fit(values);
      Found all = Arima.auto().max(3, 3).differences(d, 0).all().fit(values);

      assertThat(steps.best().order()).as(name).isEqualTo(all.best().order());
      assertThat(steps.tried()).hasSizeLessThan(all.tried().size());
    }
    SeriesTable regression = ArimaCase.generated("regression").series();
    Found found = Arima.auto().differences(0, 0).fit(regression, "y", "a", "b");
    assertThat(found.best().coefficients())
        .extracting(ArimaCoefficient::name)
        .startsWith("constant", "a", "b");
  }

  @Test
  void removes_strong_seasons() {
    double[] airline = ArimaCase.generated("airline model").numbers("values");

    Found found = Arima.auto().seasonal(12).max(2, 2).maxSeasonal(1).fit(airline);

    assertThat(found.best().order().seasonalD()).isEqualTo(1);
    double[] noise = ArimaCase.generated("moving average").numbers("values");
    assertThat(UnitRoots.seasonalDifferences(noise, 12)).isZero();
  }

  @Test
  void tests_levels_as_statsmodels_does() {
    for (ArimaCase level : ArimaCase.all("levels")) {
      double[] values = ArimaCase.generated(level.name()).numbers("values");
      assertThat(UnitRoots.lags(values.length)).isEqualTo((int) level.number("lags"));
      assertThat(UnitRoots.kpss(values, (int) level.number("lags")))
          .as(level.name())
          .isCloseTo(level.number("kpss"), within(1e-9));
    }
  }

  @Test
  void says_when_nothing_fits() {
    assertThatThrownBy(() -> Arima.auto().differences(0, 0).fit(new double[] {1}))
        .hasMessageContaining("no model fits 1 values");
  }

  @Test
  void finds_the_airline_model() {
    double[] passengers =
        Arrays.stream(
                Csv.read(SharedData.file("data/timeseries/airline-passengers.csv"))
                    .doubles("Passengers"))
            .map(Math::log)
            .toArray();

    Found found = Arima.auto().seasonal(12).max(3, 3).fit(passengers);

    assertThat(found.best().order().d()).isEqualTo(1);
    assertThat(found.best().order().seasonalD()).isEqualTo(1);
  }
}
