// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.layers.base.LayerRegistry;
import io.nyala.losses.Losses;
import io.nyala.metrics.Metrics;
import io.nyala.models.ModelConfigs;
import io.nyala.optimizers.Optimizers;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Warns when a model is written with parts that cannot be read back: code, as in {@code Lambda},
 * and custom layers, losses, metrics and optimizers that are not registered.
 */
final class ReadBack {
  private static final System.Logger LOG = System.getLogger(ReadBack.class.getPackageName());

  private final Object file;

  private ReadBack(Object file) {
    this.file = file;
  }

  /**
   * Reads each part of a model's configuration and logs a warning for each one that cannot be read.
   *
   * @param file the name of the file
   */
  static void check(Map<?, ?> model, Object file) {
    ReadBack check = new ReadBack(file);
    check.layers(model);
    if (model.get("compile_config") instanceof Map<?, ?> compile) {
      check.read("optimizer", compile.get("optimizer"), Optimizers::fromConfig);
      check.each("loss", compile.get("loss"), Losses::fromConfig);
      check.each("metric", compile.get("metrics"), Metrics::fromConfig);
      check.each("metric", compile.get("weighted_metrics"), Metrics::fromConfig);
    }
  }

  private void layers(Map<?, ?> form) {
    Object inside = FileOrder.config(form).get("layers");
    if (inside instanceof List<?> layers) {
      for (Object layer : layers) {
        if (layer instanceof Map<?, ?> map && !ModelConfigs.isOperation(map)) {
          layers(map);
        }
      }
    } else {
      Object name = FileOrder.config(form).get("name");
      read("layer \"" + name + "\"", form, f -> LayerRegistry.fromConfig(strings(f)));
    }
  }

  private static Map<String, Object> strings(Object form) {
    return LegacyConfigs.strings((Map<?, ?>) form);
  }

  /** Checks one object, or all objects in a nested structure. */
  private void each(String what, Object part, Consumer<Object> reader) {
    if (part instanceof List<?> list) {
      list.forEach(p -> each(what, p, reader));
    } else if (part instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      map.values().forEach(p -> each(what, p, reader));
    } else {
      read(what, part, reader);
    }
  }

  private void read(String what, Object form, Consumer<Object> reader) {
    try {
      reader.accept(form);
    } catch (IllegalArgumentException | IllegalStateException e) {
      LOG.log(
          Level.WARNING,
          "{0}: {1} is saved but cannot be loaded as it is: {2}",
          file,
          what,
          e.getMessage());
    }
  }
}
