// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filtering, computed columns, tables from memory, texts for reading, and the messages. */
class TableWorkTest {
  private static final String PEOPLE =
      """
      name,born,height,smoker
      Ada,1815-12-10,1.65,no
      Grace,1906-12-09,1.68,YES
      Kay,,1.80,True
      "Bo, jr.",1950-01-02,,
      """;

  private final Table people = Csv.options().parse("people.csv", PEOPLE);

  private enum Size {
    SMALL
  }

  private record Order(int id, double price, Size size, LocalDate day, Boolean paid, String note) {}

  @Test
  void filters_by_named_values() {
    Table tall = people.filter(row -> row.number("height", 0) > 1.66);
    assertThat(tall.strings("name")).containsExactly("Grace", "Kay");
    assertThat(people.filter(row -> !row.isMissing("born") && row.date("born").getYear() > 1900))
        .hasToString("people.csv: 2 rows x 4 columns [name, born, height, smoker]");
    assertThat(people.filter(row -> row.text("born", "?").equals("?")).strings("name"))
        .containsExactly("Kay");
    assertThatThrownBy(() -> people.filter(row -> row.number("height") > 1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "people.csv line 5, column \"height\": missing value (the only one");
    assertThatThrownBy(() -> people.filter(row -> row.number("hight") > 1))
        .hasMessageContaining("did you mean \"height\"?");
  }

  @Test
  void computes_columns() {
    Table more =
        people
            .rows(3, 1, 1)
            .withColumn("cm", row -> row.number("height", Double.NaN) * 100)
            .withTextColumn("initial", row -> row.text("name").substring(0, 1))
            .withTextColumn("name", row -> row.text("name").equals("Grace") ? null : "someone");
    assertThat(more.columnNames())
        .containsExactly("name", "born", "height", "smoker", "cm", "initial");
    assertThat(more.fillMissing("cm", -1).doubles("cm")).containsExactly(-1, 168, 168);
    assertThat(more.strings("initial")).containsExactly("B", "G", "G");
    assertThat(more.missing("name")).isEqualTo(2);
    assertThat(more.missing("cm")).isEqualTo(1);
    assertThatThrownBy(() -> more.floats("cm"))
        .hasMessageStartingWith("people.csv row 0, column \"cm\": missing value");
    // the columns of the file keep their lines
    assertThatThrownBy(() -> more.floats("height"))
        .hasMessageStartingWith("people.csv line 5, column \"height\": missing value");
  }

  @Test
  void renames_and_keeps_fills() {
    Table renamed = people.fillMissing("height", 1).rename("height", "size");
    assertThat(renamed.columnNames()).containsExactly("name", "born", "size", "smoker");
    assertThat(renamed.doubles("size")).containsExactly(1.65, 1.68, 1.8, 1);
    assertThatThrownBy(() -> people.rename("height", "name"))
        .hasMessage("people.csv: there is a column \"name\" already");
  }

  @Test
  void reads_booleans_by_option() {
    assertThat(people.type("smoker")).isEqualTo(ColumnType.TEXT);
    Table read = Csv.options().booleans().parse("people.csv", PEOPLE);
    assertThat(read.type("smoker")).isEqualTo(ColumnType.INTEGER);
    assertThat(read.fillMissing("smoker", -1).doubles("smoker")).containsExactly(0, 1, 1, -1);
    assertThat(read.type("name")).isEqualTo(ColumnType.TEXT);
  }

  @Test
  void missing_text_is_missing_everywhere() {
    Table texts = Csv.options().parse("t.csv", "a,b\n\"\",x\nNA,y\nz,\n");
    assertThat(texts.missing("a")).isEqualTo(2);
    assertThat(texts.describe().column("a").distinct()).isEqualTo(1);
    assertThat(texts.groupBy("a").count()).isEqualTo(2);
    assertThat(texts.sort("a").fillMissing("b", "-").strings("b")).containsExactly("-", "x", "y");
    assertThat(texts.withTextColumn("c", row -> row.text("a", "")).missing("c")).isEqualTo(2);
    assertThatThrownBy(() -> texts.strings("a")).hasMessageContaining("missing value");
  }

  @Test
  void a_group_of_missing_keys_is_the_last() {
    Table t = Csv.options().parse("t.csv", "k,v\n,1\n10,2\n9,3\n,4\n");
    Table sums = t.groupBy("k").aggregate(Aggregate.sum("v"), Aggregate.count().as("n"));
    assertThat(sums.doubles("v sum")).containsExactly(3, 2, 5);
    assertThat(sums.fillMissing("k", -1).doubles("k")).containsExactly(9, 10, -1);
    assertThat(sums.doubles("n")).containsExactly(1, 1, 2);
    assertThatThrownBy(() -> t.groupBy("k").aggregate(Aggregate.sum("v").as("k")))
        .hasMessage("groupBy: two columns would be named \"k\"; hint: as(...) gives another name");
  }

  @Test
  void says_what_is_wrong_with_a_join() {
    Table other = Csv.options().parse("other.csv", "name,height\nAda,3\n");
    assertThatThrownBy(() -> people.join(other, "name"))
        .hasMessage(
            "join of people.csv and other.csv: both have a column \"height\"; hint: "
                + "rename(\"height\", ...) one of them");
    assertThatThrownBy(() -> people.join(other, "nme"))
        .hasMessageContaining("did you mean \"name\"?");
    // 1 and 1.0 are the same key where both columns are numbers
    Table a = Csv.options().parse("a.csv", "k,x\n1,a\n2,b\n");
    Table b = Csv.options().parse("b.csv", "k,y\n1.0,c\n");
    assertThat(a.join(b, "k").strings("y")).containsExactly("c");
    assertThat(a.leftJoin(b, "k").missing("y")).isEqualTo(1);
  }

  @Test
  void puts_rows_below_each_other() {
    Table both = Tables.concat(people.range(0, 1), people.filter(row -> false), people.rows(2, 1));
    assertThat(both.strings("name")).containsExactly("Ada", "Kay", "Grace");
    assertThat(Tables.concat(people, people.select("smoker", "height", "born", "name")).rows())
        .isEqualTo(8);
    assertThatThrownBy(() -> Tables.concat(people, people.drop("height")))
        .hasMessageContaining("hint: select(...) the same columns of both");
  }

  @Test
  void is_made_of_values_in_memory() {
    Table orders =
        Tables.ofRecords(
            List.of(
                new Order(1, 2.5, Size.SMALL, LocalDate.of(2026, 3, 4), true, "a"),
                new Order(2, Double.NaN, null, null, null, " ")));
    assertThat(orders.columnNames()).containsExactly("id", "price", "size", "day", "paid", "note");
    assertThat(orders.ints("id")).isEqualTo(Tensor.vectorOfInts(1, 2));
    for (String column : List.of("price", "size", "day", "paid", "note")) {
      assertThat(orders.missing(column)).as(column).isEqualTo(1);
    }
    assertThat(orders.head(1).dates("day")).containsExactly(LocalDateTime.of(2026, 3, 4, 0, 0));
    assertThat(orders.head(1).doubles("paid")).containsExactly(1);

    Map<String, Object> first = new LinkedHashMap<>(Map.of("b", 1.65f));
    first.put("a", "x");
    Table maps = Tables.ofMaps(List.of(first, Map.of("a", 7, "c", "y")));
    assertThat(maps.columnNames()).containsExactly("b", "a", "c");
    assertThat(maps.fillMissing("b", 0).doubles("b")).containsExactly(1.65, 0);
    assertThat(maps.strings("a")).containsExactly("x", "7");

    Table columns = Tables.ofColumns(Map.of("n", Arrays.asList(1, null, 3)));
    assertThat(columns.mean("n")).isEqualTo(2);
    assertThatThrownBy(() -> Tables.ofMaps(List.of())).hasMessage("table: no columns");
    assertThatThrownBy(
            () -> {
              Map<String, List<?>> ragged = new LinkedHashMap<>();
              ragged.put("a", List.of(1, 2));
              ragged.put("b", List.of("x"));
              Tables.ofColumns(ragged);
            })
        .hasMessage("table: column \"b\" has 1 values, but \"a\" has 2");
  }

  @Test
  void writes_numbers_of_any_form_so_that_anyone_reads_them(@TempDir Path folder) {
    Table prices =
        Csv.options()
            .decimal(',')
            .thousands('.')
            .parse("p.csv", "price;note\n1.234,50;a,b\n;\"c\"\"d\"\n-3,25;\n");
    Path file = folder.resolve("out.csv");
    prices.withColumn("twice", row -> 2 * row.number("price", 0)).write(file);
    assertThat(file)
        .hasContent("price,note,twice\n1234.5,\"a,b\",2469\n,\"c\"\"d\",0\n-3.25,,-6.5\n");
    prices.fillMissing("price", 0).write(file);
    assertThat(Csv.read(file).doubles("price")).containsExactly(1234.5, 0, -3.25);
  }

  @Test
  void works_on_tables_as_in_the_guide(@TempDir Path folder) {
    Table orders = Csv.options().parse("orders.csv", "city,price,count\nBern,2,3\nGraz,,1\n");
    Table cities = Csv.options().parse("cities.csv", "city,area\nBern,51.6\n");
    Path file = folder.resolve("out.csv");
    // snippet:data-tables
    Table large =
        orders
            .withColumn("total", row -> row.number("price", 0) * row.number("count"))
            .filter(row -> row.number("total") > 5)
            .leftJoin(cities, "city")
            .sortDescending("total");
    Table perCity = large.groupBy("city").aggregate(Aggregate.count(), Aggregate.mean("total"));
    System.out.println(large.head(5).show());
    System.out.println(large.describe());
    perCity.write(file);
    // end:data-tables
    assertThat(file).hasContent("city,count,total mean\nBern,1,6\n");
  }

  @Test
  void shows_rows_and_statistics() {
    assertThat(people.show())
        .isEqualTo(
            """
               name        born  height  smoker
                Ada  1815-12-10    1.65      no
              Grace  1906-12-09    1.68     YES
                Kay           -    1.80    True
            Bo, jr.  1950-01-02       -       -
            """);
    assertThat(people.drop("born").describe())
        .hasToString(
            """
            column  type    count  missing  distinct    mean     std     min     25%     50%     75%     max
            name    text        4        0         4  Ada (1), Bo, jr. (1), Grace (1), Kay (1)
            height  number      3        1         3  1.7100  0.0794  1.6500  1.6650  1.6800  1.7400  1.8000
            smoker  text        3        1         3  True (1), YES (1), no (1)
            """);
    assertThatThrownBy(() -> people.describe().column("hight"))
        .hasMessageContaining("did you mean \"height\"?");
    assertThat(Tables.concat(people, people, people, people, people, people).show())
        .endsWith("... 4 more rows\n");
  }
}
