// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.feeding;

import io.nyala.layers.base.Layer;
import io.nyala.losses.Loss;
import io.nyala.models.programs.Objective;
import io.nyala.optimizers.Optimizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The settings of a training run as strings by name, used to compare a resumed run with the
 * interrupted one. Layer names are ignored because they depend on which layers were created before.
 */
public final class Conditions {
  /** Longer strings are compared by their checksums. */
  private static final int LONGEST = 60;

  /** The maximum number of differences to report. */
  private static final int MOST_TOLD = 3;

  private static final String RATE = "optimizer learning_rate";

  /** Parts of a form that hold names or locations rather than settings. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "name",
          "module",
          "registered_name",
          "build_config",
          "build_input_shape",
          "compile_config",
          "inbound_nodes",
          "input_layers",
          "output_layers");

  private final Map<String, String> texts = new LinkedHashMap<>();

  private Conditions() {}

  /** Returns the settings of layers, losses, metrics and optimizer. */
  public static Map<String, String> of(
      List<Layer> layers, Objective objective, Optimizer optimizer) {
    Conditions all = new Conditions();
    all.texts.put("optimizer", optimizer.className());
    all.add("optimizer", optimizer::config);
    List<String> outputs = objective.outputNames();
    if (objective.computeLoss() != null) {
      all.texts.put("loss", "computeLoss");
    }
    for (int i = 0; i < outputs.size(); i++) {
      Loss loss = objective.loss(i);
      String what = outputs.size() == 1 ? "loss" : "loss " + i;
      if (loss != null) {
        all.texts.put(what, loss.name());
        all.texts.put(what + " weight", String.valueOf(objective.factor(i)));
        all.add(what, loss::config);
      }
    }
    all.texts.put(
        "metrics",
        String.join(" ", objective.measures().stream().map(m -> m.metric().name()).toList()));
    for (int i = 0; i < layers.size(); i++) {
      all.add("layer %d, %s,".formatted(i, layers.get(i).className()), layers.get(i)::config);
    }
    return all.texts;
  }

  /** Supplies the settings of an object, which may be of a user-defined class. */
  @FunctionalInterface
  private interface Form {
    Map<String, Object> config();
  }

  private void add(String name, Form form) {
    Map<String, Object> config;
    try {
      config = form.config();
    } catch (RuntimeException e) {
      return; // cannot be serialized, so it is compared by its class only
    }
    add(name, config);
  }

  private void add(String name, Object value) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, v) -> {
                if (key.equals("config") || key.equals("class_name")) {
                  add(name, v);
                } else if (!LEFT_OUT.contains(key)) {
                  add(name + " " + key, v);
                }
              });
      case List<?> list when list.stream().allMatch(v -> v == null || isPlain(v)) ->
          texts.put(name, shortened(list.toString()));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          add(name + " " + i, list.get(i));
        }
      }
      case float[] numbers -> texts.put(name, shortened(Arrays.toString(numbers)));
      case double[] numbers -> texts.put(name, shortened(Arrays.toString(numbers)));
      case int[] numbers -> texts.put(name, shortened(Arrays.toString(numbers)));
      case null -> {}
      default -> {
        if (isPlain(value)) {
          texts.put(name, shortened(value.toString()));
        }
      }
    }
  }

  /** Returns whether a value has the same string form in every Java runtime. */
  private static boolean isPlain(Object value) {
    return value instanceof Number || value instanceof Boolean || value instanceof String;
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return "%s... (checksum %08x)".formatted(text.substring(0, LONGEST / 2), crc.getValue());
  }

  /**
   * Returns a readable description of the differences, empty if there are none.
   *
   * @param before the conditions of the interrupted run
   * @param now the conditions of the resumed run
   * @param rate the learning rate at the interruption, which is also accepted as an initial rate
   */
  public static String differences(
      Map<String, String> before, Map<String, String> now, double rate) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(now.keySet());
    List<String> told = new ArrayList<>();
    for (String name : names) {
      String then = before.get(name);
      String here = now.get(name);
      boolean alike = then == null ? here == null : then.equals(here);
      if (!alike && !(name.equals(RATE) && String.valueOf(rate).equals(here))) {
        told.add(
            then == null
                ? "no %s, not %s".formatted(name, here)
                : "%s %s, not %s".formatted(name, then, here == null ? "none" : here));
      }
    }
    int most = Math.min(MOST_TOLD, told.size());
    String rest = told.size() > most ? "; and %d more".formatted(told.size() - most) : "";
    return String.join("; ", told.subList(0, most)) + rest;
  }
}
