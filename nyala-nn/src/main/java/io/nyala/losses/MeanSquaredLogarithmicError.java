// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/**
 * {@code mean((log(1 + yTrue) - log(1 + yPred))^2)} over the last axis; numbers below 1e-7 count as
 * 1e-7.
 */
public final class MeanSquaredLogarithmicError extends Loss {
  /** Creates the loss. */
  public MeanSquaredLogarithmicError() {
    super("mean_squared_logarithmic_error");
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value difference = Ops.subtract(logarithm(yPred), logarithm(yTrue));
    return Ops.mean(Ops.square(difference), false, -1);
  }

  private static Value logarithm(Value x) {
    return Ops.log(Ops.add(Ops.maximum(x, EPSILON), 1f));
  }
}
