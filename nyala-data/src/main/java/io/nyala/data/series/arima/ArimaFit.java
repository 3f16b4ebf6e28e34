// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import io.nyala.data.DataException;
import io.nyala.data.series.Forecaster;
import io.nyala.data.series.SeriesTable;
import io.nyala.data.series.WalkForward;
import io.nyala.data.series.arima.ConditionalSum.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An estimated ARIMA model with the series that it was applied to. Immutable. */
public final class ArimaFit {
  private final ArimaOrder order;
  private final Regression data;
  private final ConditionalSum sum;
  private final double[] params;
  private final double[] errors;
  private final double variance;
  private final double logLikelihood;
  private final String note;
  private final double[] residuals;

  ArimaFit(
      ArimaOrder order,
      Regression data,
      ConditionalSum sum,
      Minimizer.Minimum minimum,
      boolean border) {
    this.order = order;
    this.data = data;
    this.sum = sum;
    this.params = minimum.params();
    this.residuals = sum.residuals(params);
    int n = sum.residualCount();
    this.variance = minimum.squares() / n;
    this.logLikelihood = -n / 2.0 * (Math.log(2 * Math.PI * variance) + 1);
    double[] inverse =
        new LeastSquares(sum.derivatives(params, residuals), residuals).inverseDiagonal();
    this.errors = Arrays.stream(inverse).map(v -> Math.sqrt(v * variance)).toArray();
    this.note =
        !minimum.converged()
            ? "The estimation did not converge; use a smaller order."
            : border
                ? "The model is at the border of stationarity or invertibility: perhaps one"
                    + " difference too few or too many; standard errors mean little."
                : "";
  }

  private ArimaFit(ArimaFit fit, Regression data) {
    this.order = fit.order;
    this.data = data;
    this.params = fit.params;
    this.errors = fit.errors;
    this.variance = fit.variance;
    this.logLikelihood = fit.logLikelihood;
    this.note = fit.note;
    this.sum = new ConditionalSum(order, data.values(), data.columns(), order.reach());
    this.residuals = sum.residuals(params);
  }

  /** Returns the order. */
  public ArimaOrder order() {
    return order;
  }

  /** Returns the coefficients: constant or drift, exogenous columns, ar, ma, seasonal ar and ma. */
  public List<ArimaCoefficient> coefficients() {
    List<String> names = new ArrayList<>(data.names());
    for (Block block : Block.values()) {
      for (int i = 1; i <= block.size(order); i++) {
        names.add(block.label() + i * (block.seasonal() ? order.period() : 1));
      }
    }
    List<ArimaCoefficient> coefficients = new ArrayList<>();
    for (int i = 0; i < params.length; i++) {
      coefficients.add(new ArimaCoefficient(names.get(i), params[i], errors[i]));
    }
    return coefficients;
  }

  /** Returns the variance of the errors: the mean square of the residuals. */
  public double variance() {
    return variance;
  }

  /** Returns the logarithm of the conditional likelihood. */
  public double logLikelihood() {
    return logLikelihood;
  }

  /** Returns Akaike's information criterion, counting the variance as a parameter. */
  public double aic() {
    return 2 * (params.length + 1) - 2 * logLikelihood;
  }

  /** Returns the Bayesian information criterion, counting the variance as a parameter. */
  public double bic() {
    return (params.length + 1) * Math.log(sum.residualCount()) - 2 * logLikelihood;
  }

  /**
   * Returns a warning if the estimation did not converge, or the model is at the border of
   * stationarity or invertibility; otherwise an empty string.
   */
  public String note() {
    return note;
  }

  /**
   * Returns the errors of one-step forecasts in the series: one for each value but the first ones,
   * which differencing and the autoregressive part need.
   */
  public double[] residuals() {
    return Arrays.copyOfRange(residuals, residuals.length - sum.residualCount(), residuals.length);
  }

  /**
   * Forecasts the values after the series.
   *
   * @param horizon the number of steps
   * @throws DataException if the model has exogenous columns
   */
  public ArimaForecast forecast(int horizon) {
    if (!data.exogenous().isEmpty()) {
      throw new DataException(
          "ARIMA%s: forecast(table) needs the future values of %s"
              .formatted(order, data.exogenous()));
    }
    return forecast(horizon, List.of());
  }

  /**
   * Forecasts the values after the series.
   *
   * @param future the next rows with the exogenous columns
   * @throws DataException if a column is missing
   */
  public ArimaForecast forecast(SeriesTable future) {
    return forecast(future.size(), data.exogenous().stream().map(future::values).toList());
  }

  private ArimaForecast forecast(int horizon, List<double[]> future) {
    if (horizon < 1) {
      throw new DataException("ARIMA: expected a horizon of 1 or more, got " + horizon);
    }
    double[] level = data.level(params, future, horizon);
    double[] full = Polynomials.multiply(sum.autoregressive(params), order.differencing());
    double[] average = sum.movingAverage(params);
    int n = data.values().length;
    double[] noise = new double[n + horizon];
    for (int i = 0; i < n; i++) {
      noise[i] = data.values()[i] - level[i];
    }
    double[] mean = new double[horizon];
    for (int t = n; t < noise.length; t++) {
      for (int i = 1; i < full.length; i++) {
        noise[t] -= full[i] * noise[t - i];
      }
      for (int j = t - n + 1; j < average.length; j++) {
        int at = t - j - order.lost();
        noise[t] += at < 0 ? 0 : average[j] * residuals[at];
      }
      mean[t - n] = noise[t] + level[t];
    }
    double[] weights = Polynomials.divide(average, full, horizon);
    double[] deviations = new double[horizon];
    double squares = 0;
    for (int i = 0; i < horizon; i++) {
      squares += weights[i] * weights[i];
      deviations[i] = Math.sqrt(variance * squares);
    }
    return new ArimaForecast(mean, deviations);
  }

  /**
   * Applies the coefficients to another series, without estimating them anew.
   *
   * @throws DataException if the model has exogenous columns, or there are too few values
   */
  public ArimaFit apply(double[] values) {
    if (!data.exogenous().isEmpty()) {
      throw new DataException(
          "ARIMA%s: apply(table, target) needs the columns %s".formatted(order, data.exogenous()));
    }
    return apply(data.like(values, List.of()));
  }

  /**
   * Applies the coefficients to another series, without estimating them anew.
   *
   * @param series the series with the exogenous columns
   * @param target the column to model
   * @throws DataException if a column is missing, or there are too few rows
   */
  public ArimaFit apply(SeriesTable series, String target) {
    List<double[]> columns = data.exogenous().stream().map(series::values).toList();
    return apply(data.like(series.values(target), columns));
  }

  private ArimaFit apply(Regression other) {
    int least = order.lost() + order.reach() + 1;
    if (other.values().length < least) {
      throw new DataException(
          "ARIMA%s: needs %d values, got %d".formatted(order, least, other.values().length));
    }
    return new ArimaFit(this, other);
  }

  /** Returns a forecaster with these coefficients, for {@link WalkForward#run}. */
  public Forecaster forecaster() {
    return (history, horizon) -> apply(history).forecast(horizon).mean();
  }

  /**
   * Evaluates the model by walk-forward validation, with the coefficients as they are: each
   * forecast is made from the rows before it and the exogenous columns of its own rows.
   *
   * @param series the whole series
   * @param target the column to model
   * @param start the first row to forecast; the model should come from the rows before
   * @param horizon the number of steps in each forecast
   * @param every the number of rows between forecasts
   * @param period the length of the season for MASE, 1 for none
   * @throws DataException if no forecast fits into the series
   */
  public WalkForward walk(
      SeriesTable series, String target, int start, int horizon, int every, int period) {
    return WalkForward.run(
        series.values(target),
        start,
        horizon,
        every,
        period,
        (history, steps) -> {
          int now = history.length;
          return apply(series.range(0, now), target)
              .forecast(series.range(now, now + steps))
              .mean();
        });
  }

  /** Returns a table of the coefficients, with the criteria. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "ARIMA%s by conditional least squares: %,d residuals%n%-16s %12s %12s %9s%n",
            order,
            sum.residualCount(),
            "",
            "coefficient",
            "std. error",
            "z"));
    for (ArimaCoefficient c : coefficients()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-16s %12.5g %12.4g %9.2f%n",
              c.name(),
              c.value(),
              c.standardError(),
              c.value() / c.standardError()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "variance %.5g, log likelihood %.2f, AIC %.2f, BIC %.2f",
            variance,
            logLikelihood,
            aic(),
            bic()));
    return note.isEmpty() ? text.toString() : text + System.lineSeparator() + note;
  }

  /** Formats as {@code ARIMA(2, 0, 1), AIC 781.55}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "ARIMA%s, AIC %.2f", order, aic());
  }
}
