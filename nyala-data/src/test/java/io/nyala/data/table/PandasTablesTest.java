// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import static io.nyala.data.table.Aggregate.count;
import static io.nyala.data.table.Aggregate.max;
import static io.nyala.data.table.Aggregate.mean;
import static io.nyala.data.table.Aggregate.median;
import static io.nyala.data.table.Aggregate.min;
import static io.nyala.data.table.Aggregate.std;
import static io.nyala.data.table.Aggregate.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.Fixtures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that pandas made; {@code fixtures/tables} has the generator. */
class PandasTablesTest {
  private static final int SUMMANDS = 200;

  private final Table people = read("people");
  private final Table cities = read("cities");

  private static Table read(String name) {
    return Csv.read(Fixtures.file("tables/" + name + ".csv"));
  }

  /** Numbers may differ by the order of their summands. */
  private static void assertSame(Table ours, Table pandas) {
    assertThat(ours.columnNames()).isEqualTo(pandas.columnNames());
    assertThat(ours.rows()).isEqualTo(pandas.rows());
    for (String name : pandas.columnNames()) {
      Column a = ours.find(name).column();
      Column b = pandas.find(name).column();
      for (int i = 0; i < pandas.rows(); i++) {
        int row = ours.picked()[i];
        assertThat(a.isMissing(row)).as("%s, row %d", name, i).isEqualTo(b.isMissing(i));
        if (!b.isMissing(i) && b.isNumber(i)) {
          double expected = b.parsed(i);
          assertThat(a.parsed(row))
              .as("%s, row %d", name, i)
              .isCloseTo(expected, within(Math.abs(expected) * SUMMANDS * Math.ulp(1.0)));
        } else {
          assertThat(a.string(row)).as("%s, row %d", name, i).isEqualTo(b.string(i));
        }
      }
    }
  }

  @Test
  void sorts() {
    assertSame(people.sort("city", "age"), read("sorted"));
    assertSame(people.sortDescending("income", "team"), read("sorted_descending"));
  }

  @Test
  void joins() {
    assertSame(people.join(cities.rename("team", "seat"), "city"), read("joined"));
    assertSame(people.leftJoin(cities, "city", "team"), read("left_joined"));
  }

  @Test
  void aggregates_groups() {
    Table grouped =
        people
            .groupBy("city", "team")
            .aggregate(
                count(),
                mean("age"),
                median("age"),
                std("age"),
                sum("income"),
                min("income"),
                max("income"));
    assertSame(grouped, read("grouped"));
  }

  @Test
  void describes() {
    Table pandas = read("described");
    TableDescription ours = people.describe();
    for (int i = 0; i < pandas.rows(); i++) {
      Table row = pandas.range(i, i + 1);
      ColumnDescription c = ours.column(row.strings("column").get(0));
      double[] numbers = {
        c.count(),
        c.mean(),
        c.std(),
        c.min(),
        c.lower(),
        c.median(),
        c.upper(),
        c.max(),
        c.missing(),
        c.distinct()
      };
      for (int k = 0; k < numbers.length; k++) {
        double expected = row.doubles(pandas.columnNames().get(k + 1))[0];
        assertThat(numbers[k])
            .as("%s %s", c.name(), pandas.columnNames().get(k + 1))
            .isCloseTo(expected, within(Math.abs(expected) * SUMMANDS * Math.ulp(1.0)));
      }
    }
  }

  @Test
  void writes_what_it_read(@TempDir Path folder) {
    Path file = folder.resolve("people.csv");
    people.write(file);
    assertThat(file).hasSameTextualContentAs(Fixtures.file("tables/people.csv"));
  }
}
