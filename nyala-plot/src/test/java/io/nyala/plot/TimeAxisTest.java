// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAxisTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-05-01T09:10|2026-05-01T09:17|09:10 09:11 09:12 09:13 09:14 09:15 09:16 09:17|time on 1 May 2026",
        "2026-05-01T09:10|2026-05-01T13:00|09:30 10:00 10:30 11:00 11:30 12:00 12:30 13:00|time on 1 May 2026",
        "2026-05-01T22:00|2026-05-02T22:00|2 May,03:00,06:00,09:00,12:00,15:00,18:00,21:00|time, 2026",
        "2025-12-30T00:00|2026-01-05T00:00|30 Dec,31 Dec,1 Jan,2 Jan,3 Jan,4 Jan,5 Jan|date, 2025 to 2026",
        "2002-12-02T00:00|2003-04-30T00:00|Jan 2003,Feb 2003,Mar 2003,Apr 2003|date",
        "2003-01-15T00:00|2004-12-31T00:00|Apr 2003,Jul 2003,Oct 2003,Jan 2004,Apr 2004,Jul 2004,Oct 2004|date",
        "1985-06-01T00:00|2022-01-01T00:00|1990 1995 2000 2005 2010 2015 2020|date",
      })
  void has_ticks_where_people_expect_them(
      LocalDateTime first, LocalDateTime last, String labels, String title) {
    Axis axis = TimeAxis.over(List.of(first, last));
    String separator = labels.contains(",") ? "," : " ";
    assertThat(axis.ticks()).extracting(Axis.Tick::label).containsExactly(labels.split(separator));
    assertThat(axis.title()).isEqualTo(title);
    assertThat(axis.low()).isEqualTo(first.toEpochSecond(ZoneOffset.UTC));
    assertThat(axis.high()).isEqualTo(last.toEpochSecond(ZoneOffset.UTC));
  }

  @Test
  void a_forecast_has_dates_and_a_unit() throws IOException {
    Path file = folder.resolve("forecast.svg");
    LocalDateTime day = LocalDateTime.of(2026, 5, 1, 0, 0);
    List<LocalDateTime> days = List.of(day, day.plusDays(1), day.plusDays(3));
    Plots.series(file, "t", days, "load in MW", Map.of("actual", new double[] {1, 2, 3}));
    assertThat(SvgFile.read(file).texts()).contains("load in MW", "2 May", "time, 2026");
    assertThatThrownBy(
            () -> Plots.series(file, "t", days, "MW", Map.of("actual", new double[] {1, 2, 3, 4})))
        .hasMessage("series 'actual' has 4 values, but there are 3 times");
  }

  @Test
  void a_single_time_has_an_axis() {
    Axis axis = TimeAxis.over(List.of(LocalDateTime.of(2026, 5, 1, 0, 0)));
    assertThat(axis.high()).isGreaterThan(axis.low());
  }
}
