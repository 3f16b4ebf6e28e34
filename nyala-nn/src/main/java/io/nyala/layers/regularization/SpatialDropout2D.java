// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import io.nyala.settings.Settings;

/**
 * In training, drops whole channels of {@code (batch, height, width, channels)} (Tompson et al.
 * 2015).
 */
public final class SpatialDropout2D extends SpatialDropout<SpatialDropout2D> {
  /**
   * Creates the layer.
   *
   * @param rate the probability of zero, in [0, 1)
   */
  public SpatialDropout2D(double rate) {
    super("height, width", rate);
  }

  static SpatialDropout2D from(Settings s) {
    return new SpatialDropout2D(s.getDouble("rate")).read(s);
  }
}
