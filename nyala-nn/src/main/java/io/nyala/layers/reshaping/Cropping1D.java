// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.settings.Settings;

/** Crops the ends of {@code (batch, length, channels)}. */
public final class Cropping1D extends Cropping<Cropping1D> {
  /**
   * Creates the layer.
   *
   * @param cropping the number of elements to crop; default 1: one number for both ends or one per
   *     end
   */
  public Cropping1D(int... cropping) {
    super(1, cropping);
  }

  static Cropping1D from(Settings s) {
    return new Cropping1D(amounts(s, "cropping"));
  }

  @Override
  protected boolean hasDataFormat() {
    return false;
  }
}
