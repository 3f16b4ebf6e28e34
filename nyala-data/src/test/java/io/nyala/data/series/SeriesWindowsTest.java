// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.DataException;
import io.nyala.data.preprocessing.MinMaxScaler;
import io.nyala.data.preprocessing.StandardScaler;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesWindowsTest {
  /** Rows i with load 10 + i, wind -i and a holiday (1) at every fourth. */
  private static SeriesTable series(int n) {
    return SeriesTable.of(SeriesTableTest.days(LocalDate.of(2017, 1, 1), n))
        .with("load", IntStream.range(0, n).mapToDouble(i -> 10 + i).toArray())
        .with("wind", IntStream.range(0, n).mapToDouble(i -> -i).toArray())
        .with("holiday", IntStream.range(0, n).mapToDouble(i -> i % 4 == 0 ? 1 : 0).toArray());
  }

  @Test
  void separates_past_known_future_and_targets() {
    SeriesExamples examples =
        series(7).windows(3, 2).targets("load").known("holiday").of(series(7));

    assertThat(examples.size()).isEqualTo(3);
    assertThat(examples.x()).hasSize(2);
    assertThat(examples.x().getFirst().rows(0, 1))
        .isEqualTo(Tensor.of(Shape.of(1, 3, 3), 10, 0, 1, 11, -1, 0, 12, -2, 0));
    assertThat(examples.x().getLast()).isEqualTo(Tensor.of(Shape.of(3, 2, 1), 0, 1, 1, 0, 0, 0));
    assertThat(examples.y()).isEqualTo(Tensor.of(Shape.of(3, 2), 13, 14, 14, 15, 15, 16));
    assertThat(examples.starts()).startsWith(LocalDateTime.of(2017, 1, 4, 0, 0));
  }

  @Test
  void takes_several_targets_chosen_inputs_and_strides() {
    SeriesExamples examples =
        series(7).windows(2, 2).targets("load", "wind").inputs("wind").stride(2).of(series(7));

    assertThat(examples.x()).containsExactly(Tensor.of(Shape.of(2, 2, 1), 0, -1, -2, -3));
    assertThat(examples.y())
        .isEqualTo(Tensor.of(Shape.of(2, 2, 2), 12, -2, 13, -3, 14, -4, 15, -5));
  }

  /** Statistics change neither with the rows after the training part nor with the part given. */
  @Test
  void scales_by_the_training_rows_only() {
    SeriesTable all = series(20);
    SeriesTable train = all.range(0, 9);
    SeriesWindows windows =
        train.windows(2, 1).targets("load").known("holiday").scale(new StandardScaler());
    // Rows 0 to 8 have load 10 to 18: mean 14, variance 60 / 9.
    double deviation = Math.sqrt(60 / 9.0);

    SeriesExamples later = windows.of(all.range(10, 20));

    assertThat(later.y().at(0)).isCloseTo((float) ((22 - 14) / deviation), within(1e-6f));
    assertThat(windows.inUnits(later.y()).at(0)).isCloseTo(22, within(1e-5f));
    assertThat(windows.inUnits("wind", Tensor.scalar(0)).item()).isEqualTo(-4);
    assertThat(
            train
                .windows(2, 1)
                .targets("wind", "load")
                .scale(new MinMaxScaler(-1, 1))
                .inUnits(Tensor.of(Shape.of(1, 1, 2), 1, -1)))
        .isEqualTo(Tensor.of(Shape.of(1, 1, 2), 0, 10));
  }

  /** No window of one part contains a row of another. */
  @Test
  void parts_share_no_row() {
    SeriesSplit split = series(40).split(0.3, 0.3);
    SeriesWindows windows = split.train().windows(3, 2).targets("load").inputs("load");
    Set<Float> seen = new HashSet<>();
    for (SeriesTable part : List.of(split.train(), split.validation(), split.test())) {
      SeriesExamples examples = windows.of(part);
      Set<Float> rows = new HashSet<>();
      for (float value : examples.x().getFirst().floats()) {
        rows.add(value);
      }
      for (float value : examples.y().floats()) {
        rows.add(value);
      }
      rows.forEach(row -> assertThat(seen.add(row)).isTrue());
    }
    assertThat(seen).hasSize(40);
  }

  /** The "network" adds 1 to the last load for each step ahead, and 100 on holidays. */
  private static List<Tensor> grow(List<Tensor> x) {
    Tensor past = x.getFirst();
    Tensor known = x.getLast();
    int n = past.shape().dim(0);
    int ahead = known.shape().dim(1);
    float[] y = new float[n * ahead];
    for (int i = 0; i < y.length; i++) {
      float last = past.at(i / ahead, past.shape().dim(1) - 1, 0);
      y[i] = last + 1 + i % ahead + 100 * known.at(i);
    }
    return List.of(Tensor.of(Shape.of(n, ahead), y));
  }

  @Test
  void forecasts_from_the_end_with_the_known_future() {
    SeriesTable history = series(6);
    SeriesWindows windows = history.windows(3, 2).targets("load").known("holiday");
    SeriesTable future = history.next(2).with("holiday", 0, 1);

    SeriesTable forecast = windows.forecast(history, future, SeriesWindowsTest::grow);

    assertThat(forecast.columnNames()).containsExactly("load");
    assertThat(forecast.times()).isEqualTo(SeriesTableTest.days(LocalDate.of(2017, 1, 7), 2));
    assertThat(forecast.values("load")).containsExactly(16, 117);
    assertThatThrownBy(() -> windows.latest(history, history.next(2)))
        .hasMessageContaining("no column \"holiday\"");
    assertThatThrownBy(() -> windows.latest(history, series(6)))
        .hasMessage(
            "forecast: the future must follow the history, which ends at 2017-01-06, but it begins"
                + " at 2017-01-01");
    assertThatThrownBy(() -> windows.latest(history.range(0, 2), future))
        .hasMessageContaining("needs 3 past rows and 2 ahead, got 2 and 2");
    assertThatThrownBy(() -> windows.forecast(history, future, x -> List.of(Tensor.vector(1f))))
        .hasMessageContaining("expected one output of 2 numbers for each of 1 windows")
        .hasMessageContaining("got [(1,)]");
  }

  @Test
  void walks_forward_without_looking_ahead() {
    SeriesTable series = series(12);
    SeriesWindows windows =
        series.range(0, 8).windows(3, 2).targets("load").inputs("load").known("holiday");
    List<Float> seen = new ArrayList<>();

    WalkForward walk =
        windows.walk(
            "load",
            series,
            8,
            2,
            1,
            x -> {
              for (float value : x.getFirst().floats()) {
                seen.add(value);
              }
              return grow(x);
            });

    assertThat(walk.actual()).isDeepEqualTo(new double[][] {{18, 19}, {20, 21}});
    assertThat(walk.forecast()).isDeepEqualTo(new double[][] {{118, 19}, {20, 21}});
    assertThat(seen).containsExactly(15f, 16f, 17f, 17f, 18f, 19f);
    assertThat(walk.training()).hasSize(8);
    assertThat(walk.report(2).mae()).isZero();
    assertThatThrownBy(() -> windows.walk("load", series, 2, 1, 1, SeriesWindowsTest::grow))
        .hasMessageContaining("a start of at least 3");
  }

  @Test
  void speaks_of_gaps() {
    List<LocalDateTime> times =
        SeriesTableTest.days(LocalDate.of(2017, 1, 1), 12).stream()
            .filter(time -> time.getDayOfMonth() != 6)
            .toList();
    SeriesTable series =
        SeriesTable.of(times).with("load", DoubleStream.iterate(1, x -> x + 1).limit(11).toArray());
    SeriesWindows windows = series.range(0, 4).windows(2, 1).targets("load");

    assertThatThrownBy(() -> windows.of(series))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "windows: load: 11 rows, 2017-01-01 to 2017-01-12 has 1 gap, the first with 1 step"
                + " missing after 2017-01-05; hint: skipGaps() leaves out windows across a gap,"
                + " ignoreGaps() treats its sides as neighbours");
    assertThat(windows.skipGaps().of(series).y())
        .isEqualTo(Tensor.of(Shape.of(7, 1), 3, 4, 5, 8, 9, 10, 11));
    assertThat(windows.ignoreGaps().of(series).size()).isEqualTo(9);
  }

  @Test
  void says_what_is_missing() {
    assertThatThrownBy(() -> series(5).windows(2, 1).of(series(5)))
        .hasMessageContaining("targets(...) names the columns to forecast, of [load, wind, holi");
    assertThatThrownBy(() -> series(5).windows(4, 2).targets("load").of(series(5)))
        .hasMessageContaining("no window of 4 past rows and 2 ahead fits into load, wind, holi");
    assertThatThrownBy(() -> series(5).windows(0, 2)).hasMessageContaining("got 0 and 2");
    assertThatThrownBy(() -> series(5).windows(1, 2).known("hour"))
        .hasMessageContaining("no column \"hour\"; the columns are [load, wind, holiday]");
  }
}
