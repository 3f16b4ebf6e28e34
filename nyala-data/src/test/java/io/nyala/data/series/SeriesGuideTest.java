// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import static io.nyala.data.series.CalendarFeature.HOUR;
import static io.nyala.data.series.CalendarFeature.WEEKDAY;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.gru;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.repeatVector;
import static io.nyala.layers.Layers.reshape;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.data.Examples;
import io.nyala.data.preprocessing.StandardScaler;
import io.nyala.data.series.arima.Arima;
import io.nyala.data.series.arima.ArimaFit;
import io.nyala.data.series.arima.ArimaForecast;
import io.nyala.data.table.Csv;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/text-and-series.md that is about series. */
class SeriesGuideTest {
  @TempDir Path folder;

  @Test
  void forecasts() throws IOException {
    Path file = folder.resolve("passengers.csv");
    StringBuilder text = new StringBuilder("Month,Passengers\n");
    for (int month = 0; month < 48; month++) {
      text.append("%d-%02d,%d%n".formatted(1949 + month / 12, month % 12 + 1, 100 + month % 12));
    }
    Files.writeString(file, text);
    // snippet:series-read
    TimeSeries series = TimeSeries.of(Csv.read(file), "Month", "Passengers");
    TimeSeries train = series.before(LocalDate.of(1952, 1, 1));
    double[] changes = Differences.difference(train.values(), 1);
    Examples examples = TimeseriesWindows.lagged(changes, 12, 1);
    // end:series-read
    assertThat(series.gaps()).isEmpty();
    assertThat(examples.x().shape()).isEqualTo(Shape.of(23, 12, 1));

    // snippet:series-walk
    WalkForward walk =
        WalkForward.run(series.values(), train.size(), 12, 1, 12, Forecaster.seasonalNaive(12));
    ForecastReport all = walk.report();
    ForecastReport next = walk.report(1);
    // end:series-walk
    assertThat(all.rmse()).isZero();
    assertThat(next.forecasts()).isEqualTo(1);
  }

  /** Hourly load of 70 days that follows the hour, the weekday, holidays and a cold spell. */
  private Path load() throws IOException {
    StringBuilder text = new StringBuilder("time,load,temperature\n");
    SplittableRandom random = new SplittableRandom(3);
    double weather = 0;
    for (int i = 0; i < 70 * 24; i++) {
      LocalDateTime time = LocalDateTime.of(2024, 3, 1, 0, 0).plusHours(i);
      weather = 0.98 * weather + 0.4 * random.nextGaussian();
      boolean free = time.getDayOfWeek().getValue() > 5 || HOLIDAYS.contains(time.toLocalDate());
      double day = Math.max(0, Math.sin(Math.PI * (time.getHour() - 5) / 16.0));
      double load = 50 + (free ? 10 : 30) * day - 2 * weather + random.nextGaussian();
      text.append("%s,%.2f,%.2f%n".formatted(time, load, weather));
    }
    return Files.writeString(folder.resolve("load.csv"), text);
  }

  private static final Set<LocalDate> HOLIDAYS =
      Set.of(LocalDate.of(2024, 3, 29), LocalDate.of(2024, 4, 1), LocalDate.of(2024, 5, 1));

  @Test
  void forecasts_with_covariates() throws IOException {
    Path file = load();
    Set<LocalDate> holidays = HOLIDAYS;
    // snippet:series-covariates
    SeriesTable series =
        SeriesTable.of(Csv.read(file), "time", "load", "temperature")
            .calendar(HOUR, WEEKDAY)
            .holidays(holidays);
    SeriesSplit parts = series.split(0.15, 0.2);
    SeriesWindows windows =
        parts
            .train()
            .windows(48, 24)
            .targets("load")
            .known("hour", "weekday", "holiday")
            .scale(new StandardScaler());
    SeriesExamples train = windows.of(parts.train());
    SeriesExamples validation = windows.of(parts.validation());

    Value past = input(48, 7);
    Value ahead = input(24, 5);
    Value seen = repeatVector(24).apply(gru(16).apply(past));
    Value hours = dense(32).activation(RELU).apply(concatenate().apply(seen, ahead));
    Model model = Model.of(List.of(past, ahead), List.of(reshape(24).apply(dense(1).apply(hours))));
    model.seed(1).compile(adam(3e-3), meanSquaredError());
    model.fit(
        train.x(),
        List.of(train.y()),
        fit().epochs(12).validation(validation.x(), List.of(validation.y())));

    int start = series.size() - parts.test().size();
    WalkForward network = windows.walk("load", series, start, 24, 24, model::predict);
    WalkForward naive =
        WalkForward.run(series.values("load"), start, 24, 24, 24, Forecaster.seasonalNaive(168));
    System.out.println(network.report() + "\nlast week: " + naive.report());
    SeriesTable tomorrow = windows.forecast(series, series.next(24), model::predict);
    // end:series-covariates
    assertThat(network.report().mae()).isLessThan(naive.report().mae());
    assertThat(tomorrow.times().getFirst()).isEqualTo(LocalDateTime.of(2024, 5, 10, 0, 0));
  }

  @Test
  void compares_with_arima() throws IOException {
    SeriesTable series =
        SeriesTable.of(Csv.read(load()), "time", "load", "temperature").calendar(HOUR, WEEKDAY);
    SeriesSplit parts = series.split(0.15, 0.2);
    int start = series.size() - parts.test().size();
    double[] values = series.values("load");
    double[] trainValues = parts.train().values("load");
    // snippet:series-arima
    ArimaFit fit = Arima.of(2, 0, 1).seasonal(0, 1, 1, 24).fit(trainValues);
    ArimaFit found = Arima.auto().max(2, 2).fit(trainValues).best();
    System.out.println(fit.summary());
    ArimaForecast tomorrow = fit.apply(values).forecast(24);
    double[] low = tomorrow.lower(0.95);

    ArimaFit withWeather =
        Arima.of(2, 0, 1).constant().fit(parts.train(), "load", "temperature", "hour", "weekday");
    WalkForward walk = withWeather.walk(series, "load", start, 24, 24, 24);
    // end:series-arima
    assertThat(low).hasSize(24);
    assertThat(found.note()).isEmpty();
    WalkForward without = WalkForward.run(values, start, 24, 24, 24, fit.forecaster());
    assertThat(walk.report().mae()).isLessThan(without.report().mae());
  }
}
