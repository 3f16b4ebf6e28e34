// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/** {@code 100 * mean(|yTrue - yPred| / max(|yTrue|, 1e-7))} over the last axis. */
public final class MeanAbsolutePercentageError extends Loss {
  /** Creates the loss. */
  public MeanAbsolutePercentageError() {
    super("mean_absolute_percentage_error");
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value size = Ops.maximum(Ops.abs(yTrue), EPSILON);
    Value share = Ops.abs(Ops.divide(Ops.subtract(yTrue, yPred), size));
    return Ops.multiply(Ops.mean(share, false, -1), 100f);
  }
}
