// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/** {@code mean(yPred - yTrue * log(yPred + 1e-7))} over the last axis, for counts. */
public final class Poisson extends Loss {
  /** Creates the loss. */
  public Poisson() {
    super("poisson");
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value log = Ops.log(Ops.add(yPred, EPSILON));
    return Ops.mean(Ops.subtract(yPred, Ops.multiply(yTrue, log)), false, -1);
  }
}
