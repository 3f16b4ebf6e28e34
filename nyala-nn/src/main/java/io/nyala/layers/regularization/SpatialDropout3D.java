// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import io.nyala.settings.Settings;

/** In training, drops whole channels of {@code (batch, depth, height, width, channels)}. */
public final class SpatialDropout3D extends SpatialDropout<SpatialDropout3D> {
  /**
   * Creates the layer.
   *
   * @param rate the probability of zero, in [0, 1)
   */
  public SpatialDropout3D(double rate) {
    super("depth, height, width", rate);
  }

  static SpatialDropout3D from(Settings s) {
    return new SpatialDropout3D(s.getDouble("rate")).read(s);
  }
}
