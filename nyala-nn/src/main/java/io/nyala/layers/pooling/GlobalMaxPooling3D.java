// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The maximum of each channel: input {@code (batch, depth, height, width, channels)}, output {@code
 * (batch, channels)}.
 */
public final class GlobalMaxPooling3D extends GlobalPooling<GlobalMaxPooling3D> {
  /** Creates the layer. */
  public GlobalMaxPooling3D() {
    super(true, 3);
  }

  static GlobalMaxPooling3D from(Settings s) {
    return new GlobalMaxPooling3D().read(s);
  }
}
