// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.layers.InputLayer;
import io.nyala.layers.Layer;
import io.nyala.layers.LayerRegistry;
import io.nyala.losses.Losses;
import io.nyala.metrics.Metric;
import io.nyala.metrics.Metrics;
import io.nyala.models.Compile;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models from Keras's {@code to_json()}, as far as the cases need it. */
final class KerasModels {
  /** The results of each call of a layer, by the layer's name. */
  private final Map<String, List<List<Value>>> calls = new LinkedHashMap<>();

  private KerasModels() {}

  /** Makes a model, not compiled, from its form {@code {class_name, config}}. */
  static Model read(Map<String, Object> form) {
    Map<String, Object> config = KerasCase.object(form.get("config"));
    Model model =
        switch ((String) form.get("class_name")) {
          case "Sequential" ->
              Sequential.of(
                  KerasCase.objects(config.get("layers")).stream()
                      .map(KerasModels::layer)
                      .toList());
          case "Functional" -> new KerasModels().functional(config);
          default -> throw new AssertionError("unknown model " + form.get("class_name"));
        };
    model.named((String) config.get("name"));
    return model;
  }

  private static Layer layer(Map<String, Object> form) {
    boolean isModel = form.get("class_name").toString().matches("Sequential|Functional");
    return isModel ? read(form) : LayerRegistry.fromConfig(form);
  }

  // Functional models: calls of layers, which refer to results of others

  private Model functional(Map<String, Object> config) {
    List<Map<String, Object>> forms = KerasCase.objects(config.get("layers"));
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (Map<String, Object> form : forms) {
      Layer layer = layer(form);
      layers.put((String) form.get("name"), layer);
      List<List<Value>> results = new ArrayList<>();
      calls.put((String) form.get("name"), results);
      if (layer instanceof InputLayer input) {
        results.add(List.of(input.value()));
      }
    }
    // A shared layer may be called again on what comes later, so go round until all is done.
    boolean waiting = true;
    while (waiting) {
      waiting = false;
      boolean progress = false;
      for (Map<String, Object> form : forms) {
        List<Map<String, Object>> nodes = KerasCase.objects(form.get("inbound_nodes"));
        List<List<Value>> done = calls.get(form.get("name"));
        while (done.size() < nodes.size()) {
          List<Value> operands = operands(nodes.get(done.size()));
          if (operands == null) {
            waiting = true;
            break;
          }
          done.add(layers.get((String) form.get("name")).applyAll(operands));
          progress = true;
        }
      }
      if (waiting && !progress) {
        throw new AssertionError("the calls of layers go in a circle");
      }
    }
    return Model.of(ends(config.get("input_layers")), ends(config.get("output_layers")));
  }

  /** Returns the operands of a call, or null if one of them is not there yet. */
  private List<Value> operands(Map<String, Object> node) {
    List<Value> operands = new ArrayList<>();
    List<Object> all = new ArrayList<>((List<?>) node.get("args"));
    all.addAll(KerasCase.object(node.get("kwargs")).values());
    return collect(all, operands) ? operands : null;
  }

  private boolean collect(Object form, List<Value> into) {
    if (form instanceof List<?> list) {
      for (Object f : list) {
        if (!collect(f, into)) {
          return false;
        }
      }
    } else if (form instanceof Map<?, ?> map && "__keras_tensor__".equals(map.get("class_name"))) {
      List<?> history = (List<?>) KerasCase.object(map.get("config")).get("keras_history");
      List<List<Value>> results = calls.get(history.get(0));
      if (results.size() <= (Integer) history.get(1)) {
        return false;
      }
      into.add(result(history));
    } else if (form != null && !Boolean.FALSE.equals(form)) {
      throw new AssertionError("this runner does not know the argument " + form);
    }
    return true;
  }

  private Value result(List<?> history) {
    return calls.get(history.get(0)).get((Integer) history.get(1)).get((Integer) history.get(2));
  }

  /** Reads {@code [name, call, result]}, or a list of such. */
  private List<Value> ends(Object form) {
    List<?> list = (List<?>) form;
    return list.get(0) instanceof String
        ? List.of(result(list))
        : list.stream().map(end -> result((List<?>) end)).toList();
  }

  // What to train for

  /** Compiles a model as {@code get_compile_config()} says. */
  static void compile(Model model, Map<String, Object> form) {
    List<String> outputs = model.outputNames();
    Compile compile = Compile.with(Optimizers.fromConfig(form.get("optimizer")));
    List<?> losses = perOutput(form.get("loss"), outputs);
    List<?> factors = perOutput(form.get("loss_weights"), outputs);
    List<?> metrics = perOutput(form.get("metrics"), outputs);
    List<?> weighted = perOutput(form.get("weighted_metrics"), outputs);
    for (int i = 0; i < outputs.size(); i++) {
      String output = outputs.get(i);
      compile.loss(output, Losses.fromConfig(losses.get(i)));
      if (factors.get(i) != null) {
        compile.lossWeight(output, KerasCase.number(factors.get(i)));
      }
      compile.metrics(output, metrics(metrics.get(i)));
      compile.weightedMetrics(output, metrics(weighted.get(i)));
    }
    model.compile(compile);
  }

  /** Returns a list with something, or null, for each output. */
  private static List<?> perOutput(Object form, List<String> outputs) {
    if (form instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      List<Object> inOrder = new ArrayList<>();
      outputs.forEach(output -> inOrder.add(map.get(output)));
      return inOrder;
    }
    if (outputs.size() > 1 && form instanceof List<?> list) {
      return list;
    }
    List<Object> same = new ArrayList<>();
    outputs.forEach(output -> same.add(form));
    return same;
  }

  private static Metric[] metrics(Object form) {
    if (form == null) {
      return new Metric[0];
    }
    List<?> list = form instanceof List<?> several ? several : List.of(form);
    return list.stream().map(Metrics::fromConfig).toArray(Metric[]::new);
  }
}
