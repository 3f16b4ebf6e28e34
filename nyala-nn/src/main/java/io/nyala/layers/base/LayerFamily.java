// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Related layers that can be read from files. Families in libraries are found by {@link
 * java.util.ServiceLoader}; programs register custom layers with {@link LayerRegistry#register}.
 */
public interface LayerFamily {
  /**
   * Adds a reader for each layer.
   *
   * @param add accepts the class name, as returned by {@link Layer#className()}, and a function
   *     that creates an unbuilt layer from the settings written by {@link Layer#config()}
   */
  void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add);
}
