// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.settings.Settings;

/** Crops the sides of {@code (batch, depth, height, width, channels)}. */
public final class Cropping3D extends Cropping<Cropping3D> {
  /**
   * Creates the layer.
   *
   * @param cropping the number of elements to crop; default 1: one number for all sides, one per
   *     axis, or two per axis
   */
  public Cropping3D(int... cropping) {
    super(3, cropping);
  }

  static Cropping3D from(Settings s) {
    return new Cropping3D(amounts(s, "cropping")).readDataFormat(s);
  }
}
