// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.facts;

import io.nyala.settings.Arguments;

/**
 * Something that was decided, and why.
 *
 * @param topic what it is about, such as {@code task}
 * @param choice what was decided
 * @param reason why, and how to decide otherwise if that is possible
 */
public record AutoDecision(String topic, String choice, String reason) {
  /** Checks that nothing is null. */
  public AutoDecision {
    Arguments.given("topic", topic);
    Arguments.given("choice", choice);
    Arguments.given("reason", reason);
  }

  /** Formats as {@code task: regression (the target has many values)}. */
  @Override
  public String toString() {
    String decided = topic + ": " + choice;
    if (reason.isEmpty()) {
      return decided;
    }
    return reason.contains("\n") ? decided + ", " + reason : decided + " (" + reason + ")";
  }
}
