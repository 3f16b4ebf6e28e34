// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.data.Examples;
import io.nyala.data.table.Csv;
import io.nyala.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
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
}
