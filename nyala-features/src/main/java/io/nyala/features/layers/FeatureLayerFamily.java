// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class FeatureLayerFamily implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public FeatureLayerFamily() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("TextVectorization", TextVectorizationLayer::from);
    add.accept("StringLookup", StringLookupLayer::from);
    add.accept("ImageDecoding", ImageDecoding::from);
    add.accept("Hashing", HashingLayer::from);
    add.accept("HashedCrossing", HashedCrossingLayer::from);
    add.accept("MissingValues", MissingValues::from);
    add.accept("DateParts", DateParts::from);
    add.accept("SplitValues", SplitValues::from);
  }
}
