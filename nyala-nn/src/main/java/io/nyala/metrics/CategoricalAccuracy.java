// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/** How often the class with the highest score is that of one-hot targets. */
public final class CategoricalAccuracy extends AccuracyMetric {
  /** Creates the metric. */
  public CategoricalAccuracy() {
    super("categorical_accuracy");
  }

  @Override
  Value right(Value yTrue, Value yPred) {
    return Ops.equal(Ops.argMax(yTrue, -1), Ops.argMax(yPred, -1));
  }
}
