// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Related layers that can be read from files. A library's families are found by {@link
 * java.util.ServiceLoader}; a program registers a layer of its own with {@link
 * LayerRegistry#register}.
 */
public interface LayerFamily {
  /**
   * Adds a reader for each layer.
   *
   * @param add takes the class name, as {@link Layer#className()} gives it, and what makes an
   *     unbuilt layer from the settings that {@link Layer#config()} wrote
   */
  void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add);
}
