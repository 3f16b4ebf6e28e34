// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.activations.Activations;
import io.nyala.constraints.Constraints;
import io.nyala.initializers.Initializers;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.losses.Losses;
import io.nyala.metrics.Metrics;
import io.nyala.optimizers.Optimizers;
import io.nyala.optimizers.Schedules;
import io.nyala.regularizers.Regularizers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Which classes a case needs, and which of them exist. */
final class Coverage {
  private Coverage() {}

  /** Returns what a case needs, for example {@code layer Conv2D}. */
  static Set<String> needs(Map<String, Object> entry) {
    String name = (String) entry.get("class");
    Set<String> needs = new TreeSet<>();
    switch ((String) entry.get("group")) {
      case "layers" -> {
        needs.add("layer " + name);
        addLayers(entry.get("config"), needs);
      }
      case "activations" -> needs.add("activation " + name);
      case "losses" -> needs.add("loss " + name);
      case "metrics" -> needs.add("metric " + name);
      case "optimizers" ->
          needs.add((entry.get("kind").equals("schedule") ? "schedule " : "optimizer ") + name);
      case "initializers" -> needs.add("initializer " + name);
      case "regularizers" -> needs.add("regularizer " + name);
      case "constraints" -> needs.add("constraint " + name);
      case "training" -> {
        addLayers(KerasCase.object(entry.get("model")).get("config"), needs);
        addCompile(KerasCase.object(entry.get("compile")), needs);
      }
      case "files" -> {
        // KerasFilesTest of nyala-io opens them.
      }
      default -> needs.add((String) entry.get("group"));
    }
    return needs;
  }

  private static void addLayers(Object form, Set<String> needs) {
    if (form instanceof List<?> list) {
      list.forEach(f -> addLayers(f, needs));
    } else if (form instanceof Map<?, ?> map) {
      if ("keras.layers".equals(map.get("module"))) {
        needs.add("layer " + map.get("class_name"));
      }
      map.values().forEach(f -> addLayers(f, needs));
    }
  }

  private static void addCompile(Map<String, Object> compile, Set<String> needs) {
    addNamed("optimizer", compile.get("optimizer"), needs);
    addNamed("loss", compile.get("loss"), needs);
    addNamed("metric", compile.get("metrics"), needs);
    addNamed("metric", compile.get("weighted_metrics"), needs);
  }

  private static void addNamed(String kind, Object form, Set<String> needs) {
    switch (form) {
      case null -> {}
      case String name -> needs.add(kind + " " + name);
      case List<?> list -> list.forEach(f -> addNamed(kind, f, needs));
      case Map<?, ?> map when map.containsKey("class_name") ->
          needs.add(kind + " " + map.get("class_name"));
      case Map<?, ?> map -> map.values().forEach(f -> addNamed(kind, f, needs));
      default -> throw new AssertionError(kind + ": " + form);
    }
  }

  /** Tells whether there is such a thing; {@code need} is a kind and a name. */
  static boolean exists(String need) {
    int space = need.indexOf(' ');
    String name = need.substring(space + 1);
    return switch (space < 0 ? need : need.substring(0, space)) {
      case "layer" -> LayerRegistry.knows(name);
      case "activation" -> knows(Activations::fromConfig, name);
      case "metric" -> knows(Metrics::fromConfig, name);
      case "loss" -> knows(Losses::fromConfig, name);
      case "optimizer" -> knows(Optimizers::fromConfig, name);
      case "schedule" -> knows(Schedules::fromConfig, name);
      case "initializer" -> knows(Initializers::fromConfig, name);
      case "regularizer" -> knows(Regularizers::fromConfig, name);
      case "constraint" -> knows(Constraints::fromConfig, name);
      default -> false;
    };
  }

  private static boolean knows(Consumer<Object> reader, String name) {
    try {
      reader.accept(Map.of("class_name", name, "config", Map.of()));
      return true;
    } catch (IllegalArgumentException e) {
      // A class that exists may complain about settings that are missing.
      return !e.getMessage().startsWith("unknown ");
    }
  }
}
