// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

/**
 * One bar of a timeline.
 *
 * @param row the row of the bar, such as the name of a worker
 * @param from the start
 * @param to the end, not before the start
 * @param kind the meaning of its colour, such as {@code done} or {@code stopped}
 */
public record Span(String row, double from, double to, String kind) {
  /** Requires finite times, and an end that is not before the start. */
  public Span {
    if (!Double.isFinite(from) || !Double.isFinite(to) || to < from) {
      throw new IllegalArgumentException(
          ("span of '%s' from %s to %s: times must be finite, and the end must not be before the "
                  + "start")
              .formatted(row, from, to));
    }
  }
}
