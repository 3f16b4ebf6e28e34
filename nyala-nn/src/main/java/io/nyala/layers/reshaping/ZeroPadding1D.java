// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.settings.Settings;

/** Pads {@code (batch, length, channels)} with zeros. */
public final class ZeroPadding1D extends ZeroPadding<ZeroPadding1D> {
  /**
   * Creates the layer.
   *
   * @param padding numbers of zeros, 1 by default: one number for both ends or one for each
   */
  public ZeroPadding1D(int... padding) {
    super(1, padding);
  }

  static ZeroPadding1D from(Settings s) {
    return new ZeroPadding1D(amounts(s, "padding")).readDataFormat(s);
  }
}
