// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.InputLayer;
import io.nyala.layers.Layer;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads models in the forms of Keras 2 and 3. */
final class GraphReader {
  /** A reference to a result: a layer, which of its calls, which of the results. */
  private record Reference(String layer, int call, int result) {}

  private static final Set<String> MASKS = Set.of("mask", "query_mask", "value_mask", "key_mask");

  private final Settings settings;
  private final Map<String, Map<String, ?>> forms = new LinkedHashMap<>();
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, List<List<Value>>> results = new LinkedHashMap<>();

  GraphReader(Settings settings) {
    this.settings = settings;
  }

  // Chains

  static Model sequential(Settings settings) {
    List<Layer> layers = new ArrayList<>();
    for (Object each : list(settings, "layers")) {
      Map<String, ?> form = map(each);
      Layer layer = ModelConfigs.layer(form);
      // Until Keras 2.2 the first layer carries the shape of the input.
      Settings own = new Settings(layer.name(), map(form.get("config")));
      if (layers.isEmpty() && !(layer instanceof InputLayer) && own.has("batch_input_shape")) {
        layers.add(new InputLayer(own.getShape("batch_input_shape"), DType.FLOAT32));
      }
      layers.add(layer);
    }
    return Sequential.of(layers);
  }

  private static List<?> list(Settings settings, String key) {
    if (settings.get(key) instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException(
        "%s: expected a list of %s, got %s"
            .formatted(settings.className(), key, settings.get(key)));
  }

  private static Map<String, ?> map(Object form) {
    if (form instanceof Map<?, ?> map) {
      return ModelConfigs.strings(map);
    }
    throw new IllegalArgumentException("expected an object, got " + form);
  }

  // Graphs

  /** Makes all layers, then their calls as soon as the operands are there, as Keras does. */
  Model functional() {
    for (Object each : list(settings, "layers")) {
      Map<String, ?> form = map(each);
      String name = name(form);
      forms.put(name, form);
      results.put(name, new ArrayList<>());
      if (!OpForms.isOperation(form)) {
        Layer layer = ModelConfigs.layer(form);
        layers.put(name, layer);
        if (layer instanceof InputLayer input) {
          results.get(name).add(List.of(input.value()));
        }
      }
    }
    boolean progress = true;
    while (progress) {
      progress = false;
      for (String name : forms.keySet()) {
        progress |= callWhatCanBe(name);
      }
    }
    checkComplete();
    return new Functional(
        Ends.arranged(ends("input_layers", settings.get("input_layers"))),
        Ends.arranged(ends("output_layers", settings.get("output_layers"))));
  }

  private static String name(Map<String, ?> form) {
    Object name = form.get("name");
    if (name == null && form.get("config") instanceof Map<?, ?> config) {
      name = config.get("name");
    }
    return String.valueOf(name);
  }

  private static List<?> calls(Map<String, ?> form) {
    return form.get("inbound_nodes") instanceof List<?> list ? list : List.of();
  }

  private boolean callWhatCanBe(String name) {
    List<?> calls = calls(forms.get(name));
    List<List<Value>> done = results.get(name);
    int before = done.size();
    while (done.size() < calls.size()) {
      List<Value> made = call(name, calls.get(done.size()));
      if (made == null) {
        break;
      }
      done.add(made);
    }
    return done.size() > before;
  }

  /** Makes a call, or returns null if an operand is not there yet. */
  private List<Value> call(String name, Object form) {
    Layer layer = layers.get(name);
    if (layer == null) {
      List<Object> operands = new ArrayList<>();
      return collect(form, operands) ? List.of(OpForms.read(forms.get(name), operands)) : null;
    }
    List<Object> args = new ArrayList<>();
    Map<String, Object> kwargs = new LinkedHashMap<>();
    boolean named = form instanceof Map<?, ?> map && map.containsKey("kwargs");
    if (!collect(named ? ((Map<?, ?>) form).get("args") : form, args)
        || !collectNamed(
            named ? ((Map<?, ?>) form).get("kwargs") : keras2Arguments(form), kwargs)) {
      return null;
    }
    if (layer instanceof Functional model && named && args.size() > 1) {
      Object inputs = ((List<?>) ((Map<?, ?>) form).get("args")).get(0);
      return model.applyAll(model.graph().inputEnds().take(arranged(inputs)));
    }
    return layer.applyAll(layer.readCall(values(args), kwargs));
  }

  /** Returns operands that are there as the call arranges them. */
  private Object arranged(Object part) {
    if (part instanceof Map<?, ?> map && !"__keras_tensor__".equals(map.get("class_name"))) {
      Map<String, Object> arranged = new LinkedHashMap<>();
      map.forEach((k, v) -> arranged.put(String.valueOf(k), arranged(v)));
      return arranged;
    }
    if (part instanceof List<?> list) {
      return list.stream().map(this::arranged).toList();
    }
    List<Object> one = new ArrayList<>();
    collect(part, one);
    return one.get(0);
  }

  /** Returns the arguments by name of a call of Keras 2, {@code [[layer, call, result, {...}]]}. */
  private static Object keras2Arguments(Object form) {
    return form instanceof List<?> list
            && !list.isEmpty()
            && list.get(0) instanceof List<?> first
            && first.size() > 3
        ? first.get(3)
        : null;
  }

  private boolean collectNamed(Object kwargs, Map<String, Object> into) {
    if (kwargs instanceof Map<?, ?> map) {
      for (Map.Entry<String, ?> argument : ModelConfigs.strings(map).entrySet()) {
        // Masks travel with the tensors here, so their arguments are not needed.
        if (MASKS.contains(argument.getKey())) {
          continue;
        }
        List<Object> operands = new ArrayList<>();
        if (!collect(argument.getValue(), operands)) {
          return false;
        }
        List<Value> values = values(operands);
        into.put(argument.getKey(), values.isEmpty() ? argument.getValue() : values);
      }
    }
    return true;
  }

  private static List<Value> values(List<Object> operands) {
    return operands.stream().filter(Value.class::isInstance).map(Value.class::cast).toList();
  }

  /** Collects the operands of a call, in order; false if one is not there yet. */
  private boolean collect(Object part, List<Object> into) {
    if (part instanceof List<?> list) {
      if (list.size() >= 3 && list.get(0) instanceof String layer) {
        // Keras 2: [layer, call, result, keyword arguments].
        Value v = find(reference(list, layer), true);
        return v != null && into.add(v);
      }
      return list.stream().allMatch(each -> collect(each, into));
    }
    if (part instanceof Map<?, ?> map) {
      if ("__keras_tensor__".equals(map.get("class_name"))) {
        List<?> history = (List<?>) map(map.get("config")).get("keras_history");
        Value v = find(reference(history, (String) history.get(0)), false);
        return v != null && into.add(v);
      }
      return map.entrySet().stream()
          .filter(e -> !MASKS.contains(String.valueOf(e.getKey())))
          .allMatch(e -> collect(e.getValue(), into));
    }
    if (part instanceof Number) {
      into.add(part);
    }
    return true;
  }

  private static Reference reference(List<?> parts, String layer) {
    return new Reference(
        layer, ((Number) parts.get(1)).intValue(), ((Number) parts.get(2)).intValue());
  }

  /**
   * Returns a result, or null if it is not there yet.
   *
   * @param fromOne whether the calls of nested functional models are counted from 1
   */
  private Value find(Reference r, boolean fromOne) {
    if (!forms.containsKey(r.layer())) {
      throw new IllegalArgumentException(
          "%s: \"%s\" is used but is not among the layers %s"
              .formatted(settings.className(), r.layer(), forms.keySet()));
    }
    boolean nested = layers.get(r.layer()) instanceof Functional;
    int call = r.call() - (nested && fromOne ? 1 : 0);
    List<List<Value>> done = results.get(r.layer());
    if (call < 0 || call >= done.size()) {
      return null;
    }
    int result =
        layers.get(r.layer()) instanceof Functional model
            ? model.graph().outputEnds().fromKeras(r.result())
            : r.result();
    return done.get(call).get(result);
  }

  private void checkComplete() {
    List<String> missing =
        forms.keySet().stream()
            .filter(n -> results.get(n).size() < calls(forms.get(n)).size())
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: the calls of %s cannot be made: their inputs form a loop or are not there"
              .formatted(settings.className(), missing));
    }
  }

  /** Returns inputs or outputs arranged as in the file. */
  private Object ends(String key, Object part) {
    if (part instanceof Map<?, ?> map) {
      Map<String, Object> arranged = new LinkedHashMap<>();
      map.forEach((k, v) -> arranged.put(String.valueOf(k), ends(key, v)));
      return arranged;
    }
    if (part instanceof List<?> list
        && list.size() == 3
        && list.get(0) instanceof String layer
        && list.get(1) instanceof Number) {
      Value v = find(reference(list, layer), true);
      if (v == null) {
        throw new IllegalArgumentException(
            "%s: %s names %s, which is not there".formatted(settings.className(), key, list));
      }
      return v;
    }
    if (part instanceof List<?> list) {
      return list.stream().map(each -> ends(key, each)).toList();
    }
    throw new IllegalArgumentException(
        "%s: cannot read %s: %s".formatted(settings.className(), key, part));
  }
}
