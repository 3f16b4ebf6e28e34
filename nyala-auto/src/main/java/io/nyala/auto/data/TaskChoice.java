// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import io.nyala.auto.facts.AutoDecision;
import io.nyala.auto.facts.AutoException;
import io.nyala.auto.facts.AutoTask;
import io.nyala.data.table.ColumnType;
import io.nyala.data.table.Table;
import java.util.List;
import java.util.TreeSet;

/**
 * Which task a target column means.
 *
 * @param task the task
 * @param decision what was decided, and why
 */
public record TaskChoice(AutoTask task, AutoDecision decision) {
  /** More whole numbers without a gap from 0 or 1 on are rather amounts. */
  private static final int MOST_NUMBERED = 20;

  /** A text column with more values is rather an identifier or free text. */
  private static final int MOST_CLASSES = 200;

  /**
   * Infers the task.
   *
   * @param table rows that all have a target
   * @param wanted the task that the user wants, or null
   * @throws AutoException if the column cannot be the target of the task
   */
  public static TaskChoice of(Table table, String target, AutoTask wanted) {
    ColumnType type = table.type(target);
    List<String> values = table.strings(target);
    TreeSet<String> distinct = new TreeSet<>(values);
    if (distinct.size() < 2) {
      throw new AutoException(
          "%s: column \"%s\" is \"%s\" in every row; there is nothing to predict"
              .formatted(table.source(), target, distinct.first()));
    }
    if (wanted != null) {
      return wanted(table, target, wanted, distinct.size());
    }
    return switch (type) {
      case NUMBER -> amounts(table, target, "it has fractions");
      case INTEGER -> numbers(table, target);
      default -> named(table, target, distinct);
    };
  }

  private static TaskChoice wanted(Table table, String target, AutoTask wanted, int values) {
    boolean number = isNumber(table.type(target));
    if (wanted == AutoTask.REGRESSION && !number) {
      throw new AutoException(
          "%s: a regression predicts numbers, but column \"%s\" has text; use --task multiclass"
              .formatted(table.source(), target));
    }
    if (wanted == AutoTask.BINARY && values != 2) {
      throw new AutoException(
          "%s: a binary task has 2 classes, but column \"%s\" has %d values; use --task multiclass"
              .formatted(table.source(), target, values));
    }
    // Two classes need one output only.
    AutoTask task = wanted == AutoTask.MULTICLASS && values == 2 ? AutoTask.BINARY : wanted;
    return choice(task, task == wanted ? "as asked for" : "there are two classes only");
  }

  private static boolean isNumber(ColumnType type) {
    return type == ColumnType.NUMBER || type == ColumnType.INTEGER;
  }

  private static TaskChoice amounts(Table table, String target, String why) {
    return choice(AutoTask.REGRESSION, "\"%s\" holds numbers: %s".formatted(target, why));
  }

  private static TaskChoice numbers(Table table, String target) {
    TreeSet<Integer> values = new TreeSet<>();
    for (int value : table.ints(target).ints()) {
      values.add(value);
    }
    int first = values.first();
    int last = values.last();
    if (values.size() == 2) {
      return choice(
          AutoTask.BINARY, "\"%s\" is %d or %d in every row".formatted(target, first, last));
    }
    boolean numbered =
        (first == 0 || first == 1)
            && last - first + 1 == values.size()
            && values.size() <= MOST_NUMBERED;
    if (numbered) {
      return choice(
          AutoTask.MULTICLASS,
          "\"%s\" has the whole numbers %d to %d, as if they numbered classes; if they are amounts, use --task regression"
              .formatted(target, first, last));
    }
    String range = "%,d whole numbers from %,d to %,d".formatted(values.size(), first, last);
    return amounts(
        table,
        target,
        values.size() <= MOST_NUMBERED
            ? range + "; if they are names of classes, use --task multiclass"
            : range);
  }

  private static TaskChoice named(Table table, String target, TreeSet<String> distinct) {
    int classes = distinct.size();
    if (classes > MOST_CLASSES || classes > table.rows() / 3) {
      throw new AutoException(
          "%s: column \"%s\" has %,d different texts in %,d rows, more like names or free text than classes; choose another --target%s"
              .formatted(
                  table.source(),
                  target,
                  classes,
                  table.rows(),
                  classes <= table.rows() / 3 ? ", or use --task multiclass" : ""));
    }
    return classes == 2
        ? choice(
            AutoTask.BINARY,
            "\"%s\" is \"%s\" or \"%s\"".formatted(target, distinct.first(), distinct.last()))
        : choice(AutoTask.MULTICLASS, "\"%s\" has %d different texts".formatted(target, classes));
  }

  private static TaskChoice choice(AutoTask task, String why) {
    String name =
        switch (task) {
          case REGRESSION -> "regression";
          case BINARY -> "binary classification";
          case MULTICLASS -> "classification";
        };
    return new TaskChoice(task, new AutoDecision("task", name, why));
  }
}
