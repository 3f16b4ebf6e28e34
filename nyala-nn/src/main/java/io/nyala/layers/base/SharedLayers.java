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
 * Layers that stand in several models of one file, as a layer used inside a nested model and
 * outside it, and are one all the same. Each of their forms carries a number under {@value #KEY},
 * which Keras ignores: it opens such files with a layer of its own, with the same weights, in each
 * place. What Keras writes itself, {@code shared_object_id}, is read too, though Keras 3 opens no
 * such file.
 */
public final class SharedLayers {
  /** What marks the forms of a layer that stands in several places. */
  static final String KEY = "shared_layer";

  private static final String KEY_OF_KERAS = "shared_object_id";

  private static final ScopedValue<SharedLayers> READING = ScopedValue.newInstance();
  private static final ScopedValue<Map<Layer, Integer>> WRITING = ScopedValue.newInstance();

  private record Made(Map<String, ?> form, Layer layer) {}

  private final Map<Object, Layer> byNumber = new HashMap<>();
  private final List<Made> unnumbered = new ArrayList<>();

  private SharedLayers() {}

  /** Reads a whole file, within which forms can stand for the same layer. */
  public static <T> T reading(Supplier<T> work) {
    return READING.isBound()
        ? work.get()
        : ScopedValue.where(READING, new SharedLayers()).call(work::get);
  }

  /** Writes a whole model, within which layers are marked that stand in several places. */
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

  /** Adds to the form of a layer what tells that it is the same in several places. */
  public static void mark(Layer layer, Map<String, Object> form) {
    if (WRITING.isBound() && WRITING.get().containsKey(layer)) {
      form.put(KEY, WRITING.get().get(layer));
    }
  }

  /** Makes the layer of a form, or returns the one that stands in another place already. */
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

  /** Keras loses the mark inside nested models: there an equal form means the same layer. */
  private Layer without(Map<String, ?> form) {
    for (Made made : unnumbered) {
      if (Objects.equals(made.form().get("class_name"), form.get("class_name"))
          && unmarked(made.form().get("config")).equals(unmarked(form.get("config")))) {
        return made.layer();
      }
    }
    return null;
  }

  /** Returns settings without marks, which those of what is inside have too. */
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
