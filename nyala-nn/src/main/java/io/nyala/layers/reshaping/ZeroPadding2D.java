// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.settings.Settings;

/** Pads {@code (batch, height, width, channels)} with zeros. */
public final class ZeroPadding2D extends ZeroPadding<ZeroPadding2D> {
  /**
   * Creates the layer.
   *
   * @param padding numbers of zeros, 1 by default: one number for all ends, one for each axis, or
   *     top, bottom, left and right
   */
  public ZeroPadding2D(int... padding) {
    super(2, padding);
  }

  static ZeroPadding2D from(Settings s) {
    return new ZeroPadding2D(amounts(s, "padding")).readDataFormat(s);
  }
}
