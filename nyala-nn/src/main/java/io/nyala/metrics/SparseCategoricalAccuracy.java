// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/** How often the class with the highest score is that of integer labels. */
public final class SparseCategoricalAccuracy extends AccuracyMetric {
  /** Creates the metric. */
  public SparseCategoricalAccuracy() {
    super("sparse_categorical_accuracy");
  }

  @Override
  Value right(Value yTrue, Value yPred) {
    return Ops.equal(labels(yTrue, yPred), Ops.argMax(yPred, -1));
  }
}
