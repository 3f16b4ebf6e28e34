// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.settings.Settings;

/** Upsamples {@code (batch, depth, height, width, channels)} by integer factors, by repetition. */
public final class UpSampling3D extends UpSampling<UpSampling3D> {
  /**
   * Creates the layer.
   *
   * @param size one number for all axes or one for each, positive; 2 by default
   */
  public UpSampling3D(int... size) {
    super(3, size);
  }

  static UpSampling3D from(Settings s) {
    return new UpSampling3D(s.getInts("size", 2)).readDataFormat(s);
  }
}
