// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.data.Examples;
import io.nyala.data.preprocessing.MinMaxScaler;
import io.nyala.data.series.Differences;
import io.nyala.data.series.ForecastReport;
import io.nyala.data.series.TimeseriesWindows;
import io.nyala.data.series.arima.Arima;
import io.nyala.data.series.arima.ArimaFit;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.DataFinder;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.plot.Plots;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Forecasting with an LSTM that keeps its state between batches, compared with the naive forecast
 * and with ARIMA.
 */
public final class PriceLstm implements Recipe {
  private static final int EPOCHS = 10;
  private static final int BATCH = 100;
  private static final int LAGS = 10;
  private static final int UNITS = 100;
  private static final int SHOWN = 150; // steps in the plot

  @Option(
      names = "--series",
      paramLabel = "temps|btc",
      description = "Daily minimum temperatures (default), or daily prices of bitcoin.")
  private String series = "temps";

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "A CSV file to use instead, oldest row first.")
  private Path csv;

  @Option(names = "--time", paramLabel = "COLUMN", description = "The column with the dates.")
  private String time = "Date";

  @Option(names = "--value", paramLabel = "COLUMN", description = "The column with the values.")
  private String value = "Close";

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public PriceLstm(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "price-lstm";
  }

  @Override
  public String description() {
    return "Forecasting: the next value of a series from its last ten changes";
  }

  @Override
  public Defaults defaults() {
    return Defaults.of(EPOCHS, BATCH);
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    if (!List.of("temps", "btc").contains(series)) {
      throw new UsageException("--series must be temps or btc, got '" + series + "'");
    }
    Keeper keeper = new Keeper(context);
    int batch = context.batch(BATCH);
    SeriesData data =
        csv == null
            ? SeriesData.known(context, finder, series, batch)
            : SeriesData.own(context, csv, time, value, batch);
    context.say("%s from %s", data.train(), data.source());
    context.say("to forecast: %s", data.test());
    MinMaxScaler scaler = new MinMaxScaler(-1, 1);
    Examples train = examples(scaler.fit(changes(data.train().values())), data.train().values());
    Examples test = examples(scaler, data.test().values());

    Model model =
        Sequential.of(
            input(LAGS, 1),
            lstm(UNITS).stateful().returnSequences(),
            lstm(UNITS).stateful(),
            dense(1).activation(TANH));
    model.seed(context.seed());
    model.compile(adam(1e-3), meanSquaredError());
    context.say("%s", model.summary());

    int epochs = context.epochs(EPOCHS);
    Stopwatch watch = new Stopwatch();
    History history =
        model.fit(
            train.x(),
            train.y(),
            fit()
                .epochs(epochs)
                .checkpoints(context.checkpoints())
                .batchSize(batch)
                .shuffle(false)
                .callbacks(watch, Progress.of(context, epochs), Health.of(context)));
    context.say("%s.", watch.summary());

    model.resetStates();
    float[] scaled = predict(model, test.x(), batch);
    double scaledRmse = rmse(test.y().floats(), scaled);
    float[] still = new float[scaled.length];
    Arrays.fill(still, scaler.transform(Tensor.vector(0f)).at(0));
    double persistence = rmse(test.y().floats(), still);
    Forecasts levels = levels(scaler, data, scaled);
    ArimaFit arima = Arima.auto().fit(data.train().values()).best();
    ForecastReport baseline = oneStep(arima, data);
    context.say("%nLSTM:        %s", levels.network());
    context.say("persistence: %s", levels.naive());
    context.say("ARIMA%s: %s", arima.order(), baseline);
    context.say(
        "%s%nIn scaled units: RMSE %.4f, persistence %.4f.%n",
        levels.network().rmse() < levels.naive().rmse()
            ? "The network is better than predicting no change."
            : "The network is no better than predicting no change.",
        scaledRmse,
        persistence);

    keeper.model(model);
    keeper.plot(
        "learning-curves.png",
        data.title(),
        "",
        (f, title) -> Plots.learningCurves(f, title, history.values()));
    keeper.plot(
        "forecast.png",
        data.title(),
        "one step ahead",
        (f, title) ->
            Plots.series(
                f,
                title,
                data.test().times().subList(0, Math.min(SHOWN, data.test().size())),
                data.quantity(),
                levels.shown(data.test().values())));
    keeper.report();

    return watch
        .into(context.report().data(data.source(), data.train().size() + data.test().size()))
        .metric("test_rmse_scaled", scaledRmse)
        .metric("persistence_rmse_scaled", persistence)
        .metric("train_mse", history.last("loss"))
        .metric("test_rmse", levels.network().rmse())
        .metric("test_mae", levels.network().mae())
        .metric("test_mape", levels.network().mape())
        .metric("test_mase", levels.network().mase())
        .metric("persistence_rmse", levels.naive().rmse())
        .metric("persistence_mae", levels.naive().mae())
        .metric("arima_rmse", baseline.rmse())
        .metric("arima_mae", baseline.mae())
        .weights(Keeper.weights(model))
        .build();
  }

  /**
   * Returns the errors of one-step forecasts of the test part with the coefficients as they are.
   */
  private static ForecastReport oneStep(ArimaFit arima, SeriesData data) {
    double[] train = data.train().values();
    double[] actual = data.test().values();
    double[] all = Arrays.copyOf(train, train.length + actual.length);
    System.arraycopy(actual, 0, all, train.length, actual.length);
    double[] residuals = arima.apply(all).residuals();
    double[] forecast = new double[actual.length];
    for (int i = 0; i < forecast.length; i++) {
      forecast[i] = actual[i] - residuals[residuals.length - actual.length + i];
    }
    return ForecastReport.of(actual, forecast, train, 1);
  }

  /** Returns the difference between each value and the previous one; 0 for the first value. */
  private static Tensor changes(double[] levels) {
    double[] changes = Differences.difference(levels, 1);
    float[] all = new float[levels.length];
    for (int i = 0; i < changes.length; i++) {
      all[i + 1] = (float) changes[i];
    }
    return Tensor.vector(all);
  }

  /**
   * Returns scaled changes, each with the ten previous ones; changes before the beginning are zero.
   */
  private static Examples examples(MinMaxScaler scaler, double[] levels) {
    float[] scaled = scaler.transform(changes(levels)).floats();
    double[] padded = new double[LAGS + scaled.length];
    for (int i = 0; i < scaled.length; i++) {
      padded[LAGS + i] = scaled[i];
    }
    return TimeseriesWindows.lagged(padded, LAGS, 1);
  }

  /**
   * Predicts batch by batch, in order, because each batch starts with the state of the previous
   * one.
   */
  private static float[] predict(Model model, Tensor x, int batch) {
    float[] all = new float[x.shape().dim(0)];
    for (int row = 0; row < all.length; row += batch) {
      float[] some = model.predictOnBatch(x.rows(row, row + batch)).floats();
      System.arraycopy(some, 0, all, row, batch);
    }
    return all;
  }

  private static double rmse(float[] actual, float[] predicted) {
    double sum = 0;
    for (int i = 0; i < actual.length; i++) {
      sum += Math.pow(actual[i] - predicted[i], 2);
    }
    return Math.sqrt(sum / actual.length);
  }

  /** Forecasts in the units of the series. */
  private record Forecasts(
      double[] previous, double[] forecast, ForecastReport network, ForecastReport naive) {
    Map<String, double[]> shown(double[] actual) {
      int n = Math.min(SHOWN, actual.length);
      Map<String, double[]> lines = new LinkedHashMap<>();
      lines.put("actual", Arrays.copyOf(actual, n));
      lines.put("actual value of the previous step", Arrays.copyOf(previous, n));
      lines.put("forecast", Arrays.copyOf(forecast, n));
      return lines;
    }
  }

  private static Forecasts levels(MinMaxScaler scaler, SeriesData data, float[] scaled) {
    double[] actual = data.test().values();
    float[] changes = scaler.inverseTransform(Tensor.vector(scaled)).floats();
    double[] previous = new double[actual.length];
    double[] forecast = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      // The first test value counts as unchanged, as among the inputs.
      previous[i] = actual[Math.max(0, i - 1)];
      forecast[i] = previous[i] + changes[i];
    }
    double[] train = data.train().values();
    return new Forecasts(
        previous,
        forecast,
        ForecastReport.of(actual, forecast, train, 1),
        ForecastReport.of(actual, previous, train, 1));
  }
}
