// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The mean of each channel: input {@code (batch, height, width, channels)}, output {@code (batch,
 * channels)}.
 */
public final class GlobalAveragePooling2D extends GlobalPooling<GlobalAveragePooling2D> {
  /** Creates the layer. */
  public GlobalAveragePooling2D() {
    super(false, 2);
  }

  static GlobalAveragePooling2D from(Settings s) {
    return new GlobalAveragePooling2D().read(s);
  }
}
