// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.grad.Gradients;
import io.nyala.graph.Graph;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.base.Weight;
import io.nyala.layers.preprocessing.Discretization;
import io.nyala.layers.preprocessing.IntegerLookup;
import io.nyala.layers.preprocessing.Normalization;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.Engine;
import io.nyala.support.Evaluate;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Layers: outputs, masks, gradients and updates of weights, in inference and in training. */
final class LayerCases {
  private final KerasCase c;
  private final Engine engine;
  private final Layer layer;

  /** The arrays that the case gives, by name, as inputs of the graph. */
  private final Map<String, Value> given = new LinkedHashMap<>();

  private LayerCases(KerasCase c, Engine engine) {
    this.c = c;
    this.engine = engine;
    this.layer = LayerRegistry.fromConfig(c.form());
  }

  static void run(KerasCase c) {
    c.config(LayerRegistry.fromConfig(c.form()).config());
    Run.engines()
        .forEach(
            (name, engine) -> {
              c.under(name);
              new LayerCases(c, engine).run();
            });
    c.finish();
  }

  private void run() {
    if (c.get("adapt") != null) {
      adapt(layer, c.array((String) c.get("adapt")));
    }
    if (layer instanceof IntegerLookup lookup) {
      c.equal("vocabulary", lookup.vocabulary(), c.get("vocabulary"));
    }
    build();
    setWeights();
    inference();
    if (c.has("train_output_0")) {
      training();
    }
  }

  private static void adapt(Layer layer, Tensor data) {
    switch (layer) {
      case Normalization n -> n.adapt(data);
      case Discretization d -> d.adapt(data);
      default -> throw new AssertionError(layer + ": this runner cannot adapt it");
    }
  }

  private void build() {
    layer.buildOn(arguments(Call.inference()).stream().map(Value::shape).toList());
    List<Map<String, Object>> expected = KerasCase.objects(c.get("weights"));
    List<Weight> weights = layer.weights();
    c.equal("number of weights", weights.size(), expected.size());
    for (int i = 0; i < Math.min(weights.size(), expected.size()); i++) {
      String path = (String) expected.get(i).get("name");
      Weight weight = weights.get(i);
      c.equal("name of weight " + i, weight.name(), path.substring(path.lastIndexOf('/') + 1));
      c.equal(weight + " is trainable", weight.trainable(), expected.get(i).get("trainable"));
      if (c.get("adapt") != null) {
        c.output("weight_" + i, weight.get());
      }
    }
  }

  private void setWeights() {
    for (int i = 0; i < layer.weights().size(); i++) {
      layer.weights().get(i).set(c.array("weight_" + i));
    }
  }

  // How the layer is called

  /** Returns the operands of a call, and lets masks travel with them as the case says. */
  private List<Value> arguments(Call call) {
    Map<String, Object> form = KerasCase.object(c.get("call"));
    List<Value> operands = new ArrayList<>();
    bind(form.get("args"), operands);
    Map<String, Object> named = new LinkedHashMap<>(KerasCase.object(form.get("kwargs")));
    Object mask = named.remove("mask");
    Object states = named.remove("initial_state");
    setMasks(call, operands, named);
    Map<String, Object> known = new LinkedHashMap<>();
    for (String option :
        List.of(
            "use_causal_mask",
            "return_attention_scores",
            "attention_mask",
            "key",
            "count_weights")) {
      if (named.containsKey(option)) {
        Object argument = named.remove(option);
        known.put(option, argument instanceof String array ? List.of(value(array)) : argument);
      }
    }
    if (!layer.isBuilt() || !known.isEmpty()) {
      operands = layer.readCall(operands, known);
    }
    if (!named.isEmpty()) {
      throw new AssertionError(layer + ": this runner does not know the arguments " + named);
    }
    if (mask != null) {
      List<?> masks = mask instanceof List<?> several ? several : List.of(mask);
      for (int i = 0; i < masks.size(); i++) {
        setMask(call, operands.get(i), (String) masks.get(i));
      }
    }
    if (states != null) {
      bind(states, operands);
    }
    if (c.get("attached_masks") != null) {
      KerasCase.object(c.get("attached_masks"))
          .forEach((array, attached) -> setMask(call, value(array), (String) attached));
    }
    return operands;
  }

  /** Lets masks that Keras takes as arguments travel with the operands that they are for. */
  private void setMasks(Call call, List<Value> operands, Map<String, Object> named) {
    // Keras itself overwrites this one with the mask that travels with the query.
    c.leaveOut(String.valueOf(named.remove("query_mask")));
    if (named.containsKey("value_mask")) {
      setMask(call, operands.get(1), (String) named.remove("value_mask"));
    }
    if (named.containsKey("key_mask")) {
      // The key is the value, but the mask is that of the key alone.
      Value key = Ops.add(operands.get(1), 0);
      operands.add(key);
      setMask(call, key, (String) named.remove("key_mask"));
    }
  }

  private void bind(Object form, List<Value> operands) {
    if (form instanceof List<?> several) {
      several.forEach(one -> bind(one, operands));
    } else {
      operands.add(value((String) form));
    }
  }

  private Value value(String array) {
    return given.computeIfAbsent(array, name -> Evaluate.input(c.array(name)));
  }

  private void setMask(Call call, Value value, String mask) {
    if (mask != null) {
      call.setMask(value, Ops.cast(value(mask), DType.BOOL));
    }
  }

  // What it must give

  private void inference() {
    Call call = Call.inference();
    List<Value> operands = arguments(call);
    List<Value> outputs = layer.trace(call, operands);
    Program program = new Program("");
    for (int i = 0; i < outputs.size(); i++) {
      program.output("output_" + i, outputs.get(i));
      Value mask = call.mask(outputs.get(i));
      if (c.has("output_mask_" + i)) {
        program.output("output_mask_" + i, mask);
      } else if (!KerasCase.object(c.get("call")).get("kwargs").toString().contains("mask")) {
        // Keras lets a mask that came as an argument end there.
        c.equal("output " + i + " has a mask", mask != null, false);
      }
    }
    program.gradients(call, outputs);
    if (c.has("layer_loss")) {
      List<Value> losses = new ArrayList<>(call.losses());
      for (Weight w : layer.weights()) {
        if (w.regularizer() != null && w.trainable()) {
          losses.add(w.regularizer().loss(call.read(w)));
        }
      }
      program.output("layer_loss", Ops.stack(losses, 0));
    }
    Run run = program.run(call);
    for (int again = 1; c.has("call_" + again + "_output_0"); again++) {
      program.outputsOf(run, "call_" + again + "_");
    }
  }

  private void training() {
    setWeights();
    Call call = Call.training(0);
    List<Value> outputs = layer.trace(call, arguments(call));
    Program program = new Program("train_");
    for (int i = 0; i < outputs.size(); i++) {
      program.output("train_output_" + i, outputs.get(i));
    }
    program.gradients(call, outputs);
    program.run(call);
    for (int i = 0; i < layer.weights().size(); i++) {
      if (c.has("weight_after_" + i)) {
        c.output("weight_after_" + i, layer.weights().get(i).get());
      }
    }
  }

  /** The values to compare, and with which arrays. */
  private final class Program {
    private final String kind;
    private final Map<String, Value> outputs = new LinkedHashMap<>();
    private final Map<String, Value> gradients = new LinkedHashMap<>();

    Program(String kind) {
      this.kind = kind;
    }

    void output(String array, Value value) {
      if (value == null) {
        c.equal(array, "absent", "there");
        c.leaveOut(array);
      } else {
        outputs.put(array, value);
      }
    }

    /** Asks for those gradients of the weighted sum of outputs that the case has. */
    void gradients(Call call, List<Value> results) {
      Map<String, Value> wrt = new LinkedHashMap<>();
      for (Map.Entry<String, Value> input : given.entrySet()) {
        wrt.put(kind + "grad_" + input.getKey(), input.getValue());
      }
      for (int i = 0; i < layer.weights().size(); i++) {
        wrt.put(kind + "grad_weight_" + i, call.start(layer.weights().get(i)));
      }
      wrt.keySet().removeIf(array -> !c.has(array));
      List<Value> of = new ArrayList<>();
      List<Value> cotangents = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        if (c.has("cotangent_" + i)) {
          of.add(results.get(i));
          cotangents.add(Ops.constant(c.array("cotangent_" + i)));
        }
      }
      List<Value> found = Gradients.of(of, cotangents, List.copyOf(wrt.values()));
      for (String array : wrt.keySet()) {
        gradients.put(array, found.get(gradients.size()));
      }
    }

    Run run(Call call) {
      List<Value> all = new ArrayList<>(outputs.values());
      all.addAll(gradients.values());
      Graph graph = new Graph(List.copyOf(given.values()), all, call.assignments());
      Run run = Run.of(engine, graph, given.keySet().stream().map(c::array).toList());
      List<Tensor> results = run.next();
      int at = 0;
      for (String array : outputs.keySet()) {
        c.output(array, results.get(at++));
      }
      for (String array : gradients.keySet()) {
        c.gradient(array, results.get(at++));
      }
      return run;
    }

    /** Runs once more and compares the outputs with the arrays of another name. */
    void outputsOf(Run run, String named) {
      List<Tensor> results = run.next();
      int at = 0;
      for (String array : outputs.keySet()) {
        if (c.has(named + array)) {
          c.output(named + array, results.get(at));
        }
        at++;
      }
    }
  }
}
