// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.data.SharedData;
import io.nyala.data.series.SeriesTable;
import io.nyala.data.table.Csv;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** An entry of {@code cases.json}, written by {@code fixtures/arima/generate.py}. */
record ArimaCase(Map<String, Object> entry) {
  static Map<String, Object> file() {
    try (InputStream in = ArimaCase.class.getResourceAsStream("cases.json")) {
      return JSON.std.mapFrom(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<ArimaCase> all(String kind) {
    return ((List<?>) file().get(kind)).stream().map(ArimaCase::of).toList();
  }

  private static ArimaCase of(Object entry) {
    return new ArimaCase(
        ((Map<?, ?>) entry)
            .entrySet().stream().collect(toMap(e -> (String) e.getKey(), Map.Entry::getValue)));
  }

  static ArimaCase generated(String name) {
    return all("cases").stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  String name() {
    return entry.containsKey("name")
        ? (String) entry.get("name")
        : entry.get("file") + " " + entry.get("order") + " " + entry.get("seasonal");
  }

  ArimaCase part(String key) {
    return of(entry.get(key));
  }

  double number(String key) {
    return ((Number) entry.get(key)).doubleValue();
  }

  double[] numbers(String key) {
    return doubles(entry.get(key));
  }

  static double[] doubles(Object list) {
    return ((List<?>) list).stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
  }

  Arima model() {
    int[] o = ints("order");
    int[] s = ints("seasonal");
    Arima model = Arima.of(new ArimaOrder(o[0], o[1], o[2], s[0], s[1], s[2], Math.max(1, s[3])));
    return entry.get("constant").equals(true) ? model.constant() : model;
  }

  private int[] ints(String key) {
    return ((List<?>) entry.get(key)).stream().mapToInt(v -> ((Number) v).intValue()).toArray();
  }

  /** Returns the series, of invented days unless it is public; the column is {@code y}. */
  SeriesTable series() {
    if (!entry.containsKey("file")) {
      return columns(days(0, numbers("values").length).with("y", numbers("values")), "exog");
    }
    SeriesTable read =
        SeriesTable.of(
            Csv.read(SharedData.file("data/timeseries/" + entry.get("file"))),
            (String) entry.get("time"),
            (String) entry.get("column"));
    double[] values = read.values((String) entry.get("column"));
    boolean log = entry.get("log").equals(true);
    SeriesTable series =
        days(0, read.size())
            .with(
                "y",
                IntStream.range(0, values.length)
                    .mapToDouble(i -> log ? Math.log(values[i]) : values[i])
                    .toArray());
    return entry.get("waves").equals(true) ? waves(series, 0) : series;
  }

  /** Returns the rows after the series. */
  SeriesTable future() {
    int n = series().size();
    SeriesTable future = days(n, 24);
    if (entry.containsKey("future")) {
      return columns(future, "future");
    }
    return Boolean.TRUE.equals(entry.get("waves")) ? waves(future, n) : future;
  }

  private SeriesTable columns(SeriesTable series, String key) {
    if (!entry.containsKey(key)) {
      return series;
    }
    List<?> columns = (List<?>) entry.get(key);
    return series.with("a", doubles(columns.get(0))).with("b", doubles(columns.get(1)));
  }

  private static SeriesTable waves(SeriesTable series, int first) {
    ToDoubleFunction<Integer> angle = i -> 2 * Math.PI * (first + i) / 365;
    IntStream rows = IntStream.range(0, series.size());
    double[] a = rows.mapToDouble(i -> Math.sin(angle.applyAsDouble(i))).toArray();
    IntStream again = IntStream.range(0, series.size());
    double[] b = again.mapToDouble(i -> Math.cos(angle.applyAsDouble(i))).toArray();
    return series.with("a", a).with("b", b);
  }

  private static SeriesTable days(int first, int n) {
    LocalDate start = LocalDate.of(2000, 1, 1).plusDays(first);
    return SeriesTable.of(
        IntStream.range(0, n).mapToObj(i -> start.plusDays(i).atStartOfDay()).toList());
  }

  String[] exogenous() {
    boolean any = entry.containsKey("exog") || Boolean.TRUE.equals(entry.get("waves"));
    return any ? new String[] {"a", "b"} : new String[0];
  }
}
