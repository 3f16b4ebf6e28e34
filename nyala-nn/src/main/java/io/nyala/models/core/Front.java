// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.graph.Topology;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.HostLayer;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.OnData;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of a model that works on data before its program: the {@link HostLayer}s that its inputs
 * lead through.
 *
 * <p>Inputs of the model and outputs of such layers are numbered slots. The program's inputs are
 * the slots that it reads, in ascending order.
 */
public final class Front {
  /**
   * A call of a layer.
   *
   * @param layer a {@link HostLayer}, or a layer of the program that such a layer needs
   * @param reads the slots of its inputs
   * @param writes the slot of its first output
   * @param outputs the number of its outputs
   */
  private record Step(Layer layer, int[] reads, int writes, int outputs) {
    List<Tensor> compute(List<Tensor> read) {
      return layer instanceof HostLayer<?> host
          ? host.transform(read)
          : List.of(((OnData) layer).ofData(read.get(0)));
    }
  }

  /**
   * Where a value comes from.
   *
   * @param layer the layer that computes it
   * @param inputs the inputs of that call
   */
  record Origin(Layer layer, List<Value> inputs) {}

  private final List<Type> inputs;
  private final List<Step> steps = new ArrayList<>();
  private final List<Integer> border;
  private final List<Value> borderValues = new ArrayList<>();
  private final Map<Value, Integer> places = new IdentityHashMap<>();

  /**
   * Outputs of layers of the program that are also computed here; the program does not read them.
   */
  private final Map<Value, Integer> copies = new IdentityHashMap<>();

  private final List<Value> values;
  private final int slots;

  /**
   * Splits a traced model.
   *
   * @param inputs the symbolic inputs of the model
   * @param outputs its outputs, and what else its program computes
   */
  private Front(
      Layer model,
      List<Value> inputs,
      List<Value> outputs,
      List<Call.HostCall> calls,
      Map<Value, Origin> origins) {
    this.inputs = inputs.stream().map(Value::type).toList();
    values = new ArrayList<>(inputs);
    inputs.forEach(v -> places.put(v, places.size()));
    for (Call.HostCall call : calls) {
      int[] reads = call.inputs().stream().mapToInt(v -> place(origins, call.layer(), v)).toArray();
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
  static Front of(
      Layer model, List<Value> inputs, List<Value> outputs, Call call, Map<Value, Origin> origins) {
    if (call.hosted().isEmpty()) {
      return null;
    }
    List<Value> computed = new ArrayList<>(outputs);
    computed.addAll(call.losses());
    return new Front(model, inputs, computed, call.hosted(), origins);
  }

  /** Returns the slot of an input of a layer, computing it here if the program would. */
  private int place(Map<Value, Origin> origins, Layer layer, Value input) {
    Integer place = places.getOrDefault(input, copies.get(input));
    Origin origin = origins.get(input);
    if (place == null
        && origin != null
        && origin.layer instanceof OnData computed
        && computed.worksOnData()) {
      int[] reads = {place(origins, layer, origin.inputs.get(0))};
      place = values.size();
      steps.add(new Step(origin.layer, reads, place, 1));
      copies.put(input, place);
      values.add(input);
    }
    if (place == null) {
      throw new IllegalArgumentException(
          ("%s works on data before the program, but its input %s is computed by the program; apply"
                  + " it to an input of the model, or to another such layer")
              .formatted(layer, input));
    }
    return place;
  }

  /** Returns whether the layers that read an input are prepared for missing values. */
  boolean takesMissing(int input) {
    boolean read = false;
    for (Step step : steps) {
      for (int i = 0; i < step.reads.length; i++) {
        if (step.reads[i] == input) {
          read = true;
          if (!(step.layer instanceof HostLayer<?> host) || !host.takesMissing(i)) {
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
  List<Tensor> evaluate(List<Tensor> x) {
    Tensor[] content = new Tensor[slots];
    for (int i = 0; i < x.size(); i++) {
      content[i] = x.get(i);
    }
    for (Step step : steps) {
      Tensor[] read = new Tensor[step.reads.length];
      for (int i = 0; i < read.length; i++) {
        read[i] = content[step.reads[i]];
      }
      List<Tensor> results = step.compute(List.of(read));
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

  /** Traces the program of a model from its inputs, which are behind this front. */
  List<Value> trace(Layer model, Call call, List<Value> program) {
    Value[] content = new Value[slots];
    for (int i = 0; i < program.size(); i++) {
      content[border.get(i)] = program.get(i);
    }
    int rows = program.get(0).shape().dim(0);
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
      if (!(step.layer instanceof HostLayer<?>)) {
        continue; // the program computes it too
      }
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
