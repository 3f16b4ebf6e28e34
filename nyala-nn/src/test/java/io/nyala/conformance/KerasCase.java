// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One case that Keras computed: its entry of the index and its arrays. Comparisons are gathered, so
 * that a red case tells all that is wrong with it, and an array that nobody looked at is a mistake.
 */
final class KerasCase {
  /** How far a number may be off: {@code |got - want| <= atol + rtol * |want|}. */
  record Tolerance(double rtol, double atol) {
    static Tolerance of(Map<String, ?> form) {
      return new Tolerance(number(form.get("rtol")), number(form.get("atol")));
    }
  }

  private final Map<String, Object> entry;
  private final Map<String, Tensor> arrays;
  private final Set<String> seen = new HashSet<>();
  private final List<String> wrong = new ArrayList<>();
  private String prefix = "";

  private KerasCase(Map<String, Object> entry, Map<String, Tensor> arrays) {
    this.entry = entry;
    this.arrays = arrays;
  }

  /** Opens a case of the index. */
  static KerasCase open(Map<String, Object> entry) {
    String file = (String) entry.get("file");
    return new KerasCase(entry, KerasFixtures.arrays(file.substring(0, file.lastIndexOf('.'))));
  }

  // What is in it

  Object get(String key) {
    return entry.get(key);
  }

  String className() {
    return (String) entry.get("class");
  }

  /** Returns what a registry reads: class name and settings. */
  Map<String, Object> form() {
    return Map.of("class_name", className(), "config", entry.get("config"));
  }

  static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  @SuppressWarnings("unchecked") // a JSON object
  static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked") // a JSON array of objects
  static List<Map<String, Object>> objects(Object value) {
    return (List<Map<String, Object>>) value;
  }

  boolean has(String array) {
    return arrays.containsKey(array);
  }

  /** Returns an array by its name. */
  Tensor array(String name) {
    Tensor found = arrays.get(name);
    if (found == null) {
      throw new AssertionError("the case has no array " + name + "; it has " + names());
    }
    seen.add(name);
    return found;
  }

  /** Returns the arrays {@code name_0}, {@code name_1} and so on, as many as there are. */
  List<Tensor> arrays(String name) {
    List<Tensor> all = new ArrayList<>();
    while (has(name + "_" + all.size())) {
      all.add(array(name + "_" + all.size()));
    }
    return all;
  }

  /** Returns the names of all arrays, sorted. */
  Set<String> names() {
    return new TreeSet<>(arrays.keySet());
  }

  // Comparing

  /** Names the circumstances of the comparisons to come, for messages. */
  void under(String circumstances) {
    prefix = circumstances.isEmpty() ? "" : circumstances + ": ";
  }

  Tolerance tolerance(String kind) {
    return Tolerance.of(object(object(entry.get("tolerance")).get(kind)));
  }

  /** Compares with an array within the tolerance of outputs. */
  void output(String array, Tensor got) {
    close(array, got, array(array), tolerance("output"));
  }

  /** Compares with an array within the tolerance of gradients. */
  void gradient(String array, Tensor got) {
    close(array, got, array(array), tolerance("gradient"));
  }

  /** Compares numbers within the tolerance of outputs. */
  void number(String what, double got, double want) {
    close(what, Tensor.scalar((float) got), Tensor.scalar((float) want), tolerance("output"));
  }

  void close(String what, Tensor got, Tensor want, Tolerance tolerance) {
    try {
      TensorAssert.assertClose(got, want, tolerance.atol(), tolerance.rtol());
    } catch (AssertionError e) {
      wrong.add(prefix + what + ": " + e.getMessage());
    }
  }

  /** Demands equality. */
  void equal(String what, Object got, Object want) {
    if (!got.equals(want)) {
      wrong.add(prefix + what + ": " + got + ", expected " + want);
    }
  }

  /** Demands the settings that Keras wrote. */
  void config(Object ours) {
    settings(ours, entry.get("config"));
  }

  void settings(Object ours, Object theirs) {
    Configs.differences(className(), ours, theirs)
        .forEach(difference -> wrong.add("settings " + difference));
  }

  /** Says that an array is left out on purpose. */
  void leaveOut(String array) {
    seen.add(array);
  }

  /** Fails if anything was wrong, or if an array has not been looked at. */
  void finish() {
    Set<String> unseen = names();
    unseen.removeAll(seen);
    if (!unseen.isEmpty()) {
      wrong.add("nothing was compared with " + unseen);
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(entry.get("file") + "\n" + String.join("\n", wrong));
    }
  }
}
