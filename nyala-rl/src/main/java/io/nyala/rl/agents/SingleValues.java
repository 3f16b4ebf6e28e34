// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/**
 * One number for each action: its value.
 *
 * @param delta the error beyond which the loss is linear, maybe infinite
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

  /** Half the square up to delta, then a straight line: the gradient is never larger than delta. */
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
