// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.settings.Settings;

/**
 * The harmonic mean of precision and recall, for one-hot or multi-label targets {@code (batch,
 * classes)}.
 */
public final class F1Score extends FScore<F1Score> {
  /**
   * Creates the metric with one result per class; the highest score of a row is the predicted
   * class.
   */
  public F1Score() {
    super("f1_score", 1);
  }

  static F1Score of(Settings settings) {
    return new F1Score().read(settings);
  }
}
