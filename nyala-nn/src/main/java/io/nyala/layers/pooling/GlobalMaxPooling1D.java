// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The maximum of each channel: input {@code (batch, length, channels)}, output {@code (batch,
 * channels)}.
 */
public final class GlobalMaxPooling1D extends GlobalPooling<GlobalMaxPooling1D> {
  /** Creates the layer. */
  public GlobalMaxPooling1D() {
    super(true, 1);
  }

  static GlobalMaxPooling1D from(Settings s) {
    return new GlobalMaxPooling1D().read(s);
  }
}
