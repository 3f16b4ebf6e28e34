// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.ops.Value;

/**
 * What the outputs of a network say about the value of actions, and how wrong they were. Outputs
 * are {@code (batch, actions, ...)}.
 */
interface QHead {
  /** Returns the expected values, {@code (batch, actions)}. */
  Value means(Value outputs);

  /**
   * Compares outputs for actions with what came of these.
   *
   * @param taken the outputs for the actions taken, {@code (batch, ...)}
   * @param rewards {@code (batch,)}
   * @param discounts {@code (batch,)}, by which what follows is to be multiplied
   * @param following the outputs of the target for the next actions, {@code (batch, ...)}
   */
  Compared compare(Value taken, Value rewards, Value discounts, Value following);

  /**
   * How wrong outputs were, each {@code (batch,)}.
   *
   * @param loss to be made smaller
   * @param error of at least 0, the priority of a transition
   */
  record Compared(Value loss, Value error) {}
}
