// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/** {@code mean((yTrue - yPred)^2)} over the last axis. */
public final class MeanSquaredError extends Loss {
  /** Creates the loss. */
  public MeanSquaredError() {
    super("mean_squared_error");
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    return Ops.mean(Ops.square(Ops.subtract(yTrue, yPred)), false, -1);
  }
}
