// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class ReshapingLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public ReshapingLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("Flatten", Flatten::from);
    add.accept("Reshape", Reshape::from);
    add.accept("Permute", Permute::from);
    add.accept("RepeatVector", RepeatVector::from);
    add.accept("ZeroPadding1D", ZeroPadding1D::from);
    add.accept("ZeroPadding2D", ZeroPadding2D::from);
    add.accept("ZeroPadding3D", ZeroPadding3D::from);
    add.accept("Cropping1D", Cropping1D::from);
    add.accept("Cropping2D", Cropping2D::from);
    add.accept("Cropping3D", Cropping3D::from);
    add.accept("UpSampling1D", UpSampling1D::from);
    add.accept("UpSampling2D", UpSampling2D::from);
    add.accept("UpSampling3D", UpSampling3D::from);
  }
}
