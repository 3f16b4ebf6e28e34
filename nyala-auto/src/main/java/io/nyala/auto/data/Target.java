// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import io.nyala.auto.facts.AutoTask;
import io.nyala.data.preprocessing.LabelEncoder;
import io.nyala.data.preprocessing.StandardScaler;
import io.nyala.data.table.Table;
import io.nyala.features.Feature;
import io.nyala.models.Model;
import io.nyala.models.serving.Decoding;
import io.nyala.tensor.Tensor;
import java.util.List;

/**
 * The column to predict, as numbers for a network: standardised amounts, or the numbers of classes.
 * All statistics come from the training rows.
 */
public final class Target {
  private final String name;
  private final AutoTask task;
  private final StandardScaler scaler;
  private final LabelEncoder encoder;
  private final List<String> classes;

  private Target(
      String name,
      AutoTask task,
      StandardScaler scaler,
      LabelEncoder encoder,
      List<String> classes) {
    this.name = name;
    this.task = task;
    this.scaler = scaler;
    this.encoder = encoder;
    this.classes = classes;
  }

  /** Learns the column from the training rows. */
  public static Target fit(Table train, String name, AutoTask task) {
    if (task == AutoTask.REGRESSION) {
      StandardScaler scaler = new StandardScaler();
      scaler.fit(train.floats(name));
      return new Target(name, task, scaler, null, List.of());
    }
    LabelEncoder encoder = LabelEncoder.fit(train.strings(name));
    return new Target(name, task, null, encoder, encoder.classes());
  }

  /** Returns a target whose classes are numbered already. */
  public static Target ofClasses(String name, List<String> classes) {
    AutoTask task = classes.size() == 2 ? AutoTask.BINARY : AutoTask.MULTICLASS;
    return new Target(name, task, null, null, classes);
  }

  /** Returns the name of the column. */
  public String name() {
    return name;
  }

  /** Returns the name of the model's output, made as those of its inputs are. */
  public String outputName() {
    return Feature.inputName(name);
  }

  /** Returns a model of classes, told their names, which are saved with it. */
  Model decoded(Model model) {
    model.decode(Decoding.classes(classes));
    return model;
  }

  /** Returns the task. */
  public AutoTask task() {
    return task;
  }

  /** Returns the classes, sorted; none for a regression. */
  public List<String> classes() {
    return classes;
  }

  /** Returns the number of outputs of a network: 1, or one for each of several classes. */
  public int outputs() {
    return task == AutoTask.MULTICLASS ? classes().size() : 1;
  }

  /** Returns the mean of the amounts; 0 for classes. */
  public double mean() {
    return scaler == null ? 0 : scaler.mean()[0];
  }

  /** Returns the standard deviation of the amounts; 1 for classes. */
  public double scale() {
    return scaler == null ? 1 : scaler.scale()[0];
  }

  /**
   * Returns the targets of a network: {@code (rows, 1)} standardised amounts, or {@code (rows,)}
   * numbers of classes.
   */
  public Tensor encode(Table rows) {
    if (scaler != null) {
      return scaler.transform(rows.floats(name));
    }
    return encoder.transform(rows.strings(name));
  }

  /** Returns amounts in the unit of the column; classes as they are. */
  public Tensor inUnits(Tensor encoded) {
    return scaler == null ? encoded : scaler.inverseTransform(encoded);
  }
}
