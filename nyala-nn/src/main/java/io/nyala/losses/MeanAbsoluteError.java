// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/** {@code mean(|yTrue - yPred|)} over the last axis. */
public final class MeanAbsoluteError extends Loss {
  /** Creates the loss. */
  public MeanAbsoluteError() {
    super("mean_absolute_error");
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    return Ops.mean(Ops.abs(Ops.subtract(yTrue, yPred)), false, -1);
  }
}
