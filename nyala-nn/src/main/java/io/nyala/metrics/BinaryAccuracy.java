// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.losses.Aligned;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import java.util.Map;

/** How often {@code yPred > threshold} agrees with targets of 0 and 1. */
public final class BinaryAccuracy extends AccuracyMetric {
  private final double threshold;

  /** Creates the metric with a threshold of 0.5. */
  public BinaryAccuracy() {
    this(0.5);
  }

  /**
   * Creates the metric.
   *
   * @param threshold the threshold above which a prediction is class 1
   */
  public BinaryAccuracy(double threshold) {
    super("binary_accuracy");
    Numbers.finite(name(), "threshold", threshold);
    this.threshold = threshold;
  }

  static BinaryAccuracy of(Settings settings) {
    return new BinaryAccuracy(settings.getDouble("threshold", 0.5));
  }

  @Override
  Value right(Value yTrue, Value yPred) {
    Aligned both = Aligned.of(Ops.cast(yTrue, DType.FLOAT32), yPred);
    Value answer = Ops.cast(Ops.greater(both.yPred(), (float) threshold), DType.FLOAT32);
    return Ops.equal(both.yTrue(), answer);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("threshold", threshold);
    return config;
  }
}
