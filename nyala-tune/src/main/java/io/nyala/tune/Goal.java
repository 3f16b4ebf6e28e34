// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

/**
 * An objective: its name and direction.
 *
 * @param name the name, as in the logs of training, or any other
 * @param maximised whether larger is better
 */
public record Goal(String name, boolean maximised) {
  /** Returns the value as a loss: smaller is better. */
  double loss(double value) {
    return maximised ? -value : value;
  }

  @Override
  public String toString() {
    return (maximised ? "maximise " : "minimise ") + name;
  }
}
