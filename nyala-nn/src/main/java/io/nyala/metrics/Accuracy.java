// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.losses.Aligned;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;

/**
 * How often predictions equal targets exactly. For probabilities use {@link Metrics#accuracy()},
 * which selects the kind of accuracy from the shapes.
 */
public final class Accuracy extends AccuracyMetric {
  /** Creates the metric. */
  public Accuracy() {
    super("accuracy");
  }

  @Override
  Value right(Value yTrue, Value yPred) {
    Aligned both = Aligned.of(Ops.cast(yTrue, DType.FLOAT32), Ops.cast(yPred, DType.FLOAT32));
    return Ops.equal(both.yTrue(), both.yPred());
  }
}
