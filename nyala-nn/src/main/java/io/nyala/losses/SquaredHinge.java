// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/**
 * {@code mean(max(1 - yTrue * yPred, 0)^2)} over the last axis, for targets of -1 and 1. If all
 * targets of a batch are 0 or 1, they are converted to -1 and 1.
 */
public final class SquaredHinge extends Loss {
  /** Creates the loss. */
  public SquaredHinge() {
    super("squared_hinge");
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    return Ops.mean(Ops.square(Hinge.margin(yTrue, yPred)), false, -1);
  }
}
