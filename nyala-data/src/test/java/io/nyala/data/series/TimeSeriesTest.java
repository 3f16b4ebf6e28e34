// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.SharedData;
import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {
  private static Table table(String... rows) {
    return Csv.options()
        .separator(',')
        .parse("t.csv", "when,value\n" + String.join("\n", rows) + "\n");
  }

  @Test
  void reads_dates_in_their_usual_forms() {
    assertThat(
            table(
                    "1949,1",
                    "1949-02,1",
                    "1949-02-03,1",
                    "2017-05-31 18:30,1",
                    "2017-05-31T18:30:05.5Z,1",
                    "1496255400,1")
                .dates("when"))
        .containsExactly(
            LocalDateTime.of(1949, 1, 1, 0, 0),
            LocalDateTime.of(1949, 2, 1, 0, 0),
            LocalDateTime.of(1949, 2, 3, 0, 0),
            LocalDateTime.of(2017, 5, 31, 18, 30),
            LocalDateTime.of(2017, 5, 31, 18, 30, 5, 500_000_000),
            LocalDateTime.of(2017, 5, 31, 18, 30));
    assertThat(table("03.02.1949,1").dates("when", "dd.MM.yyyy"))
        .containsExactly(LocalDateTime.of(1949, 2, 3, 0, 0));
  }

  @Test
  void names_line_and_value_of_a_date_that_does_not_parse() {
    assertThatThrownBy(() -> TimeSeries.of(table("2017-05-30,1", "2017-02-30,1"), "when", "value"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "t.csv line 3, column \"when\": expected a date such as 2017-05-31 or 2017-05-31 18:30,"
                + " got \"2017-02-30\"; hint: dates(\"when\", pattern) reads other formats");
    assertThatThrownBy(() -> table("31/05/2017,1").dates("when", "MM/dd/yyyy"))
        .hasMessageContaining(
            "line 2, column \"when\": expected a date as MM/dd/yyyy, got \"31/05");
  }

  @Test
  void refuses_times_out_of_order_and_values_that_are_none() {
    assertThatThrownBy(() -> TimeSeries.of(table("2017-02,1", "2017-01,1"), "when", "value"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2017-01-01T00:00 (row 2) follows 2017-02-01T00:00");
    assertThatThrownBy(
            () ->
                new TimeSeries(
                    "t", List.of(LocalDateTime.of(2017, 1, 1, 0, 0)), new double[] {Double.NaN}))
        .hasMessageContaining("is NaN");
  }

  @Test
  void slices_by_date() {
    TimeSeries series =
        TimeSeries.of(table("2017-01,1", "2017-02,2", "2017-03,3", "2017-04,4"), "when", "value");

    assertThat(series.before(LocalDate.of(2017, 3, 1)).values()).containsExactly(1, 2);
    assertThat(series.from(LocalDate.of(2017, 3, 1)).values()).containsExactly(3, 4);
    assertThat(series.between(LocalDate.of(2017, 2, 1), LocalDate.of(2017, 4, 1)).values())
        .containsExactly(2, 3);
    assertThat(series).hasToString("value: 4 values, 2017-01-01 to 2017-04-01");
    assertThat(series.gaps()).isEmpty();
  }

  @Test
  void reports_gaps() {
    TimeSeries days =
        TimeSeries.of(
            table("2017-05-01,1", "2017-05-02,2", "2017-05-03,3", "2017-05-06,4"), "when", "value");
    TimeSeries months =
        TimeSeries.of(table("2017-01,1", "2017-02,2", "2017-03,3", "2017-05,4"), "when", "value");

    assertThat(days.gaps())
        .containsExactly(
            new Gap(LocalDateTime.of(2017, 5, 3, 0, 0), LocalDateTime.of(2017, 5, 6, 0, 0), 2));
    assertThat(days.gaps().getFirst()).hasToString("2 steps missing after 2017-05-03");
    assertThat(months.gaps()).singleElement().extracting(Gap::missing).isEqualTo(1);
    TimeSeries hours =
        TimeSeries.of(
            table("2017-05-01 21:00,1", "2017-05-01 22:00,2", "2017-05-02 00:00,3"),
            "when",
            "value");
    assertThat(hours).hasToString("value: 3 values, 2017-05-01T21:00 to 2017-05-02");
    assertThat(hours.gaps().getFirst()).hasToString("1 step missing after 2017-05-01T22:00");
  }

  /** The published series of daily temperatures lacks the last day of both leap years. */
  @Test
  void finds_the_gaps_of_a_real_series() {
    Table table = Csv.read(SharedData.file("data/timeseries/daily-min-temperatures.csv"));
    TimeSeries series = TimeSeries.of(table, "Date", "Temp");

    assertThat(series.size()).isEqualTo(3650);
    assertThat(series.gaps())
        .extracting(gap -> gap.after().toLocalDate())
        .containsExactly(LocalDate.of(1984, 12, 30), LocalDate.of(1988, 12, 30));
  }
}
