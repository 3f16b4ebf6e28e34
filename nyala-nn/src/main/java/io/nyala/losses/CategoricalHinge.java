// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/**
 * {@code max(1 + max((1 - yTrue) * yPred) - sum(yTrue * yPred), 0)} over the last axis, for one-hot
 * targets.
 */
public final class CategoricalHinge extends Loss {
  /** Creates the loss. */
  public CategoricalHinge() {
    super("categorical_hinge");
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value right = Ops.sum(Ops.multiply(yTrue, yPred), false, -1);
    Value wrong = Ops.max(Ops.multiply(Ops.subtract(1f, yTrue), yPred), false, -1);
    return Ops.maximum(Ops.add(Ops.subtract(wrong, right), 1f), 0f);
  }
}
