// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.settings.Settings;
import java.util.Map;

/** The fraction of positive targets that are predicted as positive; 0 if there are none. */
public final class Recall extends ThresholdMetric<Recall> {
  /** Creates the metric with a threshold of 0.5. */
  public Recall() {
    super("recall");
  }

  static Recall of(Settings settings) {
    return new Recall().read(settings);
  }

  /**
   * Treats the k highest scores of each row as positive, regardless of their values; off by
   * default.
   */
  public Recall topK(int k) {
    return setTopK(k);
  }

  /** Uses only one column of the predictions; default all. */
  public Recall classId(int id) {
    return setClassId(id);
  }

  @Override
  double value(double tp, double fp, double tn, double fn) {
    return ConfusionCounts.ratio(tp, tp + fn);
  }

  @Override
  public boolean largerIsBetter() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    addChoice(config);
    return config;
  }
}
