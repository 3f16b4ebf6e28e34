// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.data.series.Gap;
import io.nyala.data.series.TimeSeries;
import io.nyala.data.table.Csv;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataFinder.Found;
import io.nyala.hub.DataSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A series in two consecutive parts.
 *
 * @param train the training part
 * @param test the part to forecast
 * @param source the source of the data
 * @param title what the series is
 * @param quantity what its values are, with their unit
 */
record SeriesData(TimeSeries train, TimeSeries test, String source, String title, String quantity) {
  private static final String TEMPERATURE = "minimum temperature in \u00b0C";

  private static final int SAMPLE_DAYS = 1_000;

  /** Reads one of the predefined series. */
  static SeriesData known(RecipeContext context, DataFinder finder, String name, int batch)
      throws InterruptedException {
    if (context.sample()) {
      context.say("Generated data (--data sample): the results do not apply to real weather.");
      return split(context, generated(), 700, 200, batch, "sample")
          .named("Generated data", TEMPERATURE);
    }
    Found found = context.find(finder, DataSet.TIMESERIES);
    boolean temps = name.equals("temps");
    Path file =
        found.folder().resolve(temps ? "daily-min-temperatures.csv" : "BTC-USD_2014_2022.csv");
    if (!Files.exists(file)) {
      throw new UsageException("--series " + name + ": no " + file);
    }
    TimeSeries all = TimeSeries.of(Csv.read(file), "Date", temps ? "Temp" : "Close");
    SeriesData parts = split(context, all, temps ? 2_900 : 2_000, 700, batch, found.source());
    return temps
        ? parts.named("Melbourne", TEMPERATURE)
        : parts.named("Bitcoin", "closing price in US dollars");
  }

  /** Reads a series from a user's table; the last fifth is the test part. */
  static SeriesData own(RecipeContext context, Path file, String time, String value, int batch) {
    TimeSeries all = TimeSeries.of(Csv.read(file), time, value);
    int train = all.size() * 4 / 5;
    return split(context, all, train, all.size() - train, batch, file.toString());
  }

  /**
   * A stateful network needs full batches, so the oldest remaining rows of both parts are dropped.
   */
  private static SeriesData split(
      RecipeContext context, TimeSeries all, int train, int test, int batch, String source) {
    if (train < batch || test < batch || all.size() < train + test) {
      throw new UsageException(
          "%s: %d values for training and %d for testing are less than a batch of %d; use a"
                  .formatted(source, train, test, batch)
              + " smaller --batch or a longer series");
    }
    List<Gap> gaps = all.gaps();
    if (!gaps.isEmpty()) {
      context.say(
          "Gaps in the series, which are ignored: %d, the first with %s.",
          gaps.size(), gaps.getFirst());
    }
    return new SeriesData(
        all.range(train % batch, train),
        all.range(train, train + test - test % batch),
        source,
        all.name(),
        all.name());
  }

  private SeriesData named(String newTitle, String newQuantity) {
    return new SeriesData(train, test, source, newTitle, newQuantity);
  }

  private static TimeSeries generated() {
    SplittableRandom random = new SplittableRandom(9);
    List<LocalDateTime> days = new ArrayList<>();
    double[] values = new double[SAMPLE_DAYS];
    double weather = 0;
    for (int i = 0; i < SAMPLE_DAYS; i++) {
      days.add(LocalDate.of(2001, 1, 1).plusDays(i).atStartOfDay());
      weather = 0.6 * weather + 2 * random.nextGaussian();
      values[i] = 11 - 6 * Math.cos(2 * Math.PI * i / 365.25) + weather;
    }
    return new TimeSeries("Temp", days, values);
  }
}
