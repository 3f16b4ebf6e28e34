// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto;

import io.nyala.auto.data.Material;
import io.nyala.auto.data.TableMaterial;
import io.nyala.auto.data.TableRows;
import io.nyala.auto.data.TableSource;
import io.nyala.auto.data.TextColumn;
import io.nyala.auto.data.TextMaterial;
import io.nyala.auto.facts.AutoDecision;
import io.nyala.auto.facts.AutoException;
import io.nyala.auto.facts.AutoTask;
import io.nyala.auto.network.Architecture;
import io.nyala.auto.network.DenseArchitecture;
import io.nyala.auto.network.Head;
import io.nyala.auto.network.NetworkSettings;
import io.nyala.auto.network.SequenceArchitecture;
import io.nyala.auto.network.TextArchitecture;
import io.nyala.auto.network.Training;
import io.nyala.auto.program.TableProgram;
import io.nyala.data.table.Table;
import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Trains a network on a table without further questions: {@code
 * AutoTrainer.of(table).target("quality").minutes(2).train()}.
 *
 * <p>It infers the task and the features, splits the rows, begins with safe settings, searches for
 * better ones on the validation rows, and compares the best network with a linear model and with a
 * trivial prediction on test rows, which are used once. Each decision comes with its reason.
 *
 * <p>The same seed and number of trials give the same bits.
 */
public final class AutoTrainer extends AutoOptions<AutoTrainer> {
  private final TableSource table;
  private String target;
  private AutoTask task;
  private String time;
  private TableSource validation;
  private TableSource test;

  private AutoTrainer(TableSource table) {
    this.table = table;
  }

  /** Begins with a table. The written program will read a file of the name of its source. */
  public static AutoTrainer of(Table table) {
    return new AutoTrainer(TableSource.of(Arguments.given("table", table)));
  }

  /**
   * Begins with a CSV file, or with texts in a folder for each class, also in an archive. The
   * written program will read it too. Texts have the target {@code class}.
   *
   * @throws io.nyala.data.DataException if it cannot be read
   */
  public static AutoTrainer of(Path path) {
    return new AutoTrainer(TableSource.read(Arguments.given("path", path)));
  }

  /** Sets the column to predict. */
  public AutoTrainer target(String column) {
    this.target = Arguments.given("target", column);
    return this;
  }

  /** Sets the task; by default it is inferred from the target. */
  public AutoTrainer task(AutoTask newTask) {
    this.task = Arguments.given("task", newTask);
    return this;
  }

  /** Splits by time: the latest rows by this column are the test; at random by default. */
  public AutoTrainer time(String column) {
    this.time = Arguments.given("time", column);
    return this;
  }

  /** Sets the validation rows; by default they are taken from the table. */
  public AutoTrainer validation(Table rows) {
    this.validation = TableSource.of(Arguments.given("validation", rows));
    return this;
  }

  /**
   * Reads the validation rows from a file or folder like that of the table.
   *
   * @throws io.nyala.data.DataException if it cannot be read
   */
  public AutoTrainer validation(Path path) {
    this.validation = TableSource.read(Arguments.given("path", path));
    return this;
  }

  /** Sets the test rows; by default they are taken from the table. */
  public AutoTrainer test(Table rows) {
    this.test = TableSource.of(Arguments.given("test", rows));
    return this;
  }

  /**
   * Reads the test rows from a file or folder like that of the table.
   *
   * @throws io.nyala.data.DataException if it cannot be read
   */
  public AutoTrainer test(Path path) {
    this.test = TableSource.read(Arguments.given("path", path));
    return this;
  }

  @Override
  AutoTrainer self() {
    return this;
  }

  /**
   * Trains.
   *
   * @throws AutoException if no target is set, or nothing can be learned from the rows as asked
   * @throws io.nyala.data.DataException if a column does not exist or cannot be read
   */
  public AutoResult train() {
    begin();
    String column = target();
    TableRows rows =
        TableRows.of(
            new TableRows.Given(
                table.table(), table(validation), table(test), column, task, time, seed()));
    List<AutoDecision> decisions = new ArrayList<>(table.decisions());
    decisions.addAll(rows.decisions());
    Optional<TextColumn> text = TextColumn.in(rows.parts().train(), column);
    if (text.isPresent()) {
      TextMaterial.Plan plan = TextMaterial.Plan.of(text.get().name(), rows.parts().train().rows());
      TextMaterial material = new TextMaterial(rows, column, plan);
      decisions.add(material.decision());
      int words = material.vocabulary();
      return search(
          material,
          rows,
          material.plan().length() == 0
              ? new TextArchitecture(material.train().x().shape().last())
              : new SequenceArchitecture(material.plan().length(), words),
          decisions,
          training -> settings -> TableProgram.ofTexts(sources(), material, training, settings));
    }
    TableMaterial material = new TableMaterial(rows, column, time);
    decisions.addAll(material.decisions());
    return search(
        material,
        rows,
        new DenseArchitecture(material.train().x().shape().last()),
        decisions,
        training -> settings -> TableProgram.of(sources(), material, training, settings));
  }

  private AutoResult search(
      Material material,
      TableRows rows,
      Architecture architecture,
      List<AutoDecision> decisions,
      Function<Training, Function<NetworkSettings, String>> program) {
    decisions.forEach(this::say);
    Training training =
        new Training(
            architecture,
            new Head(rows.task(), material.target().outputs()),
            material.train(),
            material.validation());
    return search(table.table().source(), material, training, decisions, program.apply(training));
  }

  private String target() {
    if (target != null) {
      return target;
    }
    if (table.table().columnNames().contains(TableSource.CLASS) && table.isTexts()) {
      return TableSource.CLASS;
    }
    throw new AutoException(
        "%s: no column to predict is set (target, --target); there are %s"
            .formatted(table.table().source(), Names.list(table.table().columnNames())));
  }

  private static Table table(TableSource source) {
    return source == null ? null : source.table();
  }

  private TableProgram.Sources sources() {
    return new TableProgram.Sources(table, validation, test);
  }
}
