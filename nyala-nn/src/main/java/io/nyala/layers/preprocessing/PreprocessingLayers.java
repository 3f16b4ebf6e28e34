// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class PreprocessingLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public PreprocessingLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("Rescaling", Rescaling::from);
    add.accept("Resizing", Resizing::from);
    add.accept("CenterCrop", CenterCrop::from);
    add.accept("Normalization", Normalization::from);
    add.accept("CategoryEncoding", CategoryEncoding::from);
    add.accept("Discretization", Discretization::from);
    add.accept("IntegerLookup", IntegerLookup::from);
    add.accept("MelSpectrogram", MelSpectrogram::from);
    add.accept("Pipeline", Pipeline::from);
    add.accept("STFTSpectrogram", STFTSpectrogram::from);
  }
}
