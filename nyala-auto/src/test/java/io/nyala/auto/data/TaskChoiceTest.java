// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.auto.facts.AutoException;
import io.nyala.auto.facts.AutoTask;
import io.nyala.data.table.Table;
import io.nyala.data.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskChoiceTest {
  private static Table table(IntFunction<Object> target) {
    List<Object> values = IntStream.range(0, 90).mapToObj(target).toList();
    return Tables.ofColumns(Map.of("y", values));
  }

  private static TaskChoice choice(IntFunction<Object> target) {
    return TaskChoice.of(table(target), "y", null);
  }

  @Test
  void fractions_and_many_whole_numbers_are_amounts() {
    assertThat(choice(i -> i / 10.0).task()).isEqualTo(AutoTask.REGRESSION);
    assertThat(choice(i -> i).task()).isEqualTo(AutoTask.REGRESSION);
    TaskChoice scores = choice(i -> 3 + i % 7);
    assertThat(scores.task()).isEqualTo(AutoTask.REGRESSION);
    assertThat(scores.decision().reason())
        .contains("7 whole numbers from 3 to 9", "use --task multiclass");
  }

  @Test
  void numbered_classes_and_names_are_classes() {
    TaskChoice digits = choice(i -> i % 10);
    assertThat(digits.task()).isEqualTo(AutoTask.MULTICLASS);
    assertThat(digits.decision().reason()).contains("0 to 9", "use --task regression");
    assertThat(choice(i -> 1 + i % 3).task()).isEqualTo(AutoTask.MULTICLASS);
    assertThat(choice(i -> "kind " + i % 4).task()).isEqualTo(AutoTask.MULTICLASS);
  }

  @Test
  void two_values_are_a_binary_task() {
    assertThat(choice(i -> i % 2).task()).isEqualTo(AutoTask.BINARY);
    assertThat(choice(i -> i % 2 == 0 ? "yes" : "no").task()).isEqualTo(AutoTask.BINARY);
    assertThat(choice(i -> i % 2 == 0 ? 1 : 5).task()).isEqualTo(AutoTask.BINARY);
  }

  @Test
  void the_user_may_decide_otherwise() {
    Table scores = table(i -> 3 + i % 7);
    assertThat(TaskChoice.of(scores, "y", AutoTask.MULTICLASS).task())
        .isEqualTo(AutoTask.MULTICLASS);
    Table two = table(i -> i % 2);
    assertThat(TaskChoice.of(two, "y", AutoTask.MULTICLASS).task()).isEqualTo(AutoTask.BINARY);
    assertThat(TaskChoice.of(two, "y", AutoTask.REGRESSION).task()).isEqualTo(AutoTask.REGRESSION);
  }

  @Test
  void refuses_what_is_no_target() {
    assertThatThrownBy(() -> choice(i -> "name " + i))
        .isInstanceOf(AutoException.class)
        .hasMessageContaining("90 different texts in 90 rows", "choose another --target");
    assertThatThrownBy(() -> choice(i -> "same"))
        .isInstanceOf(AutoException.class)
        .hasMessageContaining("\"same\" in every row");
    assertThatThrownBy(() -> TaskChoice.of(table(i -> "k" + i % 3), "y", AutoTask.REGRESSION))
        .hasMessageContaining("predicts numbers, but column \"y\" has text");
    assertThatThrownBy(() -> TaskChoice.of(table(i -> i % 3), "y", AutoTask.BINARY))
        .hasMessageContaining("has 2 classes, but column \"y\" has 3 values");
  }
}
