// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import java.util.List;

/**
 * A condition for a hyperparameter: another one must apply and have one of these values.
 *
 * @param parent the name of the other hyperparameter
 * @param values its values
 */
public record Condition(String parent, List<?> values) {
  /** Copies the values. */
  public Condition {
    values = List.copyOf(values);
  }
}
