// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.layers.support.Require;
import io.nyala.regularizers.Regularizers;
import io.nyala.settings.Registry;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;

/** Converts layers from and to Keras's configuration format. Users can register custom layers. */
public final class LayerRegistry {
  private static final Registry<Layer> REGISTRY = new Registry<>("layer");

  static {
    // The families of this library, regardless of the context class loader.
    ServiceLoader.load(LayerFamily.class, LayerFamily.class.getClassLoader())
        .forEach(family -> family.readers(LayerRegistry::register));
  }

  private LayerRegistry() {}

  /**
   * Registers a layer class for reading model files. Name, trainable flag and activity regularizer
   * are restored automatically.
   *
   * @param className as returned by {@link Layer#className()}
   * @param reader creates an unbuilt layer from the settings written by {@link Layer#config()}
   */
  public static void register(String className, Function<Settings, ? extends Layer> reader) {
    Require.given("LayerRegistry", "reader", reader);
    REGISTRY.add(s -> withCommonSettings(reader.apply(s), s), className);
  }

  /** Returns whether layers of this class can be read. */
  public static boolean knows(String className) {
    return REGISTRY.has(className);
  }

  /** Returns the names of all classes that can be read, sorted. */
  public static Set<String> names() {
    return REGISTRY.names();
  }

  /**
   * Creates an unbuilt layer from the Keras configuration {@code {class_name, config}}. Unknown
   * settings are ignored.
   *
   * @throws IllegalArgumentException if the class is unknown or a setting is wrong
   */
  public static Layer fromConfig(Map<String, ?> form) {
    Require.given("LayerRegistry", "form", form);
    return SharedLayers.read(form, () -> REGISTRY.read(form));
  }

  /**
   * Creates a layer nested in the settings of another layer; it is built if it was built when
   * written.
   *
   * @throws IllegalArgumentException if the configuration is missing or invalid
   */
  public static Layer inner(Object form) {
    if (Require.given("LayerRegistry", "form", form) instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // JSON objects have string keys
      Map<String, ?> strings = (Map<String, ?>) map;
      Layer layer = fromConfig(strings);
      if (map.get("build_config") instanceof Map<?, ?> build
          && build.get("input_shape") instanceof List<?> shape
          && shape.stream().allMatch(d -> d == null || d instanceof Number)) {
        int[] dims =
            shape.stream()
                .mapToInt(d -> d == null ? Shape.UNKNOWN : ((Number) d).intValue())
                .toArray();
        layer.buildOn(List.of(Shape.of(dims)));
      }
      return layer;
    }
    throw new IllegalArgumentException("expected the configuration of a layer, got " + form);
  }

  /** Returns the Keras configuration of a layer, with the input shape for which it was built. */
  public static Map<String, Object> toConfig(Layer layer) {
    Map<String, Object> form = Require.given("LayerRegistry", "layer", layer).form();
    SharedLayers.mark(layer, form);
    return form;
  }

  private static Layer withCommonSettings(Layer layer, Settings s) {
    if (s.has("name")) {
      layer.named(s.getString("name", null));
    }
    if (!s.getBoolean("trainable", true)) {
      if (s.get("layers") instanceof List<?>) {
        layer.freezeAlone(); // each layer of a model has a flag of its own
      } else {
        layer.trainable(false);
      }
    }
    if (s.has("activity_regularizer")) {
      layer.activityRegularizer(Regularizers.fromConfig(s.get("activity_regularizer")));
    }
    return layer;
  }
}
