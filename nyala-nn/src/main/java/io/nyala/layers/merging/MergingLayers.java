// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.merging;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class MergingLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public MergingLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("Add", s -> new Add().readMasks(s));
    add.accept("Subtract", s -> new Subtract().readMasks(s));
    add.accept("Multiply", s -> new Multiply().readMasks(s));
    add.accept("Average", s -> new Average().readMasks(s));
    add.accept("Maximum", s -> new Maximum().readMasks(s));
    add.accept("Minimum", s -> new Minimum().readMasks(s));
    add.accept("Concatenate", Concatenate::from);
    add.accept("Dot", Dot::from);
  }
}
