// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.grad.Gradients;
import io.nyala.graph.Topology;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.models.core.States;
import io.nyala.models.graph.FunctionalGraph;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a function of a {@link Computation} writes its operations on. The function runs once for
 * each combination of input shapes, all of which are known then; what it writes is compiled and
 * runs without it from then on.
 */
public class Tape {
  private final String what;
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Set<Layer> layers = new LinkedHashSet<>();

  /** How layers are called by {@link #call}. */
  final Call call;

  /**
   * Begins a tape.
   *
   * @param what is written, for messages
   */
  Tape(String what, List<String> names, List<Type> types, Call call) {
    this.what = what;
    this.call = call;
    for (int i = 0; i < names.size(); i++) {
      inputs.put(names.get(i), Node.apply(new Leaf.Input(names.get(i), types.get(i))));
    }
  }

  /**
   * Returns what is given under a name, with its shape and element type.
   *
   * @throws IllegalArgumentException if no input has this name
   */
  public final Value input(String name) {
    Value value = inputs.get(Arguments.given("input", name));
    if (value == null) {
      throw new IllegalArgumentException(
          "%s has no input \"%s\"; its inputs are %s".formatted(what, name, inputs.keySet()));
    }
    return value;
  }

  /**
   * Applies a layer or model with one output: in a {@link Computation} as {@code predict} does, in
   * a {@link TrainStep} as {@code fit} does.
   *
   * @throws IllegalArgumentException if it has several outputs, or keeps states from batch to batch
   */
  public final Value call(Layer layer, Value... x) {
    return only(layer, callAll(layer, Arguments.eachGiven("the inputs of " + layer, x)));
  }

  /**
   * Applies a layer or model, as {@link #call}, and returns all its outputs.
   *
   * @throws IllegalArgumentException if it keeps states from batch to batch
   */
  public List<Value> callAll(Layer layer, List<Value> x) {
    return trace(call, layer, x);
  }

  /** Returns the present content of a weight. */
  public final Value read(Weight weight) {
    return call.start(Arguments.given("weight", weight));
  }

  /**
   * Returns the gradients of a scalar with regard to values, zeros where it does not depend on one.
   *
   * @throws ShapeException if {@code loss} is not a scalar
   */
  public final List<Value> gradients(Value loss, Value... values) {
    return Gradients.of(
        Arguments.given("loss", loss), Arguments.eachGiven("values of the gradients", values));
  }

  // For those who compile it

  /** Returns the inputs, in order. */
  final List<Value> inputs() {
    return List.copyOf(inputs.values());
  }

  /** Returns the layers and models that were called. */
  final Set<Layer> layers() {
    return layers;
  }

  static Value only(Layer layer, List<Value> outputs) {
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "%s has %d outputs where one is expected; use callAll".formatted(layer, outputs.size()));
    }
    return outputs.get(0);
  }

  /** Writes what a layer computes, its weights made if need be. */
  final List<Value> trace(Call how, Layer layer, List<Value> x) {
    Arguments.given(what + ": layer", layer);
    Arguments.allGiven("the inputs of " + layer, x);
    requireStateless(layer);
    List<Value> inputsOfLayer = x;
    if (layer instanceof Model model) {
      model.core().ensureBuilt(x.stream().map(v -> Type.floats(v.shape())).toList());
      inputsOfLayer = cast(x, model.inputTypes());
    }
    layers.add(layer);
    return layer.trace(how, inputsOfLayer);
  }

  /** Writes what lies between the symbolic ends of a graph. */
  final List<Value> trace(FunctionalGraph graph) {
    for (Layer layer : graph.layers()) {
      requireStateless(layer);
      layers.add(layer);
    }
    return graph.trace(call, inputs());
  }

  private void requireStateless(Layer layer) {
    if (!States.of(layer).isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %s keeps states from batch to batch, which only fit and predict of a model carry on; use it without stateful"
              .formatted(what, States.of(layer).get(0)));
    }
  }

  private static List<Value> cast(List<Value> x, List<Type> types) {
    List<Value> cast = new ArrayList<>(x);
    for (int i = 0; i < Math.min(x.size(), types.size()); i++) {
      if (x.get(i).dtype() != types.get(i).dtype()) {
        cast.set(i, Ops.cast(x.get(i), types.get(i).dtype()));
      }
    }
    return cast;
  }

  /** Returns every variable that some values depend on, and the weights of the layers called. */
  final Set<Variable> variables(Collection<Value> values) {
    Set<Variable> all = new LinkedHashSet<>();
    layers.forEach(layer -> layer.weights().forEach(w -> all.add(w.variable())));
    for (Node node : Topology.order(values)) {
      if (node.op() instanceof Leaf.Read read) {
        all.add(read.variable());
      }
    }
    return all;
  }
}
