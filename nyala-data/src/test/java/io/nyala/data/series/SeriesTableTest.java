// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.DataException;
import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTableTest {
  private static Table table(String... rows) {
    return Csv.options()
        .separator(',')
        .parse("t.csv", "when,load,place,wind\n" + String.join("\n", rows) + "\n");
  }

  static List<LocalDateTime> days(LocalDate first, int n) {
    return IntStream.range(0, n).mapToObj(i -> first.plusDays(i).atStartOfDay()).toList();
  }

  @Test
  void reads_columns_of_a_table() {
    Table table = table("2017-05-01,1.5,a,7", "2017-05-02,2.5,b,8");

    SeriesTable series = SeriesTable.of(table, "when", "wind", "load");

    assertThat(series.columnNames()).containsExactly("wind", "load");
    assertThat(series.values("load")).containsExactly(1.5, 2.5);
    assertThat(series.tensor()).isEqualTo(Tensor.of(Shape.of(2, 2), 7, 1.5f, 8, 2.5f));
    assertThat(series.series("wind")).hasToString("wind: 2 values, 2017-05-01 to 2017-05-02");
    assertThat(series).hasToString("wind, load: 2 rows, 2017-05-01 to 2017-05-02");
    assertThat(SeriesTable.of(table.drop("place"), "when").columnNames())
        .containsExactly("load", "wind");
    assertThatThrownBy(() -> SeriesTable.of(table, "when"))
        .hasMessageContaining("t.csv line 2, column \"place\"");
  }

  @Test
  void refuses_what_is_no_series() {
    SeriesTable series = SeriesTable.of(days(LocalDate.of(2017, 5, 1), 3));

    assertThatThrownBy(() -> series.with("load", 1, 2))
        .isInstanceOf(DataException.class)
        .hasMessage("series load: 3 times and 2 values");
    assertThatThrownBy(() -> series.with("load", 1, Double.NaN, 2))
        .hasMessageContaining("the value of 2017-05-02T00:00 is NaN");
    assertThatThrownBy(() -> series.with("load", 1, 2, 3).values("wind"))
        .hasMessage("series: no column \"wind\"; the columns are [load]");
    assertThatThrownBy(() -> SeriesTable.of(series.times().reversed()))
        .hasMessageContaining("(row 2) follows 2017-05-03T00:00");
  }

  @Test
  void knows_the_calendar() {
    LocalDateTime thursday = LocalDateTime.of(2020, 4, 30, 6, 0);
    SeriesTable series =
        SeriesTable.of(List.of(thursday, thursday.plusHours(18)))
            .calendar(CalendarFeature.values())
            .holidays(Set.of(LocalDate.of(2020, 5, 1)));

    assertThat(series.columnNames())
        .containsExactly(
            "hour_sin",
            "hour_cos",
            "weekday_sin",
            "weekday_cos",
            "month_sin",
            "month_cos",
            "day_of_year_sin",
            "day_of_year_cos",
            "holiday");
    assertThat(series.values("hour_sin")).containsExactly(new double[] {1, 0}, within(1e-15));
    assertThat(series.values("hour_cos")).containsExactly(new double[] {0, 1}, within(1e-15));
    double week = 2 * Math.PI / 7;
    assertThat(series.values("weekday_sin"))
        .containsExactly(new double[] {Math.sin(3 * week), Math.sin(4 * week)}, within(1e-15));
    assertThat(series.values("month_sin"))
        .containsExactly(new double[] {1, Math.sin(2 * Math.PI / 3)}, within(1e-15));
    // 2020 is a leap year: 30 April is its day 121.
    assertThat(series.values("day_of_year_cos")[0])
        .isCloseTo(Math.cos(2 * Math.PI * 120 / 366), within(1e-15));
    assertThat(series.values("holiday")).containsExactly(0, 1);
  }

  @Test
  void knows_the_next_rows_and_what_follows_from_their_times() {
    SeriesTable series =
        SeriesTable.of(days(LocalDate.of(2017, 12, 29), 2))
            .with("load", 1, 2)
            .calendar(CalendarFeature.WEEKDAY)
            .holidays(Set.of(LocalDate.of(2018, 1, 1)));

    SeriesTable next = series.next(2);

    assertThat(next.times()).isEqualTo(days(LocalDate.of(2017, 12, 31), 2));
    assertThat(next.columnNames()).containsExactly("weekday_sin", "weekday_cos", "holiday");
    assertThat(next.values("holiday")).containsExactly(0, 1);
    assertThat(next.values("weekday_cos")[1]).isEqualTo(1);
    assertThat(next.with("load", 7, 8).next(1).columnNames()).doesNotContain("load");
    assertThatThrownBy(() -> series.range(0, 1).next(1)).hasMessageContaining("no regular step");
  }

  @Test
  void steps_over_months_quarters_and_ends_of_months() {
    LocalDate january = LocalDate.of(2020, 1, 31);
    List<LocalDateTime> ends =
        IntStream.range(0, 4)
            .mapToObj(i -> january.withDayOfMonth(1).plusMonths(i + 1).minusDays(1).atStartOfDay())
            .toList();
    List<LocalDateTime> quarters =
        IntStream.of(0, 1, 2, 5)
            .mapToObj(i -> LocalDate.of(2020, 1, 1).plusMonths(3L * i).atStartOfDay())
            .toList();

    assertThat(SeriesTable.of(ends).next(2).times())
        .containsExactly(
            LocalDate.of(2020, 5, 31).atStartOfDay(), LocalDate.of(2020, 6, 30).atStartOfDay());
    assertThat(SeriesTable.of(quarters).next(1).times())
        .containsExactly(LocalDate.of(2021, 7, 1).atStartOfDay());
    assertThat(SeriesTable.of(quarters).gaps())
        .singleElement()
        .extracting(Gap::missing)
        .isEqualTo(2);
  }

  @Test
  void splits_by_time() {
    SeriesTable series =
        SeriesTable.of(days(LocalDate.of(2017, 1, 1), 10))
            .with("load", IntStream.range(0, 10).asDoubleStream().toArray());

    SeriesSplit shares = series.split(0.2, 0.3);
    SeriesSplit dates = series.split(LocalDate.of(2017, 1, 6), LocalDate.of(2017, 1, 8));

    assertThat(shares.train().values("load")).containsExactly(0, 1, 2, 3, 4);
    assertThat(shares.validation().values("load")).containsExactly(5, 6);
    assertThat(shares.test().values("load")).containsExactly(7, 8, 9);
    assertThat(dates.validation().times()).isEqualTo(shares.validation().times());
    assertThat(dates.test().times()).isEqualTo(shares.test().times());
    assertThat(series.before(LocalDate.of(2017, 1, 3)).size()).isEqualTo(2);
    assertThat(series.from(LocalDate.of(2017, 1, 3)).size()).isEqualTo(8);
    assertThatThrownBy(() -> series.split(0.5, 0.5)).hasMessageContaining("10 rows for training");
    assertThatThrownBy(() -> series.split(LocalDate.of(2017, 1, 8), LocalDate.of(2017, 1, 6)))
        .hasMessageContaining("ascending order");
  }
}
