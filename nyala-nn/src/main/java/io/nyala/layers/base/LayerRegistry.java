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

/** Layers from and to the form in which Keras writes them. Open: users register their own. */
public final class LayerRegistry {
  private static final Registry<Layer> REGISTRY = new Registry<>("layer");

  static {
    // The families of the networks' own library, whichever class loader asks.
    ServiceLoader.load(LayerFamily.class, LayerFamily.class.getClassLoader())
        .forEach(family -> family.readers(LayerRegistry::register));
  }

  private LayerRegistry() {}

  /**
   * Makes a class of layers readable from files. Name, trainable flag and activity regularizer are
   * set for you.
   *
   * @param className as {@link Layer#className()} gives it
   * @param reader makes an unbuilt layer from the settings that {@link Layer#config()} wrote
   */
  public static void register(String className, Function<Settings, ? extends Layer> reader) {
    Require.given("LayerRegistry", "reader", reader);
    REGISTRY.add(s -> withCommonSettings(reader.apply(s), s), className);
  }

  /** Tells whether layers of this class can be read. */
  public static boolean knows(String className) {
    return REGISTRY.has(className);
  }

  /** Returns the names of all classes that can be read, in order. */
  public static Set<String> names() {
    return REGISTRY.names();
  }

  /**
   * Makes a layer, not built, from Keras's form {@code {class_name, config}}. Unknown settings are
   * ignored.
   *
   * @throws IllegalArgumentException if the class is unknown or a setting is wrong
   */
  public static Layer fromConfig(Map<String, ?> form) {
    Require.given("LayerRegistry", "form", form);
    return SharedLayers.read(form, () -> REGISTRY.read(form));
  }

  /**
   * Makes the layer that stands in the settings of another one, built if it was built.
   *
   * @throws IllegalArgumentException if there is no form of a layer, or a wrong one
   */
  public static Layer inner(Object form) {
    if (Require.given("LayerRegistry", "form", form) instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // objects of JSON have strings for keys
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
    throw new IllegalArgumentException("expected the form of a layer, got " + form);
  }

  /** Returns Keras's form of a layer, with the input shape on which it was built. */
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
      layer.trainable(false);
    }
    if (s.has("activity_regularizer")) {
      layer.activityRegularizer(Regularizers.fromConfig(s.get("activity_regularizer")));
    }
    return layer;
  }
}
