// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The mean of each channel: input {@code (batch, depth, height, width, channels)}, output {@code
 * (batch, channels)}.
 */
public final class GlobalAveragePooling3D extends GlobalPooling<GlobalAveragePooling3D> {
  /** Creates the layer. */
  public GlobalAveragePooling3D() {
    super(false, 3);
  }

  static GlobalAveragePooling3D from(Settings s) {
    return new GlobalAveragePooling3D().read(s);
  }
}
