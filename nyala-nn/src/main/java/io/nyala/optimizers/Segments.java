// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import java.util.List;

/** Descriptions of an optimizer's variables in messages, and their checks. */
final class Segments {
  private Segments() {}

  static String describe(List<Segment> segments) {
    List<String> paths = segments.stream().map(s -> s.path() + s.shape()).toList();
    return paths.size() <= 4
        ? String.join(", ", paths)
        : String.join(", ", paths.subList(0, 3)) + " and " + (paths.size() - 3) + " more";
  }

  /** Requires ascending variables inside the arrays, without overlap. */
  static void check(String optimizer, float[] weights, float[] gradients, List<Segment> segments) {
    int end = 0;
    for (Segment s : segments) {
      if (s.offset() < end || s.end() > weights.length || s.end() > gradients.length) {
        throw new IllegalArgumentException(
            "optimizer \"%s\": variable %s at %d to %d overlaps the previous one or exceeds"
                    .formatted(optimizer, s.path(), s.offset(), s.end())
                + " the arrays of %d weights and %d gradients"
                    .formatted(weights.length, gradients.length));
      }
      end = s.end();
    }
  }

  /** Rejects variables other than those for which an optimizer keeps numbers, if it has any. */
  static void requireSame(String optimizer, List<Segment> bound, List<Segment> segments) {
    if (bound != null && !bound.equals(segments)) {
      throw new IllegalStateException(
          "optimizer \"%s\" has updated other variables (%s) and has state for them; create a"
                  .formatted(optimizer, describe(bound))
              + " new optimizer for %s".formatted(describe(segments)));
    }
  }
}
