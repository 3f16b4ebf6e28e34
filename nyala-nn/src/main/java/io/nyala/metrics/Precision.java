// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.settings.Settings;
import java.util.Map;

/** The fraction of positive predictions that are correct; 0 if there are none. */
public final class Precision extends ThresholdMetric<Precision> {
  /** Creates the metric with a threshold of 0.5. */
  public Precision() {
    super("precision");
  }

  static Precision of(Settings settings) {
    return new Precision().read(settings);
  }

  /**
   * Treats the k highest scores of each row as positive, regardless of their values; off by
   * default.
   */
  public Precision topK(int k) {
    return setTopK(k);
  }

  /** Uses only one column of the predictions; default all. */
  public Precision classId(int id) {
    return setClassId(id);
  }

  @Override
  double value(double tp, double fp, double tn, double fn) {
    return ConfusionCounts.ratio(tp, tp + fp);
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
