// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.normalization;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class NormalizationLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public NormalizationLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("RMSNormalization", RMSNormalization::from);
    add.accept("SpectralNormalization", SpectralNormalization::from);
    add.accept("BatchNormalization", BatchNormalization::from);
    add.accept("LayerNormalization", LayerNormalization::from);
    add.accept("GroupNormalization", GroupNormalization::from);
    add.accept("UnitNormalization", UnitNormalization::from);
  }
}
