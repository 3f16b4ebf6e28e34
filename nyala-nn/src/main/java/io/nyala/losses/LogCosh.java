// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/**
 * {@code mean(log(cosh(yPred - yTrue)))} over the last axis: approximately half the squared error
 * for small errors, and linear for large ones.
 */
public final class LogCosh extends Loss {
  /** Creates the loss. */
  public LogCosh() {
    super("log_cosh");
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value x = Ops.subtract(yPred, yTrue);
    Value y = Ops.add(x, Ops.softplus(Ops.multiply(x, -2f)));
    return Ops.mean(Ops.subtract(y, (float) StrictMath.log(2)), false, -1);
  }
}
