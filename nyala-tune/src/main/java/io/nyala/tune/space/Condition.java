// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import java.util.List;

/**
 * When a hyperparameter applies: while another one has one of these values. It does not apply while
 * the other one does not.
 *
 * @param parent the name of the other hyperparameter
 * @param values its values
 */
public record Condition(String parent, List<?> values) {
  /** Takes the values as they are. */
  public Condition {
    values = List.copyOf(values);
  }
}
