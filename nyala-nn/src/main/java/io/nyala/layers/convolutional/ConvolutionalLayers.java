// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class ConvolutionalLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public ConvolutionalLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("Conv1D", Conv1D::from);
    add.accept("Conv2D", Conv2D::from);
    add.accept("Conv3D", Conv3D::from);
    add.accept("Conv1DTranspose", Conv1DTranspose::from);
    add.accept("Conv2DTranspose", Conv2DTranspose::from);
    add.accept("Conv3DTranspose", Conv3DTranspose::from);
    add.accept("DepthwiseConv1D", DepthwiseConv1D::from);
    add.accept("DepthwiseConv2D", DepthwiseConv2D::from);
    add.accept("SeparableConv1D", SeparableConv1D::from);
    add.accept("SeparableConv2D", SeparableConv2D::from);
    add.accept("LocallyConnected1D", LocallyConnected1D::from);
    add.accept("LocallyConnected2D", LocallyConnected2D::from);
  }
}
