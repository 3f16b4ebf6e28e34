// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.util.List;

/**
 * A hyperparameter in TensorBoard's HParams table.
 *
 * @param name the name as in {@link SummaryWriter#hparams}
 * @param kind the type of the values
 * @param choices all possible values; empty if they are not listed
 * @param range the range of numbers, or null
 */
public record HParam(String name, Kind kind, List<?> choices, Range range) {
  /** The type of the values. */
  public enum Kind {
    /** Strings. */
    STRING,
    /** Booleans. */
    BOOL,
    /** Numbers of any kind. */
    NUMBER
  }

  /**
   * A range of numbers, both ends inclusive.
   *
   * @param min the minimum
   * @param max the maximum
   */
  public record Range(double min, double max) {}

  /** Copies the choices. */
  public HParam {
    choices = List.copyOf(choices);
  }

  /** Returns a hyperparameter with numbers from {@code min} to {@code max}. */
  public static HParam range(String name, double min, double max) {
    return new HParam(name, Kind.NUMBER, List.of(), new Range(min, max));
  }

  /**
   * Returns a hyperparameter with one of several values.
   *
   * @throws IllegalArgumentException unless they are all numbers, all booleans or all strings
   */
  public static HParam choice(String name, List<?> values) {
    for (Kind kind : Kind.values()) {
      if (values.stream().allMatch(value -> kind == kindOf(value))) {
        return new HParam(name, kind, values, null);
      }
    }
    throw new IllegalArgumentException(
        "hyperparameter \"%s\": expected all numbers, all booleans or all strings, got %s"
            .formatted(name, values));
  }

  private static Kind kindOf(Object value) {
    return switch (value) {
      case Number n -> Kind.NUMBER;
      case Boolean b -> Kind.BOOL;
      case String s -> Kind.STRING;
      default -> null;
    };
  }
}
