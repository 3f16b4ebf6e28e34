// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.settings.Settings;

/** Crops the sides of {@code (batch, height, width, channels)}. */
public final class Cropping2D extends Cropping<Cropping2D> {
  /**
   * Creates the layer.
   *
   * @param cropping the number of elements to crop; default 1: one number for all sides, one per
   *     axis, or top, bottom, left and right
   */
  public Cropping2D(int... cropping) {
    super(2, cropping);
  }

  static Cropping2D from(Settings s) {
    return new Cropping2D(amounts(s, "cropping")).readDataFormat(s);
  }
}
