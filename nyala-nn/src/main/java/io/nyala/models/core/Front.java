// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.graph.Topology;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.HostLayer;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of a model that works on data before its program: the {@link HostLayer}s that its inputs
 * lead through, and ordinary layers without trained weights whose results they need.
 *
 * <p>Inputs of the model and outputs of such layers are numbered slots. The program's inputs are
 * the slots that it reads, in ascending order.
 */
public final class Front {
  /** Stands for a slot where ordinary layers compute an input. */
  private static final int COMPUTED = -1;

  /** A call of a layer: the slots it reads, and the slot of its first output. */
  private record Step(HostLayer<?> layer, int[] reads, int writes, int outputs) {}

  private final List<Type> inputs;
  private final List<Step> steps = new ArrayList<>();
  private final List<Integer> border;
  private final List<Value> borderValues = new ArrayList<>();
  private final int slots;
  private final Layer model;
  private final EarlyPrograms early = new EarlyPrograms(this::calls);

  /**
   * Splits a traced model.
   *
   * @param inputs the symbolic inputs of the model
   * @param outputs its outputs, and what else its program computes
   */
  private Front(Layer model, List<Value> inputs, List<Value> outputs, List<Call.HostCall> calls) {
    this.model = model;
    this.inputs = inputs.stream().map(Value::type).toList();
    Set<Variable> trained = new HashSet<>();
    model.weights().stream()
        .filter(Weight::trainableKind)
        .forEach(weight -> trained.add(weight.variable()));
    Map<Value, Integer> places = new IdentityHashMap<>();
    List<Value> values = new ArrayList<>(inputs);
    inputs.forEach(v -> places.put(v, places.size()));
    for (Call.HostCall call : calls) {
      int[] reads =
          call.inputs().stream().mapToInt(v -> place(places, call.layer(), v, trained)).toArray();
      steps.add(new Step(call.layer(), reads, values.size(), call.outputs().size()));
      for (Value output : call.outputs()) {
        places.put(output, values.size());
        values.add(output);
      }
    }
    slots = values.size();
    Set<Integer> read = new TreeSet<>();
    for (Node node : Topology.order(outputs)) {
      Integer place = node.outputs().size() == 1 ? places.get(node.output(0)) : null;
      if (place != null) {
        read.add(place);
      }
    }
    border = List.copyOf(read);
    border.forEach(slot -> borderValues.add(values.get(slot)));
    for (Value v : outputs) {
      if (v.dtype() == DType.STRING) {
        throw new IllegalArgumentException(
            "%s: output %s is text; the outputs of a model are numbers".formatted(model, v));
      }
    }
    if (border.isEmpty()) {
      throw new IllegalArgumentException(model + ": no output depends on an input");
    }
  }

  /** Returns the front of a traced model, or null if none of its layers works before a program. */
  static Front of(Layer model, List<Value> inputs, List<Value> outputs, Call call) {
    if (call.hosted().isEmpty()) {
      return null;
    }
    List<Value> computed = new ArrayList<>(outputs);
    computed.addAll(call.losses());
    return new Front(model, inputs, computed, call.hosted());
  }

  /** Returns the slot of an input of a layer. */
  private static int place(
      Map<Value, Integer> places, Layer layer, Value input, Set<Variable> trained) {
    Integer place = places.get(input);
    if (place != null) {
      return place;
    }
    for (Node node : Topology.order(List.of(input))) {
      if (node.op() instanceof Leaf.Read read && trained.contains(read.variable())) {
        throw new IllegalArgumentException(
            ("%s works on data before the program, but its input %s depends on trained weights; apply"
                    + " it to what the model is given. For the names of classes, use"
                    + " model.decode(Decoding.classes(...))")
                .formatted(layer, input));
      }
    }
    return COMPUTED;
  }

  /** Returns whether the layers that read an input are prepared for missing values. */
  boolean takesMissing(int input) {
    boolean read = false;
    for (Step step : steps) {
      for (int i = 0; i < step.reads.length; i++) {
        if (step.reads[i] == input) {
          read = true;
          if (!step.layer.takesMissing(i)) {
            return false;
          }
        }
      }
    }
    return read && !border.contains(input);
  }

  /** Returns the symbolic inputs of the program, as traced when the model was built. */
  List<Value> border() {
    return borderValues;
  }

  /**
   * Computes the inputs of the program.
   *
   * @param x the inputs of the model, of the declared types
   */
  List<Tensor> evaluate(ModelCore core, List<Tensor> x) {
    Tensor[] content = new Tensor[slots];
    for (int i = 0; i < x.size(); i++) {
      content[i] = x.get(i).cast(inputs.get(i).dtype());
    }
    for (int s = 0; s < steps.size(); s++) {
      Step step = steps.get(s);
      Tensor[] read = new Tensor[step.reads.length];
      for (int i = 0; i < read.length; i++) {
        int slot = step.reads[i];
        read[i] = slot == COMPUTED ? early.run(core, s, i, content) : content[slot];
      }
      List<Tensor> results = step.layer.transform(List.of(read));
      for (int i = 0; i < results.size(); i++) {
        content[step.writes + i] = results.get(i);
      }
    }
    List<Tensor> program = new ArrayList<>(border.size());
    for (int slot : border) {
      program.add(content[slot]);
    }
    return program;
  }

  /** Traces the program of the model from its inputs, which are behind this front. */
  List<Value> trace(Call call, List<Value> program) {
    Value[] content = new Value[slots];
    for (int i = 0; i < program.size(); i++) {
      content[border.get(i)] = program.get(i);
    }
    return trace(call, content, program.get(0).shape().dim(0));
  }

  private List<Call.HostCall> calls(Value[] content) {
    Call call = Call.inference();
    trace(call, content, content[0].shape().dim(0));
    return call.hosted();
  }

  /** Traces the whole model; slots that are null are inputs of their declared types. */
  private List<Value> trace(Call call, Value[] content, int rows) {
    List<Value> given = new ArrayList<>();
    for (Type type : inputs) {
      Value known = content[given.size()];
      Shape shape = type.shape().with(0, rows);
      given.add(
          known != null
              ? known
              : Node.apply(new Leaf.Input("input", new Type(shape, type.dtype()))));
    }
    List<List<Value>> behind = new ArrayList<>();
    for (Step step : steps) {
      List<Value> outputs = new ArrayList<>();
      for (int i = 0; i < step.outputs; i++) {
        outputs.add(content[step.writes + i]);
      }
      behind.add(outputs);
    }
    call.behind(behind);
    return model.trace(call, given);
  }
}
