// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.DataException;
import io.nyala.data.series.SeriesTable;
import io.nyala.data.series.WalkForward;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares with scipy's minima of the same sum of squares, and with statsmodels. */
class ArimaTest {
  @TestFactory
  Stream<DynamicTest> generated_series() {
    return ArimaCase.all("cases").stream()
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  @TestFactory
  Stream<DynamicTest> public_series() {
    return ArimaCase.all("shared").stream()
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  private static void check(ArimaCase c) {
    ArimaFit fit = c.model().fit(c.series(), "y", c.exogenous());
    double[] found = fit.coefficients().stream().mapToDouble(ArimaCoefficient::value).toArray();
    double[] errors =
        fit.coefficients().stream().mapToDouble(ArimaCoefficient::standardError).toArray();

    // scipy's minimum of the same function, by its own residuals and finite differences.
    ArimaCase css = c.part("css");
    assertThat(fit.variance())
        .isCloseTo(css.number("sigma2"), relative(1e-9, css.number("sigma2")));
    assertThat(fit.residuals()).hasSize((int) css.number("residuals"));
    assertThat(fit.logLikelihood()).isCloseTo(css.number("loglik"), within(1e-6));
    assertThat(fit.aic()).isCloseTo(css.number("aic"), within(1e-6));
    double[] params = css.numbers("params");
    double[] scipyErrors = css.numbers("errors");
    for (int i = 0; i < params.length; i++) {
      // The sum of squares is flat at its minimum: rounding of 1e-13 moves it by the root of that.
      assertThat(found[i]).as("parameter " + i).isCloseTo(params[i], within(1e-5 * errors[i]));
      assertThat(errors[i])
          .as("error " + i)
          .isCloseTo(scipyErrors[i], relative(1e-4, scipyErrors[i]));
    }

    // statsmodels' forecasts with these coefficients, once the first residuals are forgotten.
    ArimaForecast forecast = fit.forecast(c.future());
    ArimaCase reference = c.part("forecast");
    double scale = Math.sqrt(fit.variance());
    close(forecast.mean(), reference.numbers("recursion"), 1e-4 * scale);
    if (reference.number("memory") < 1e-8) {
      close(forecast.standardErrors(), reference.numbers("error"), 1e-4 * scale);
      close(forecast.mean(), reference.numbers("mean"), 1e-4 * scale);
      close(forecast.lower(0.95), reference.numbers("lower95"), 1e-4 * scale);
      close(forecast.upper(0.95), reference.numbers("upper95"), 1e-4 * scale);
    }
  }

  /** Without a moving average the conditional estimates are a plain regression on past values. */
  @Test
  void autoregressions_are_those_of_statsmodels_AutoReg() {
    ArimaCase c = ArimaCase.generated("ar");

    ArimaFit fit = c.model().fit(c.numbers("values"));

    assertThat(fit.coefficients())
        .extracting(ArimaCoefficient::name)
        .containsExactly("constant", "ar.L1", "ar.L2");
    double[] autoreg = c.numbers("autoreg");
    for (int i = 0; i < autoreg.length; i++) {
      assertThat(fit.coefficients().get(i).value()).isCloseTo(autoreg[i], within(1e-8));
    }
  }

  /** The exact likelihood uses the first values too: in a long series it differs little. */
  @Test
  void estimates_are_near_those_of_the_exact_likelihood() {
    for (String name : List.of("arma", "regression", "moving average", "twice")) {
      ArimaCase c = ArimaCase.generated(name);
      double[] exact = c.part("exact").numbers("params");
      List<ArimaCoefficient> found = c.model().fit(c.series(), "y", c.exogenous()).coefficients();
      for (int i = 0; i < exact.length; i++) {
        assertThat(found.get(i).value())
            .as(name + " " + found.get(i).name())
            .isCloseTo(exact[i], within(0.25 * found.get(i).standardError()));
      }
    }
  }

  @Test
  void applies_its_coefficients_to_other_values() {
    ArimaCase c = ArimaCase.generated("drift");
    double[] values = c.numbers("values");
    ArimaFit fit = c.model().fit(Arrays.copyOf(values, 200));
    ArimaFit whole = c.model().fit(values);

    assertThat(whole.apply(values).forecast(5).mean()).containsExactly(whole.forecast(5).mean());
    assertThat(fit.apply(values).coefficients()).isEqualTo(fit.coefficients());
    // Residuals are the errors of one-step forecasts.
    double[] next = fit.forecaster().forecast(values, 1);
    double[] one = fit.apply(append(values, next[0] + 0.5)).residuals();
    assertThat(one[one.length - 1]).isCloseTo(0.5, within(1e-10));
    assertThatThrownBy(() -> fit.apply(new double[2]))
        .isInstanceOf(DataException.class)
        .hasMessage("ARIMA(1, 1, 1): needs 3 values, got 2");
  }

  private static double[] append(double[] values, double value) {
    double[] more = Arrays.copyOf(values, values.length + 1);
    more[values.length] = value;
    return more;
  }

  @Test
  void walks_forward_with_exogenous_columns() {
    ArimaCase c = ArimaCase.generated("regression");
    SeriesTable series = c.series();
    ArimaFit fit = c.model().fit(series.range(0, 250), "y", "a", "b");

    WalkForward walk = fit.walk(series, "y", 250, 2, 10, 1);

    assertThat(walk.forecast()).hasNumberOfRows(5);
    assertThat(walk.forecast()[1])
        .containsExactly(
            fit.apply(series.range(0, 260), "y").forecast(series.range(260, 262)).mean());
    // Errors have variance 1 at one step.
    assertThat(walk.report(1).rmse()).isBetween(0.4, 2.0);
    assertThatThrownBy(() -> fit.forecast(3))
        .hasMessage("ARIMA(1, 0, 0): forecast(table) needs the future values of [a, b]");
    assertThatThrownBy(() -> fit.apply(new double[30]))
        .hasMessageContaining("needs the columns [a, b]");
  }

  /** Values that grow in turns: the best autoregression would not be stationary. */
  @Test
  void says_when_a_model_is_at_the_border() {
    double[] growing = new double[40];
    Arrays.setAll(growing, i -> Math.pow(-1.05, i));

    ArimaFit fit = Arima.of(1, 0, 0).fit(growing);

    assertThat(fit.coefficients().getFirst().value()).isBetween(-1.0, -0.9995);
    assertThat(fit.note()).startsWith("The model is at the border of stationarity or invertib");
    assertThat(fit.summary()).endsWith(fit.note());
  }

  @Test
  void summarises() {
    ArimaFit fit =
        ArimaCase.generated("arma").model().fit(ArimaCase.generated("arma").numbers("values"));

    assertThat(fit.summary().lines())
        .containsExactly(
            "ARIMA(2, 0, 1) by conditional least squares: 298 residuals",
            "                  coefficient   std. error         z",
            "constant               19.893       0.2399     82.94",
            "ar.L1                  1.1741      0.07576     15.50",
            "ar.L2                -0.45337      0.07165     -6.33",
            "ma.L1                 0.31023      0.08289      3.74",
            "variance 0.77974, log likelihood -385.77, AIC 781.55, BIC 800.03");
    assertThat(fit).hasToString("ARIMA(2, 0, 1), AIC 781.55");
    assertThat(Arima.of(0, 1, 1).seasonal(0, 1, 1, 12)).hasToString("ARIMA(0, 1, 1)(0, 1, 1)[12]");
  }

  @Test
  void says_what_is_wrong() {
    SeriesTable series = ArimaCase.generated("regression").series();

    assertThatThrownBy(() -> Arima.of(-1, 0, 0)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Arima.of(1, 0, 0).seasonal(1, 0, 0, 1))
        .hasMessage("ARIMA: a seasonal order needs a period of 2 or more steps, got 1");
    assertThatThrownBy(() -> Arima.of(0, 2, 1).constant())
        .hasMessageContaining("a constant would be a trend of higher order");
    assertThatThrownBy(() -> Arima.of(3, 1, 3).fit(new double[10]))
        .hasMessage(
            "ARIMA(3, 1, 3): 10 values leave 6 residuals for 6 parameters; use a smaller order or a"
                + " longer series");
    assertThatThrownBy(() -> Arima.of(1, 0, 0).fit(new double[] {1, 2, Double.NaN, 3, 4, 5, 6, 7}))
        .hasMessage("ARIMA: value 2 is NaN; fill it first");
    SeriesTable twice = series.with("c", series.values("a"));
    assertThatThrownBy(() -> Arima.of(1, 0, 0).fit(twice, "y", "a", "b", "c"))
        .hasMessage(
            "ARIMA(1, 0, 0): column \"c\" is zero after differencing, or a combination of [a, b];"
                + " hint: leave it out");
    ArimaFit fit = Arima.of(1, 0, 0).fit(series, "y");
    assertThatThrownBy(() -> fit.forecast(0)).hasMessageContaining("a horizon of 1 or more");
    assertThatThrownBy(() -> fit.forecast(1).upper(95)).hasMessageContaining("got 95.0");
  }

  private static Offset<Double> relative(double share, double value) {
    return within(share * Math.abs(value));
  }

  private static void close(double[] found, double[] expected, double most) {
    assertThat(found).hasSize(expected.length).containsExactly(expected, within(most));
  }
}
