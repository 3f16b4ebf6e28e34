// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableSplitTest {
  private static Table table(List<String> rows) {
    return Csv.options().parse("t.csv", "a,b,y\n" + String.join("\n", rows) + "\n");
  }

  /** Rows (i, x, class), of which one in five is of class {@code rare}. */
  private static Table classes(int rows) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      lines.add(i + ",x," + (i % 5 == 0 ? "rare" : "common"));
    }
    return table(lines);
  }

  private static Set<String> column(Table part) {
    return new HashSet<>(part.strings("a"));
  }

  private static long count(Table part, String value) {
    return part.strings("y").stream().filter(value::equals).count();
  }

  @Test
  void parts_are_disjoint_and_complete() {
    TableParts parts = TableSplit.shuffled("y", 3).parts(classes(200), 0.15, 0.1);
    assertThat(parts.test().rows()).isEqualTo(20);
    assertThat(parts.validation().rows()).isEqualTo(30);
    assertThat(parts.train().rows()).isEqualTo(150);
    Set<String> all = column(parts.train());
    all.addAll(column(parts.validation()));
    all.addAll(column(parts.test()));
    assertThat(all).hasSize(200);
  }

  @Test
  void classes_keep_their_shares() {
    TableParts parts = TableSplit.stratified("y", 3).parts(classes(200), 0.15, 0.1);
    assertThat(count(parts.test(), "rare")).isEqualTo(4);
    assertThat(count(parts.validation(), "rare")).isEqualTo(6);
    assertThat(count(parts.train(), "rare")).isEqualTo(30);
    assertThat(count(parts.train(), "common")).isEqualTo(120);
  }

  @Test
  void a_class_of_two_rows_is_in_the_training_rows_only() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add(i + ",x," + (i < 2 ? "single" : "common"));
    }
    TableParts parts = TableSplit.stratified("y", 1).parts(table(lines), 0.2, 0.2);
    assertThat(count(parts.train(), "single")).isEqualTo(2);
    assertThat(parts.test().rows()).isEqualTo(8);
  }

  @Test
  void twins_stay_together() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add(i % 60 + ",x," + i % 2);
    }
    Table table = table(lines);
    assertThat(TableSplit.duplicates(table, "y")).isEqualTo(240);
    TableParts parts = TableSplit.stratified("y", 7).parts(table, 0.2, 0.2);
    assertThat(column(parts.test())).doesNotContainAnyElementsOf(column(parts.train()));
    assertThat(column(parts.test())).doesNotContainAnyElementsOf(column(parts.validation()));
    assertThat(column(parts.validation())).doesNotContainAnyElementsOf(column(parts.train()));
    assertThat(parts.test().rows()).isEqualTo(60);
    assertThat(TableSplit.common(parts.test(), parts.train(), "y")).isZero();
    assertThat(TableSplit.common(table.range(0, 10), table.range(5, 20), "y")).isEqualTo(5);
  }

  @Test
  void time_goes_forward() {
    List<String> lines = new ArrayList<>();
    for (int day = 28; day >= 1; day--) {
      lines.add("2024-02-%02d,x,%d".formatted(day, day));
      lines.add("2024-02-%02d,z,%d".formatted(day, day));
    }
    TableParts parts = TableSplit.byTime("a").parts(table(lines), 0.25, 0.25);
    assertThat(column(parts.test()))
        .containsExactlyInAnyOrder(
            "2024-02-22",
            "2024-02-23",
            "2024-02-24",
            "2024-02-25",
            "2024-02-26",
            "2024-02-27",
            "2024-02-28");
    assertThat(column(parts.validation())).contains("2024-02-15", "2024-02-21").hasSize(7);
    assertThat(column(parts.train())).contains("2024-02-01", "2024-02-14").hasSize(14);
  }

  @Test
  void dates_have_many_forms() {
    List<String> lines = new ArrayList<>();
    for (int day = 1; day <= 28; day++) {
      lines.add("%d.%d.2024,x,0".formatted(day, 2 + day % 2));
    }
    TableParts parts = TableSplit.byTime("a").parts(table(lines), 0, 0.5);
    assertThat(parts.test().strings("a")).allMatch(date -> date.endsWith(".3.2024"));
    assertThat(parts.validation().rows()).isZero();
  }

  @Test
  void numbers_are_times_too() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add((i * 7 % 40) + ",x,0");
    }
    TableParts parts = TableSplit.byTime("a").parts(table(lines), 0.25, 0.25);
    assertThat(Arrays.stream(parts.test().doubles("a")).min()).hasValue(30);
    assertThat(Arrays.stream(parts.train().doubles("a")).max()).hasValue(19);
  }

  @Test
  void a_seed_gives_the_same_rows() {
    Table table = classes(100);
    TableParts first = TableSplit.shuffled("y", 5).parts(table, 0.2, 0.2);
    TableParts again = TableSplit.shuffled("y", 5).parts(table, 0.2, 0.2);
    TableParts other = TableSplit.shuffled("y", 6).parts(table, 0.2, 0.2);
    assertThat(again.train().strings("a")).isEqualTo(first.train().strings("a"));
    assertThat(other.test().strings("a")).isNotEqualTo(first.test().strings("a"));
  }

  @Test
  void says_what_is_wrong() {
    Table table = classes(10);
    assertThatThrownBy(() -> TableSplit.shuffled("z", 0).parts(table, 0.1, 0.1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column \"z\"");
    assertThatThrownBy(() -> TableSplit.shuffled("y", 0).parts(table, 0.6, 0.4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("0.6 for validation and 0.4 for test");
    assertThatThrownBy(() -> TableSplit.shuffled("y", 0).parts(table, 0.01, 0.2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no row is left for validation");
  }
}
