// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class RegularizationLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public RegularizationLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("Dropout", Dropout::from);
    add.accept("SpatialDropout1D", SpatialDropout1D::from);
    add.accept("SpatialDropout2D", SpatialDropout2D::from);
    add.accept("SpatialDropout3D", SpatialDropout3D::from);
    add.accept("AlphaDropout", AlphaDropout::from);
    add.accept("GaussianDropout", GaussianDropout::from);
    add.accept("GaussianNoise", GaussianNoise::from);
    add.accept("ActivityRegularization", ActivityRegularization::from);
  }
}
