// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The maximum of each channel: input {@code (batch, height, width, channels)}, output {@code
 * (batch, channels)}.
 */
public final class GlobalMaxPooling2D extends GlobalPooling<GlobalMaxPooling2D> {
  /** Creates the layer. */
  public GlobalMaxPooling2D() {
    super(true, 2);
  }

  static GlobalMaxPooling2D from(Settings s) {
    return new GlobalMaxPooling2D().read(s);
  }
}
