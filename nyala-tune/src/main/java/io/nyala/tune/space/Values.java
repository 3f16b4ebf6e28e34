// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

/** The types of values that journals support. */
final class Values {
  private Values() {}

  static void check(String name, Object value) {
    boolean known =
        value instanceof String
            || value instanceof Integer
            || value instanceof Boolean
            || value instanceof Double number && Double.isFinite(number);
    if (!known) {
      throw Cells.refuse(
          name,
          "a String, Integer, finite Double or Boolean",
          value == null ? "null" : value + " (" + value.getClass().getSimpleName() + ")");
    }
  }
}
