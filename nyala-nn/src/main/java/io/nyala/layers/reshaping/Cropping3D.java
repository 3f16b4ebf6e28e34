// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.settings.Settings;

/** The inner part of {@code (batch, depth, height, width, channels)}. */
public final class Cropping3D extends Cropping<Cropping3D> {
  /**
   * Creates the layer.
   *
   * @param cropping numbers of elements to leave out, 1 by default: one number for all ends, one
   *     for each axis, or two for each axis
   */
  public Cropping3D(int... cropping) {
    super(3, cropping);
  }

  static Cropping3D from(Settings s) {
    return new Cropping3D(amounts(s, "cropping")).readDataFormat(s);
  }
}
