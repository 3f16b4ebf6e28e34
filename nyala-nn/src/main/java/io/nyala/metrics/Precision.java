// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.settings.Settings;
import java.util.Map;

/** The share of "yes" answers that are right; 0 without any "yes". */
public final class Precision extends ThresholdMetric<Precision> {
  /** Creates the metric with a threshold of 0.5. */
  public Precision() {
    super("precision");
  }

  static Precision of(Settings settings) {
    return new Precision().read(settings);
  }

  /** Takes the k highest scores of each row as "yes", whatever their values; default: not. */
  public Precision topK(int k) {
    return setTopK(k);
  }

  /** Looks at one column of the predictions only; default: at all. */
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
