// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.settings.Settings;
import java.util.Map;

/**
 * The harmonic mean of precision and recall in which recall has {@code beta} times the weight, for
 * one-hot or multi-label targets {@code (batch, classes)}.
 */
public final class FBetaScore extends FScore<FBetaScore> {
  /**
   * Creates the metric with one result per class; the highest score of a row is the predicted
   * class.
   *
   * @param beta greater than 0
   */
  public FBetaScore(double beta) {
    super("fbeta_score", beta);
  }

  static FBetaScore of(Settings settings) {
    return new FBetaScore(settings.getDouble("beta", 1)).read(settings);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("beta", beta());
    return config;
  }
}
