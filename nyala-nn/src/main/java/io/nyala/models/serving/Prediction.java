// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.serving;

import io.nyala.settings.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The decoded prediction for one row. The methods without a name are for models with one output.
 */
public final class Prediction {
  private static final double HALF = 0.5;

  /**
   * One output of a prediction.
   *
   * @param name the name of the output
   * @param decoding what the numbers mean, or null
   * @param values the probabilities of the classes, or numbers
   */
  private record Output(String name, Decoding decoding, double[] values) {
    List<String> classes() {
      return decoding == null ? List.of() : decoding.classNames();
    }
  }

  private final List<Output> outputs = new ArrayList<>();

  Prediction() {}

  void add(String name, Decoding decoding, float[] row) {
    double[] values;
    if (decoding != null) {
      values = decoding.decode(row);
    } else {
      values = new double[row.length];
      for (int i = 0; i < row.length; i++) {
        values[i] = row[i];
      }
    }
    outputs.add(new Output(name, decoding, values));
  }

  /** Returns the names of the outputs. */
  public List<String> names() {
    return outputs.stream().map(Output::name).toList();
  }

  /**
   * Returns the prediction of one output.
   *
   * @throws IllegalArgumentException if there is no such output
   */
  public Prediction output(String name) {
    Prediction single = new Prediction();
    single.outputs.add(Names.find("output", "the prediction", name, outputs, Output::name));
    return single;
  }

  private Output only() {
    if (outputs.size() != 1) {
      throw new IllegalStateException(
          "the model has the outputs " + names() + "; choose one with output(name)");
    }
    return outputs.get(0);
  }

  private Output classified() {
    Output only = only();
    if (only.classes().isEmpty()) {
      throw new IllegalStateException(
          "output \"%s\" has no class names; set them with model.decode(Decoding.classes(...))"
              .formatted(only.name));
    }
    return only;
  }

  /** Returns the position of the largest value, the first of several. */
  private static int best(double... values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /**
   * Returns the name of the most probable class.
   *
   * @throws IllegalStateException if the model has no class names
   */
  public String label() {
    Output o = classified();
    return o.classes().get(best(o.values));
  }

  /**
   * Returns the probability of the most probable class.
   *
   * @throws IllegalStateException if the model has no class names
   */
  public double probability() {
    Output o = classified();
    return o.values[best(o.values)];
  }

  /**
   * Returns the probability of a class.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public double probability(String label) {
    Output o = classified();
    Names.find("class", "the output", label, o.classes(), c -> c);
    return o.values[o.classes().indexOf(label)];
  }

  /** Returns the probabilities by class, in the order of the classes. */
  public Map<String, Double> probabilities() {
    Output o = classified();
    Map<String, Double> all = new LinkedHashMap<>();
    for (int i = 0; i < o.values.length; i++) {
      all.put(o.classes().get(i), o.values[i]);
    }
    return Collections.unmodifiableMap(all);
  }

  /**
   * Returns the classes whose probability is at least one half, for {@link Decoding#several}.
   *
   * @throws IllegalStateException if the classes exclude each other
   */
  public List<String> labels() {
    Output o = classified();
    if (!o.decoding.isSeveral()) {
      throw new IllegalStateException(
          "the classes of output \"%s\" exclude each other; use label()".formatted(o.name));
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; i < o.values.length; i++) {
      if (o.values[i] >= HALF) {
        found.add(o.classes().get(i));
      }
    }
    return found;
  }

  /**
   * Returns the number.
   *
   * @throws IllegalStateException if the output has several
   */
  public double value() {
    Output o = only();
    if (o.values.length != 1) {
      throw new IllegalStateException(
          "output \"%s\" has %d numbers; use values()".formatted(o.name, o.values.length));
    }
    return o.values[0];
  }

  /** Returns all numbers, or the probabilities of all classes; a copy. */
  public double[] values() {
    return only().values.clone();
  }

  /** Prints as {@code {price=12.5}} or {@code {quality=good (0.93)}}. */
  @Override
  public String toString() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Output o : outputs) {
      all.put(
          o.name,
          o.classes().isEmpty()
              ? o.values.length == 1 ? String.valueOf(o.values[0]) : Arrays.toString(o.values)
              : "%s (%s)"
                  .formatted(o.classes().get(best(o.values)), (float) o.values[best(o.values)]));
    }
    return all.toString();
  }
}
