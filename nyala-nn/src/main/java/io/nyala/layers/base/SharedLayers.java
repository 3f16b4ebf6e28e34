// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Layers shared between several models of one file, such as a layer used both inside and outside a
 * nested model. Each occurrence is marked with a number under {@value #KEY}. Keras ignores the
 * mark: it reads such files with a separate layer, with the same weights, in each place. Keras's
 * own mark, {@code shared_object_id}, is read too, although Keras 3 cannot open such files.
 */
public final class SharedLayers {
  /** The key that marks the occurrences of a shared layer. */
  static final String KEY = "shared_layer";

  private static final String KEY_OF_KERAS = "shared_object_id";

  private static final ScopedValue<SharedLayers> READING = ScopedValue.newInstance();
  private static final ScopedValue<Map<Layer, Integer>> WRITING = ScopedValue.newInstance();

  private record Made(Map<String, ?> form, Layer layer) {}

  private final Map<Object, Layer> byNumber = new HashMap<>();
  private final List<Made> unnumbered = new ArrayList<>();

  private SharedLayers() {}

  /** Reads an entire file, resolving shared layers. */
  public static <T> T reading(Supplier<T> work) {
    return READING.isBound()
        ? work.get()
        : ScopedValue.where(READING, new SharedLayers()).call(work::get);
  }

  /** Writes an entire model, marking shared layers. */
  public static <T> T writing(Layer whole, Supplier<T> work) {
    if (WRITING.isBound()) {
      return work.get();
    }
    Map<Layer, Integer> numbers = new IdentityHashMap<>();
    number(whole, new IdentityHashMap<>(), numbers);
    return ScopedValue.where(WRITING, numbers).call(work::get);
  }

  private static void number(Layer layer, Map<Layer, Boolean> seen, Map<Layer, Integer> numbers) {
    if (seen.put(layer, true) != null && !numbers.containsKey(layer)) {
      numbers.put(layer, numbers.size() + 1);
    }
    layer.sublayers().forEach(l -> number(l, seen, numbers));
  }

  /** Adds the mark of a shared layer to its configuration. */
  public static void mark(Layer layer, Map<String, Object> form) {
    if (WRITING.isBound() && WRITING.get().containsKey(layer)) {
      form.put(KEY, WRITING.get().get(layer));
    }
  }

  /** Creates the layer of a configuration, or returns the shared layer read before. */
  static Layer read(Map<String, ?> form, Supplier<Layer> maker) {
    return READING.isBound() ? READING.get().find(form, maker) : maker.get();
  }

  private Layer find(Map<String, ?> form, Supplier<Layer> maker) {
    Object number = form.containsKey(KEY) ? List.of(form.get(KEY)) : form.get(KEY_OF_KERAS);
    Layer known = number == null ? null : byNumber.get(number);
    if (known == null && form.containsKey(KEY_OF_KERAS)) {
      known = without(form);
    }
    Layer layer = known == null ? maker.get() : known;
    if (number == null) {
      unnumbered.add(new Made(form, layer));
    } else {
      byNumber.put(number, layer);
    }
    return layer;
  }

  /**
   * Keras drops the mark inside nested models: there an equal configuration means the same layer.
   */
  private Layer without(Map<String, ?> form) {
    for (Made made : unnumbered) {
      if (Objects.equals(made.form().get("class_name"), form.get("class_name"))
          && unmarked(made.form().get("config")).equals(unmarked(form.get("config")))) {
        return made.layer();
      }
    }
    return null;
  }

  /** Returns the settings without marks, at all nesting levels. */
  private static Object unmarked(Object part) {
    return switch (part) {
      case List<?> list -> list.stream().map(SharedLayers::unmarked).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> plain = new HashMap<>();
        map.forEach((k, v) -> plain.put(k, unmarked(v)));
        plain.remove(KEY_OF_KERAS);
        yield plain;
      }
      case null -> "null";
      default -> part;
    };
  }
}
