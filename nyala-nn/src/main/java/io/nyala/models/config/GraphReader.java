// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.config;

import io.nyala.layers.base.CallReader;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.core.InputLayer;
import io.nyala.models.graph.Ends;
import io.nyala.models.graph.GraphModel;
import io.nyala.models.operations.CallArguments;
import io.nyala.models.operations.OpForms;
import io.nyala.ops.Value;
import io.nyala.settings.Names;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Reads models in the formats of Keras 2 and 3. */
public final class GraphReader {
  /** A reference to a result: the layer, the index of the call, and the index of the result. */
  private record Reference(String layer, int call, int result) {}

  /** Signals that an operand of a call has not been created yet. */
  private static final class NotThereYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotThereYet() {
      super(null, null, false, false);
    }
  }

  private final Settings settings;
  private final Map<String, Map<String, ?>> forms = new LinkedHashMap<>();
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, List<List<Value>>> results = new LinkedHashMap<>();

  public GraphReader(Settings settings) {
    this.settings = settings;
  }

  // Chains

  /** Returns the layers of a chain, starting with the input if one is declared. */
  public static List<Layer> chain(Settings settings) {
    List<Layer> layers = new ArrayList<>();
    for (Object each : settings.getList("layers")) {
      Map<String, ?> form = map(each);
      Layer layer = LayerRegistry.fromConfig(form);
      // Until Keras 2.2 the first layer carries the shape of the input.
      Settings own = new Settings(layer.name(), map(form.get("config")));
      if (layers.isEmpty() && !(layer instanceof InputLayer) && own.has("batch_input_shape")) {
        layers.add(new InputLayer(own.getShape("batch_input_shape"), DType.FLOAT32));
      }
      layers.add(layer);
    }
    return layers;
  }

  private static Map<String, ?> map(Object form) {
    if (form instanceof Map<?, ?> map) {
      return OpForms.strings(map);
    }
    throw new IllegalArgumentException("expected an object, got " + form);
  }

  // Graphs

  /**
   * Creates all layers, then each call as soon as its operands exist, as Keras does.
   *
   * @param make creates the model from its inputs and outputs
   */
  public <M> M graph(BiFunction<Ends, Ends, M> make) {
    for (Object each : settings.getList("layers")) {
      Map<String, ?> form = map(each);
      String name = name(form);
      if (forms.put(name, form) != null) {
        throw new IllegalArgumentException(
            "%s: two layers are named \"%s\"".formatted(settings.className(), name));
      }
      results.put(name, new ArrayList<>());
      if (!OpForms.isOperation(form)) {
        Layer layer = LayerRegistry.fromConfig(form);
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
    return make.apply(
        Ends.arranged(ends("input_layers", settings.get("input_layers"))),
        Ends.arranged(ends("output_layers", settings.get("output_layers"))));
  }

  private String name(Map<String, ?> form) {
    Object name = form.get("name");
    if (name == null && form.get("config") instanceof Map<?, ?> config) {
      name = config.get("name");
    }
    if (name instanceof String s) {
      return s;
    }
    throw new IllegalArgumentException(
        "%s: expected the name of a layer of class %s, got %s"
            .formatted(settings.className(), form.get("class_name"), name));
  }

  private List<?> calls(String name) {
    Object calls = forms.get(name).get("inbound_nodes");
    if (calls == null) {
      return List.of();
    }
    if (calls instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException(
        "%s: expected a list of calls of \"%s\" (inbound_nodes), got %s"
            .formatted(settings.className(), name, calls));
  }

  private boolean callWhatCanBe(String name) {
    List<?> calls = calls(name);
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

  /** Makes a call, or returns null if an operand does not exist yet. */
  private List<Value> call(String name, Object form) {
    CallArguments arguments;
    try {
      arguments = arguments(name, form);
    } catch (NotThereYet e) {
      return null;
    }
    Layer layer = layers.get(name);
    if (layer == null) {
      return OpForms.read(forms.get(name), arguments);
    }
    boolean keras3 =
        form instanceof Map<?, ?> map && !ConfigWriter.TRAVEL.equals(map.get(ConfigWriter.MASKS));
    if (form instanceof Map<?, ?>
        && layer instanceof GraphModel model
        && arguments.values().size() > 1) {
      arguments = model.graph().inputEnds().call(arguments);
    }
    return CallReader.apply(layer, arguments.args(), arguments.kwargs(), keras3);
  }

  private CallArguments arguments(String name, Object form) {
    Map<String, Object> kwargs = new LinkedHashMap<>();
    if (form instanceof Map<?, ?> call) {
      // Keras 3: {args, kwargs}.
      if (!(call.get("args") instanceof List<?> args
          && (call.get("kwargs") == null || call.get("kwargs") instanceof Map<?, ?>))) {
        throw new IllegalArgumentException(
            "%s: expected a call of \"%s\" as a list of args and an object of kwargs, got %s and %s"
                .formatted(settings.className(), name, call.get("args"), call.get("kwargs")));
      }
      if (call.get("kwargs") instanceof Map<?, ?> named) {
        OpForms.strings(named).forEach((key, part) -> kwargs.put(key, decoded(part)));
      }
      return new CallArguments(list(decoded(args)), kwargs);
    }
    // Keras 2: [[layer, call, result, {kwargs}], ...].
    if (form instanceof List<?> operands
        && !operands.isEmpty()
        && operands.get(0) instanceof List<?> first
        && first.size() > 3
        && first.get(3) instanceof Map<?, ?> named) {
      OpForms.strings(named).forEach((key, part) -> kwargs.put(key, decoded(part)));
    }
    return new CallArguments(list(decoded(form)), kwargs);
  }

  private static List<Object> list(Object decoded) {
    return decoded instanceof List<?> list ? new ArrayList<>(list) : List.of();
  }

  /** Replaces references with values and keeps everything else. */
  private Object decoded(Object part) {
    if (part instanceof List<?> list) {
      if (list.size() >= 3 && isReference(list)) {
        return find(reference(list), true);
      }
      List<Object> parts = new ArrayList<>();
      list.forEach(each -> parts.add(decoded(each)));
      return parts;
    }
    if (part instanceof Map<?, ?> map && "__keras_tensor__".equals(map.get("class_name"))) {
      return find(reference(map(map.get("config")).get("keras_history")), false);
    }
    if (part instanceof Map<?, ?> map) {
      Map<String, Object> parts = new LinkedHashMap<>();
      map.forEach((k, v) -> parts.put(String.valueOf(k), decoded(v)));
      return parts;
    }
    return part;
  }

  private static boolean isReference(List<?> list) {
    return list.get(0) instanceof String
        && list.get(1) instanceof Number
        && list.get(2) instanceof Number;
  }

  private Reference reference(Object part) {
    if (part instanceof List<?> list && list.size() >= 3 && isReference(list)) {
      double call = ((Number) list.get(1)).doubleValue();
      double result = ((Number) list.get(2)).doubleValue();
      if (call == (int) call && result == (int) result && result >= 0) {
        return new Reference((String) list.get(0), (int) call, (int) result);
      }
    }
    throw new IllegalArgumentException(
        "%s: expected [layer, call, result], got %s".formatted(settings.className(), part));
  }

  /**
   * Returns a result.
   *
   * @param fromOne whether the calls of nested functional models are numbered from 1
   * @throws NotThereYet if its call has not been made
   */
  private Value find(Reference r, boolean fromOne) {
    if (!forms.containsKey(r.layer())) {
      throw new IllegalArgumentException(
          "%s: \"%s\" is used but is not among the layers %s"
              .formatted(settings.className(), r.layer(), Names.list(r.layer(), forms.keySet())));
    }
    boolean nested = layers.get(r.layer()) instanceof GraphModel;
    int call = r.call() - (nested && fromOne ? 1 : 0);
    List<List<Value>> done = results.get(r.layer());
    if (call < 0 || call >= done.size()) {
      throw new NotThereYet();
    }
    List<Value> all = done.get(call);
    if (r.result() >= all.size()) {
      throw new IllegalArgumentException(
          "%s: result %d of \"%s\" is used, which has only %d"
              .formatted(settings.className(), r.result(), r.layer(), all.size()));
    }
    int result =
        layers.get(r.layer()) instanceof GraphModel model
            ? model.graph().outputEnds().fromKeras(r.result())
            : r.result();
    return all.get(result);
  }

  private void checkComplete() {
    List<String> missing =
        forms.keySet().stream().filter(n -> results.get(n).size() < calls(n).size()).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: the calls of %s are impossible: their inputs form a loop or are missing"
              .formatted(settings.className(), missing));
    }
  }

  /** Returns the inputs or outputs in the structure used in the file. */
  private Object ends(String key, Object part) {
    if (part instanceof Map<?, ?> map) {
      Map<String, Object> arranged = new LinkedHashMap<>();
      map.forEach((k, v) -> arranged.put(String.valueOf(k), ends(key, v)));
      return arranged;
    }
    if (part instanceof List<?> list && list.size() == 3 && list.get(0) instanceof String) {
      try {
        return find(reference(list), true);
      } catch (NotThereYet e) {
        throw new IllegalArgumentException(
            "%s: %s refers to %s, which does not exist".formatted(settings.className(), key, list),
            e);
      }
    }
    if (part instanceof List<?> list) {
      return list.stream().map(each -> ends(key, each)).toList();
    }
    throw new IllegalArgumentException(
        "%s: expected %s as [layer, call, result], or lists or objects of these, got %s"
            .formatted(settings.className(), key, part));
  }
}
