// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.settings.Settings;

/** Upsamples {@code (batch, length, channels)} by an integer factor, by repetition. */
public final class UpSampling1D extends UpSampling<UpSampling1D> {
  /**
   * Creates the layer.
   *
   * @param size the factor, positive; 2 by default
   */
  public UpSampling1D(int... size) {
    super(1, size);
  }

  static UpSampling1D from(Settings s) {
    return new UpSampling1D(s.getInts("size", 2));
  }

  @Override
  protected boolean hasDataFormat() {
    return false;
  }
}
