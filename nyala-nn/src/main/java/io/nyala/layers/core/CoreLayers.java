// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class CoreLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public CoreLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("InputLayer", InputLayer::from);
    add.accept("Dense", Dense::from);
    add.accept("Embedding", Embedding::from);
    add.accept("Masking", Masking::from);
    add.accept("EinsumDense", EinsumDense::from);
    add.accept("Lambda", Lambda::from);
    add.accept("NoisyDense", NoisyDense::from);
    add.accept("Identity", s -> new Identity());
  }
}
