// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.examples.recipe.UsageException;
import java.util.List;

/** The option {@code --variant} of recipes with several variants. */
final class Variants {
  private Variants() {}

  /** Returns the argument if it is one of the names. */
  static String check(String typed, String... names) {
    if (!List.of(names).contains(typed)) {
      throw new UsageException(
          "--variant must be " + String.join(" or ", names) + ", got '" + typed + "'");
    }
    return typed;
  }
}
