// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class AttentionLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public AttentionLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("Attention", Attention::from);
    add.accept("AdditiveAttention", AdditiveAttention::from);
    add.accept("MultiHeadAttention", MultiHeadAttention::from);
    add.accept("GroupQueryAttention", GroupQueryAttention::from);
  }
}
