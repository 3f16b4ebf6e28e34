// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import io.nyala.auto.facts.AutoDecision;
import io.nyala.auto.facts.AutoException;
import io.nyala.auto.facts.AutoTask;
import io.nyala.data.split.TableParts;
import io.nyala.data.split.TableSplit;
import io.nyala.data.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The rows of a task in three parts.
 *
 * @param task the task
 * @param parts the rows, which all have a target
 * @param split how the program splits, or null if all parts were given
 * @param unknown whether validation rows of classes that no training row has were dropped
 * @param decisions what was decided
 */
public record TableRows(
    AutoTask task,
    TableParts parts,
    SplitPlan split,
    boolean unknown,
    List<AutoDecision> decisions) {
  private static final int LEAST_ROWS = 30;

  /**
   * How a table is split.
   *
   * @param code the code that makes the split
   * @param validation the fraction for validation, 0 if it was given
   * @param test the fraction for the test, 0 if it was given
   */
  public record SplitPlan(String code, double validation, double test) {}

  /**
   * What the user gives.
   *
   * @param table the table, or its training rows
   * @param validation the validation rows, or null
   * @param test the test rows, or null
   * @param target the column to predict
   * @param task the task, or null
   * @param time the column of the time, or null
   * @param seed the seed of the split
   */
  public record Given(
      Table table,
      Table validation,
      Table test,
      String target,
      AutoTask task,
      String time,
      long seed) {}

  /**
   * Splits the rows.
   *
   * @throws AutoException if nothing can be learned from them
   * @throws io.nyala.data.DataException if a column does not exist
   */
  public static TableRows of(Given given) {
    List<AutoDecision> decisions = new ArrayList<>();
    String target = given.target();
    Table table = withTarget(given.table(), target, decisions);
    Table validation = withTarget(given.validation(), target, decisions);
    Table test = withTarget(given.test(), target, decisions);
    if (table.rows() < LEAST_ROWS) {
      throw new AutoException(
          "%s: %d rows with a value in \"%s\" are too few to train and to test with; at least %d are needed"
              .formatted(table.source(), table.rows(), target, LEAST_ROWS));
    }
    TaskChoice choice = TaskChoice.of(table, target, given.task());
    decisions.add(choice.decision());
    AutoTask task = choice.task();
    SplitPlan plan = plan(given, task, validation, test);
    TableParts parts;
    if (plan == null) {
      parts = new TableParts(table, validation, test);
    } else {
      TableParts made = split(given, task).parts(table, plan.validation(), plan.test());
      parts =
          new TableParts(
              made.train(),
              validation == null ? made.validation() : validation,
              test == null ? made.test() : test);
    }
    Table held = parts.validation();
    if (task.classifies()) {
      parts = known(parts, target, decisions);
      balance(parts.train(), target, decisions);
    }
    decisions.add(rows(given, task, parts));
    duplicates(given, parts, plan, decisions);
    boolean unknown = parts.validation() != held;
    return new TableRows(task, parts, plan, unknown, List.copyOf(decisions));
  }

  private static Table withTarget(Table table, String target, List<AutoDecision> decisions) {
    if (table == null) {
      return null;
    }
    int missing = table.missing(target);
    if (missing == 0) {
      return table;
    }
    decisions.add(
        new AutoDecision(
            "rows without target",
            "%,d of %,d rows of %s dropped".formatted(missing, table.rows(), table.source()),
            "they have no value in \"" + target + "\""));
    return table.dropMissing(target);
  }

  private static SplitPlan plan(Given given, AutoTask task, Table validation, Table test) {
    if (validation != null && test != null) {
      return null;
    }
    String code;
    if (given.time() != null) {
      code = "TableSplit.byTime(%s)".formatted(Literals.of(given.time()));
    } else {
      code =
          "TableSplit.%s(%s, %dL)"
              .formatted(
                  task.classifies() ? "stratified" : "shuffled",
                  Literals.of(given.target()),
                  given.seed());
    }
    return new SplitPlan(code, validation == null ? 0.15 : 0, test == null ? 0.15 : 0);
  }

  private static TableSplit split(Given given, AutoTask task) {
    if (given.time() != null) {
      return TableSplit.byTime(given.time());
    }
    return task.classifies()
        ? TableSplit.stratified(given.target(), given.seed())
        : TableSplit.shuffled(given.target(), given.seed());
  }

  /** Drops rows of classes that training rows do not have. */
  private static TableParts known(TableParts parts, String target, List<AutoDecision> decisions) {
    Set<String> classes = new HashSet<>(parts.train().strings(target));
    return new TableParts(
        parts.train(),
        known(parts.validation(), target, classes, decisions),
        known(parts.test(), target, classes, decisions));
  }

  private static Table known(
      Table table, String target, Set<String> classes, List<AutoDecision> decisions) {
    List<String> values = table.strings(target);
    int[] kept =
        IntStream.range(0, values.size()).filter(i -> classes.contains(values.get(i))).toArray();
    if (kept.length == table.rows()) {
      return table;
    }
    if (kept.length == 0) {
      throw new AutoException(
          "%s: no row has a class of the training rows in \"%s\""
              .formatted(table.source(), target));
    }
    decisions.add(
        new AutoDecision(
            "unknown classes",
            "%,d rows of %s dropped".formatted(table.rows() - kept.length, table.source()),
            "no training row has their class"));
    return table.rows(kept);
  }

  private static void balance(Table train, String target, List<AutoDecision> decisions) {
    Map<String, Integer> counts = new HashMap<>();
    train.strings(target).forEach(value -> counts.merge(value, 1, Integer::sum));
    if (counts.size() < 2) {
      throw new AutoException(
          "%s: all training rows have the same value in \"%s\"; there is nothing to learn"
              .formatted(train.source(), target));
    }
    Map.Entry<String, Integer> rarest =
        counts.entrySet().stream()
            .min(Map.Entry.<String, Integer>comparingByValue().thenComparing(e -> e.getKey()))
            .orElseThrow();
    double share = (double) rarest.getValue() / train.rows();
    if (share < 0.5 / counts.size()) {
      decisions.add(
          new AutoDecision(
              "class weights",
              "none",
              "class \"%s\" is rare (%.1f %% of the training rows); weights would spoil the probabilities, so accuracy alone says little: see F1, and choose a threshold"
                  .formatted(rarest.getKey(), 100 * share)));
    }
  }

  private static AutoDecision rows(Given given, AutoTask task, TableParts parts) {
    String choice =
        "%,d rows for training, %,d for validation, %,d for the test"
            .formatted(parts.train().rows(), parts.validation().rows(), parts.test().rows());
    String reason;
    if (given.validation() != null && given.test() != null) {
      reason = "as given";
    } else if (given.time() != null) {
      reason = "the latest rows of \"" + given.time() + "\" are the test, as in use";
    } else if (task.classifies()) {
      reason = "drawn at random, with the same shares of the classes in each part";
    } else {
      reason = "drawn at random; --time COLUMN splits by time";
    }
    return new AutoDecision("split", choice, reason);
  }

  private static void duplicates(
      Given given, TableParts parts, SplitPlan plan, List<AutoDecision> decisions) {
    if (plan != null && given.time() == null) {
      int twice = TableSplit.duplicates(given.table(), given.target());
      if (twice > 0) {
        decisions.add(
            new AutoDecision(
                "duplicates",
                "%,d rows kept beside their twins".formatted(twice),
                "rows that differ at most in the target are in the same part, so that the test"
                    + " rows are new"));
      }
    }
    int known = TableSplit.common(parts.test(), parts.train(), given.target());
    if (known > 0) {
      decisions.add(
          new AutoDecision(
              "duplicates",
              "%,d of %,d test rows are also training rows".formatted(known, parts.test().rows()),
              "the test flatters networks that learn by heart; without --test FILE such rows stay"
                  + " together"));
    }
  }
}
