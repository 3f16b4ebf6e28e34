// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class PoolingLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public PoolingLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("MaxPooling1D", MaxPooling1D::from);
    add.accept("AveragePooling1D", AveragePooling1D::from);
    add.accept("GlobalMaxPooling1D", GlobalMaxPooling1D::from);
    add.accept("GlobalAveragePooling1D", GlobalAveragePooling1D::from);
    add.accept("MaxPooling2D", MaxPooling2D::from);
    add.accept("AveragePooling2D", AveragePooling2D::from);
    add.accept("GlobalMaxPooling2D", GlobalMaxPooling2D::from);
    add.accept("GlobalAveragePooling2D", GlobalAveragePooling2D::from);
    add.accept("MaxPooling3D", MaxPooling3D::from);
    add.accept("AveragePooling3D", AveragePooling3D::from);
    add.accept("GlobalMaxPooling3D", GlobalMaxPooling3D::from);
    add.accept("GlobalAveragePooling3D", GlobalAveragePooling3D::from);
    add.accept("AdaptiveMaxPooling1D", AdaptiveMaxPooling1D::from);
    add.accept("AdaptiveAveragePooling1D", AdaptiveAveragePooling1D::from);
    add.accept("AdaptiveMaxPooling2D", AdaptiveMaxPooling2D::from);
    add.accept("AdaptiveAveragePooling2D", AdaptiveAveragePooling2D::from);
    add.accept("AdaptiveMaxPooling3D", AdaptiveMaxPooling3D::from);
    add.accept("AdaptiveAveragePooling3D", AdaptiveAveragePooling3D::from);
  }
}
