// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/** How often the class of integer labels is among the k with the highest scores. */
public final class SparseTopKCategoricalAccuracy extends AccuracyMetric {
  private final int k;

  /** Creates the metric for the 5 highest scores. */
  public SparseTopKCategoricalAccuracy() {
    this(5);
  }

  /** Creates the metric for the k highest scores. */
  public SparseTopKCategoricalAccuracy(int k) {
    super("sparse_top_k_categorical_accuracy");
    checkK(name(), k);
    this.k = k;
  }

  static SparseTopKCategoricalAccuracy of(Settings settings) {
    return new SparseTopKCategoricalAccuracy(settings.getInt("k", 5));
  }

  @Override
  Value right(Value yTrue, Value yPred) {
    return amongTop(k, Ops.oneHot(labels(yTrue, yPred), yPred.shape().last()), yPred);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("k", k);
    return config;
  }
}
