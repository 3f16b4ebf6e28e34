// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/**
 * {@code mean(max(1 - yTrue * yPred, 0))} over the last axis, for targets of -1 and 1. If all
 * targets of a batch are 0 or 1, they are converted to -1 and 1.
 */
public final class Hinge extends Loss {
  /** Creates the loss. */
  public Hinge() {
    super("hinge");
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    return Ops.mean(margin(yTrue, yPred), false, -1);
  }

  /** Returns {@code max(1 - yTrue * yPred, 0)} with targets of -1 and 1. */
  static Value margin(Value yTrue, Value yPred) {
    Value binary = Ops.all(Ops.or(Ops.equal(yTrue, 0f), Ops.equal(yTrue, 1f)), false);
    Value signs = Ops.subtract(Ops.multiply(yTrue, 2f), 1f);
    Value targets = Ops.where(binary, signs, yTrue);
    return Ops.maximum(Ops.subtract(1f, Ops.multiply(targets, yPred)), 0f);
  }
}
