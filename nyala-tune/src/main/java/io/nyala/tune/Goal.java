// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

/**
 * An objective: what it is called, and which way it should go.
 *
 * @param name as in the logs of a training, or any
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
