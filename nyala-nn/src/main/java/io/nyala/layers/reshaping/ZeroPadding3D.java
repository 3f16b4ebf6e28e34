// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.settings.Settings;

/** Pads {@code (batch, depth, height, width, channels)} with zeros. */
public final class ZeroPadding3D extends ZeroPadding<ZeroPadding3D> {
  /**
   * Creates the layer.
   *
   * @param padding numbers of zeros, 1 by default: one number for all ends, one for each axis, or
   *     two for each axis
   */
  public ZeroPadding3D(int... padding) {
    super(3, padding);
  }

  static ZeroPadding3D from(Settings s) {
    return new ZeroPadding3D(amounts(s, "padding")).readDataFormat(s);
  }
}
