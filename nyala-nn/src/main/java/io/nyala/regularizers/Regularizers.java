// SPDX-License-Identifier: Apache-2.0
package io.nyala.regularizers;

import io.nyala.settings.Registry;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import java.util.Map;
import java.util.function.Function;

/** Factory methods for regularizers, with Keras's names and defaults. */
public final class Regularizers {
  private static final Registry<Regularizer> REGISTRY =
      new Registry<Regularizer>("regularizer")
          .add(s -> l1(s.getDouble("l1", 0.01)), "L1", "l1")
          .add(s -> l2(s.getDouble("l2", 0.01)), "L2", "l2")
          .add(s -> l1l2(s.getDouble("l1", 0), s.getDouble("l2", 0)), "L1L2", "l1_l2", "l1l2")
          .add(
              s ->
                  new OrthogonalRegularizer(
                      s.getDouble("factor", 0.01),
                      s.getEnum("mode", OrthogonalRegularizer.Mode.ROWS)),
              "OrthogonalRegularizer",
              "orthogonal_regularizer");

  private Regularizers() {}

  /** Returns the penalty {@code 0.01 * sum(|x|)}. */
  public static L1 l1() {
    return l1(0.01);
  }

  /** Returns the penalty {@code factor * sum(|x|)}. */
  public static L1 l1(double factor) {
    return new L1(factor);
  }

  /** Returns the penalty {@code 0.01 * sum(x^2)}. */
  public static L2 l2() {
    return l2(0.01);
  }

  /** Returns the penalty {@code factor * sum(x^2)}. */
  public static L2 l2(double factor) {
    return new L2(factor);
  }

  /** Returns the penalty {@code l1 * sum(|x|) + l2 * sum(x^2)}. */
  public static L1L2 l1l2(double l1, double l2) {
    return new L1L2(l1, l2);
  }

  /**
   * Returns a regularizer by Keras's name, for example {@code l2}.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  public static Regularizer byName(String name) {
    return REGISTRY.byName(name);
  }

  /**
   * Returns a regularizer from a Keras configuration: null, a name, or {@code {class_name,
   * config}}.
   *
   * @throws IllegalArgumentException if form, name or a setting is wrong
   */
  public static Regularizer fromConfig(Object form) {
    return REGISTRY.read(form);
  }

  /** Returns the Keras configuration of a regularizer, null for null. */
  public static Map<String, Object> toConfig(Regularizer regularizer) {
    return regularizer == null
        ? null
        : Serialized.object(
            regularizer, "keras.regularizers", regularizer.className(), regularizer.config());
  }

  /** Registers a custom regularizer for reading model files. */
  public static void register(String name, Function<Settings, ? extends Regularizer> reader) {
    REGISTRY.add(reader, name);
  }

  static void checkFactor(String className, String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          className + ": " + name + " must be finite and not negative, got " + value);
    }
  }
}
