// SPDX-License-Identifier: Apache-2.0
package io.nyala.constraints;

import io.nyala.settings.Arguments;
import io.nyala.settings.Registry;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Factory methods for constraints, with Keras's names and defaults. */
public final class Constraints {
  private static final Registry<Constraint> REGISTRY =
      new Registry<Constraint>("constraint")
          .add(s -> new MaxNorm(s.getDouble("max_value", 2), axis(s)), "MaxNorm", "max_norm")
          .add(s -> nonNeg(), "NonNeg", "non_neg")
          .add(s -> new UnitNorm(axis(s)), "UnitNorm", "unit_norm")
          .add(
              s ->
                  new MinMaxNorm(
                      s.getDouble("min_value", 0),
                      s.getDouble("max_value", 1),
                      s.getDouble("rate", 1),
                      axis(s)),
              "MinMaxNorm",
              "min_max_norm");

  private Constraints() {}

  /** Returns a constraint that limits the norm of the incoming weights of each unit. */
  public static MaxNorm maxNorm(double maxValue) {
    return maxNorm(maxValue, 0);
  }

  /** Returns a constraint that limits the norm of weight vectors along axes. */
  public static MaxNorm maxNorm(double maxValue, int... axis) {
    return new MaxNorm(maxValue, list(axis));
  }

  /** Returns a constraint that keeps weights non-negative. */
  public static NonNeg nonNeg() {
    return new NonNeg();
  }

  /** Returns a constraint that scales the incoming weights of each unit to norm 1. */
  public static UnitNorm unitNorm() {
    return unitNorm(0);
  }

  /** Returns a constraint that scales weight vectors along axes to norm 1. */
  public static UnitNorm unitNorm(int... axis) {
    return new UnitNorm(list(axis));
  }

  /** Returns a constraint that keeps the norm of the incoming weights of each unit in a range. */
  public static MinMaxNorm minMaxNorm(double minValue, double maxValue) {
    return minMaxNorm(minValue, maxValue, 1, 0);
  }

  /**
   * Returns a constraint that moves the norm of weight vectors along axes into a range, by a
   * fraction of the way.
   */
  public static MinMaxNorm minMaxNorm(double minValue, double maxValue, double rate, int... axis) {
    return new MinMaxNorm(minValue, maxValue, rate, list(axis));
  }

  /**
   * Returns a constraint by Keras's name, for example {@code non_neg}.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  public static Constraint byName(String name) {
    return REGISTRY.byName(name);
  }

  /**
   * Returns a constraint from a Keras configuration: null, a name, or {@code {class_name, config}}.
   *
   * @throws IllegalArgumentException if form, name or a setting is wrong
   */
  public static Constraint fromConfig(Object form) {
    return REGISTRY.read(form);
  }

  /** Returns the Keras configuration of a constraint, null for null. */
  public static Map<String, Object> toConfig(Constraint constraint) {
    return constraint == null
        ? null
        : Serialized.object(
            constraint, "keras.constraints", constraint.className(), constraint.config());
  }

  /** Registers a custom constraint for reading model files. */
  public static void register(String name, Function<Settings, ? extends Constraint> reader) {
    REGISTRY.add(reader, name);
  }

  private static List<Integer> axis(Settings s) {
    return list(s.getInts("axis", 0));
  }

  private static List<Integer> list(int... axis) {
    return Arrays.stream(Arguments.given("constraint: axis", axis)).boxed().toList();
  }
}
