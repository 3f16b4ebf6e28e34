// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.settings.Settings;

/** The inner part of {@code (batch, height, width, channels)}. */
public final class Cropping2D extends Cropping<Cropping2D> {
  /**
   * Creates the layer.
   *
   * @param cropping numbers of elements to leave out, 1 by default: one number for all ends, one
   *     for each axis, or top, bottom, left and right
   */
  public Cropping2D(int... cropping) {
    super(2, cropping);
  }

  static Cropping2D from(Settings s) {
    return new Cropping2D(amounts(s, "cropping")).readDataFormat(s);
  }
}
