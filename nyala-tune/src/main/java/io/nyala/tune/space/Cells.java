// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

/** Equal cells of the unit interval, and checks shared by all kinds of parameters. */
final class Cells {
  private Cells() {}

  static double inUnit(String name, double unit) {
    if (Double.isNaN(unit)) {
      throw new IllegalArgumentException(
          "hyperparameter \"" + name + "\": NaN is not a position on the unit interval");
    }
    return Math.clamp(unit, 0, 1);
  }

  static long index(String name, double unit, long points) {
    return Math.min((long) (inUnit(name, unit) * points), points - 1);
  }

  static double middle(long index, long points) {
    return (index + 0.5) / points;
  }

  static void checkIndex(String name, long index, long last) {
    if (index < 0 || index > last) {
      throw new IllegalArgumentException(
          "hyperparameter \"" + name + "\": expected an index of 0 to " + last + ", got " + index);
    }
  }

  static String name(String name) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(
          "hyperparameter: expected a name, got "
              + (name == null ? "null" : "\"" + name + "\"")
              + "; journals and reports show it");
    }
    return name;
  }

  static IllegalArgumentException refuse(String name, String expected, Object got) {
    return new IllegalArgumentException(
        "hyperparameter \"" + name + "\": expected " + expected + ", got " + got);
  }
}
