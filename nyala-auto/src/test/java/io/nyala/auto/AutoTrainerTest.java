// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.auto.facts.AutoException;
import io.nyala.auto.facts.AutoScore;
import io.nyala.auto.facts.AutoTask;
import io.nyala.data.table.Table;
import io.nyala.data.table.Tables;
import io.nyala.saving.Weights;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tables with missing values, rare categories and dates; what is in them is known. */
class AutoTrainerTest {
  private static final List<String> TOWNS = List.of("Oslo", "Bergen", "Moss", "Alta", "Vik");

  /** What the numbers of a row mean for the target. */
  private interface Signal {
    Object of(double area, int rooms, int town, LocalDate day, double noise);
  }

  private static Table table(int rows, long seed, Signal signal) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, List<Object>> columns = new LinkedHashMap<>();
    for (String name : List.of("area", "rooms", "town", "day", "y")) {
      columns.put(name, new ArrayList<>());
    }
    for (int i = 0; i < rows; i++) {
      double area = random.nextDouble(30, 150);
      int rooms = random.nextInt(1, 7);
      int town = random.nextDouble() < 0.02 ? 4 : random.nextInt(4);
      LocalDate day = LocalDate.of(2015, 1, 1).plusDays(random.nextInt(2500));
      columns.get("area").add(random.nextDouble() < 0.05 ? null : area);
      columns.get("rooms").add(rooms);
      columns.get("town").add(random.nextDouble() < 0.05 ? null : TOWNS.get(town));
      columns.get("day").add(day);
      columns.get("y").add(signal.of(area, rooms, town, day, random.nextGaussian()));
    }
    return Tables.ofColumns(columns);
  }

  private static AutoResult train(Table table, int trials) {
    return AutoTrainer.of(table).target("y").trials(trials).train();
  }

  private static double test(AutoResult result, String who, String measure) {
    return result.scores().stream()
        .filter(score -> score.name().equals(who))
        .map(AutoScore::test)
        .findFirst()
        .orElseThrow()
        .get(measure);
  }

  @Test
  void finds_a_non_linear_signal_in_amounts() {
    Table houses =
        table(
            1_000,
            1,
            (area, rooms, town, day, noise) ->
                2_000 * Math.abs(area - 80)
                    + (town == 1 ? 30_000 : 10_000) * (rooms % 2)
                    + 20_000 * Math.cos(2 * Math.PI * day.getDayOfYear() / 365)
                    + 5_000 * noise);
    AutoResult result = train(houses, 4);
    assertThat(result.task()).isEqualTo(AutoTask.REGRESSION);
    assertThat(result.beatsLinear()).as(result.verdict()).isTrue();
    assertThat(result.saved()).isEqualTo("network");
    assertThat(test(result, "network", "mae")).isLessThan(0.8 * test(result, "linear", "mae"));
    assertThat(result.verdict()).startsWith("The network beats the linear model");
    // The area says most; the town says least.
    assertThat(result.importance().keySet().iterator().next()).isEqualTo("area");
  }

  @Test
  void finds_a_non_linear_signal_in_classes() {
    Table kinds =
        table(
            1_000,
            2,
            (area, rooms, town, day, noise) ->
                Math.abs(area - 90) + 4 * noise < 25
                    ? "middle"
                    : (town < 2) == (rooms > 3) ? "plain" : "odd");
    AutoResult result = train(kinds, 4);
    assertThat(result.task()).isEqualTo(AutoTask.MULTICLASS);
    assertThat(result.beatsLinear()).as(result.verdict()).isTrue();
    assertThat(test(result, "network", "accuracy"))
        .isGreaterThan(test(result, "linear", "accuracy") + 0.1);
  }

  @Test
  void says_so_where_a_linear_model_is_as_good() {
    Table sold =
        table(
            1_000,
            3,
            (area, rooms, town, day, noise) ->
                0.05 * (area - 90) + 0.5 * (rooms - 3.5) + (town == 1 ? 1 : 0) + 1.5 * noise > 0);
    AutoResult result = train(sold, 4);
    assertThat(result.task()).isEqualTo(AutoTask.BINARY);
    assertThat(result.beatsLinear()).isFalse();
    assertThat(result.verdict()).contains("non-linear signal", "linear model");
    assertThat(test(result, "linear", "auc")).isGreaterThan(0.8);
  }

  @Test
  void says_so_where_nothing_helps() {
    AutoResult result = train(table(400, 4, (area, rooms, town, day, noise) -> noise), 2);
    assertThat(result.beatsLinear()).isFalse();
    assertThat(result.verdict()).contains("may say nothing about \"y\"");
  }

  @Test
  void tests_on_the_latest_rows_and_keeps_the_cycles_of_time() {
    Table trend =
        table(600, 5, (area, rooms, town, day, noise) -> area + day.toEpochDay() / 100.0 + noise);
    AutoResult result = AutoTrainer.of(trend).target("y").time("day").trials(1).train();
    assertThat(result.decisions().toString())
        .contains("the latest rows of \"day\"", "of \"day\" only cycles are features: month");
    assertThat(result.program())
        .contains(
            "TableSplit.byTime(\"day\")",
            ".with(date(\"day\").cyclic(DatePart.MONTH, DatePart.WEEKDAY))");
  }

  @Test
  void rows_without_a_target_and_missing_values_in_test_rows_alone() {
    Table whole = table(200, 6, (area, rooms, town, day, noise) -> area + noise);
    Table train = whole.range(0, 150).dropMissing("area", "town").drop("day");
    Table held = whole.range(150, 200).drop("day");
    AutoResult result =
        AutoTrainer.of(train).target("y").validation(held).test(held).trials(1).train();
    assertThat(test(result, result.saved(), "mae")).isPositive();

    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      values.add(i % 4 == 0 ? null : i * 1.5);
    }
    Table gaps = Tables.ofColumns(Map.of("x", values.reversed(), "y", values));
    assertThat(train(gaps, 1).decisions().toString()).contains("15 of 60 rows of table dropped");
  }

  @Test
  void the_same_seed_gives_the_same_bits_and_another_seed_others() {
    Table table = table(300, 7, (area, rooms, town, day, noise) -> Math.abs(area - 80) + noise);
    String first = Weights.sha256(train(table, 3).model());
    assertThat(Weights.sha256(train(table, 3).model())).isEqualTo(first);
    AutoResult other = AutoTrainer.of(table).target("y").trials(3).seed(1).train();
    assertThat(Weights.sha256(other.model())).isNotEqualTo(first);
  }

  @Test
  void time_limits_the_search_but_the_first_network_is_always_trained() {
    Table table = table(300, 8, (area, rooms, town, day, noise) -> area + noise);
    AutoResult result = AutoTrainer.of(table).target("y").minutes(1e-6).train();
    assertThat(result.trials()).hasSize(1);
    assertThat(result.trials().getFirst().epochs()).isEqualTo(1);
  }

  @Test
  void refuses_what_it_cannot_do() {
    Table table = table(60, 9, (area, rooms, town, day, noise) -> area);
    assertThatThrownBy(() -> AutoTrainer.of(table).train())
        .isInstanceOf(AutoException.class)
        .hasMessageContaining("there are [area, rooms, town, day, y]");
    assertThatThrownBy(() -> AutoTrainer.of(table).trials(0))
        .hasMessage("trials must be at least 1, got 0");
    assertThatThrownBy(() -> AutoTrainer.of(table).minutes(0))
        .hasMessage("minutes must be greater than 0, got 0.0");
  }
}
