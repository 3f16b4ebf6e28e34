// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.settings.Names;
import java.util.List;

/** Suggests names for a mistyped name. */
final class NearMatches {
  private NearMatches() {}

  /** Returns a sentence such as {@code did you mean wine-regression?}, or lists all names. */
  static String hint(String typed, List<String> names) {
    List<String> near = of(typed, names);
    if (!near.isEmpty()) {
      return "did you mean " + String.join(" or ", near) + "?";
    }
    return names.isEmpty() ? "there are none yet" : "known: " + Names.joined(typed, names);
  }

  /** Returns at most three similar names, most similar first. */
  static List<String> of(String typed, List<String> names) {
    return Names.near(typed, names);
  }
}
