// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.ops.Value;

/**
 * Interprets the outputs of a network, {@code (batch, actions, ...)}, as action values, and
 * computes their errors.
 */
interface QHead {
  /** Returns the expected values, {@code (batch, actions)}. */
  Value means(Value outputs);

  /**
   * Compares the outputs for actions with their targets.
   *
   * @param taken the outputs for the actions taken, {@code (batch, ...)}
   * @param rewards the rewards, {@code (batch,)}
   * @param discounts the factors of the values of the next states, {@code (batch,)}
   * @param following the outputs of the target for the next actions, {@code (batch, ...)}
   */
  Compared compare(Value taken, Value rewards, Value discounts, Value following);

  /**
   * The errors of outputs, each {@code (batch,)}.
   *
   * @param loss the loss to minimize
   * @param error the priority of a transition, at least 0
   */
  record Compared(Value loss, Value error) {}
}
