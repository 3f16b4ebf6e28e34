// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/**
 * Kullback-Leibler divergence {@code sum(yTrue * log(yTrue / yPred))} over the last axis; both are
 * first clipped to {@code [1e-7, 1]}.
 */
public final class KLDivergence extends Loss {
  /** Creates the loss. */
  public KLDivergence() {
    super("kl_divergence");
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value t = Ops.clip(yTrue, EPSILON, 1f);
    Value p = Ops.clip(yPred, EPSILON, 1f);
    return Ops.sum(Ops.multiply(t, Ops.log(Ops.divide(t, p))), false, -1);
  }
}
