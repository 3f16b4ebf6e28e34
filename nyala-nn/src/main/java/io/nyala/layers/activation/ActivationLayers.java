// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.activation;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class ActivationLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public ActivationLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("Activation", Activation::from);
    add.accept("ReLU", ReLU::from);
    add.accept("LeakyReLU", LeakyReLU::from);
    add.accept("ThresholdedReLU", ThresholdedReLU::from);
    add.accept("ELU", ELU::from);
    add.accept("PReLU", PReLU::from);
    add.accept("Softmax", Softmax::from);
  }
}
