// SPDX-License-Identifier: Apache-2.0
package io.nyala.support;

import io.nyala.losses.Loss;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/** A user's own loss: the mean of squared errors over the last axis. */
public final class SquaredError extends Loss {
  public SquaredError() {
    super("squared_error");
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    return Ops.mean(Ops.square(Ops.subtract(yPred, yTrue)), false, -1);
  }
}
