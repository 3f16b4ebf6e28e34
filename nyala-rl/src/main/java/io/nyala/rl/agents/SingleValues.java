// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/**
 * A single value for each action.
 *
 * @param delta the error above which the loss is linear; may be infinite
 */
record SingleValues(double delta) implements QHead {
  @Override
  public Value means(Value outputs) {
    return outputs;
  }

  @Override
  public Compared compare(Value taken, Value rewards, Value discounts, Value following) {
    Value wanted = Ops.stopGradient(rewards.plus(discounts.times(following)));
    Value error = wanted.minus(taken);
    return new Compared(huber(error), error.abs());
  }

  /**
   * The Huber loss: half the square up to delta, linear beyond, so the gradient never exceeds
   * delta.
   */
  private Value huber(Value error) {
    Value square = error.square().times(0.5f);
    float limit = (float) delta;
    if (Float.isInfinite(limit)) {
      return square;
    }
    Value size = error.abs();
    Value line = size.minus(0.5f * limit).times(limit);
    return Ops.where(Ops.lessEqual(size, limit), square, line);
  }
}
