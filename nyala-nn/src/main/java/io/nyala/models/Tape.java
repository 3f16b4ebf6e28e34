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
 * Records the operations of the function that defines a {@link Computation}. The function runs once
 * for each combination of input shapes, with all shapes known; the recorded operations are
 * compiled, and later runs do not call the function again.
 */
public class Tape {
  private final String what;
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Set<Layer> layers = new LinkedHashSet<>();

  /** The mode in which {@link #call} applies layers. */
  final Call call;

  /**
   * Creates a tape.
   *
   * @param what the name of the traced object, for messages
   */
  Tape(String what, List<String> names, List<Type> types, Call call) {
    this.what = what;
    this.call = call;
    for (int i = 0; i < names.size(); i++) {
      inputs.put(names.get(i), Node.apply(new Leaf.Input(names.get(i), types.get(i))));
    }
  }

  /**
   * Returns the input with this name.
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
   * @throws IllegalArgumentException if it has several outputs, or is stateful
   */
  public final Value call(Layer layer, Value... x) {
    return only(layer, callAll(layer, Arguments.eachGiven("the inputs of " + layer, x)));
  }

  /**
   * Applies a layer or model like {@link #call} and returns all its outputs.
   *
   * @throws IllegalArgumentException if it is stateful
   */
  public List<Value> callAll(Layer layer, List<Value> x) {
    return trace(call, layer, x);
  }

  /**
   * Sets a watcher that is told of each layer called from now on, with the layers inside it; null
   * for none. The values that it sees can be outputs, or part of a gradient.
   */
  public final void watch(Call.Watcher watcher) {
    call.watch(watcher);
  }

  /** Returns the current value of a weight. */
  public final Value read(Weight weight) {
    return call.start(Arguments.given("weight", weight));
  }

  /**
   * Returns the gradients of a scalar with respect to values; zeros for values it does not depend
   * on.
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
          "%s has %d outputs, expected one; use callAll".formatted(layer, outputs.size()));
    }
    return outputs.get(0);
  }

  /** Traces the computation of a layer; builds its weights if necessary. */
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
    List<Value> results = layer.trace(how, inputsOfLayer);
    requireNoFront(how);
    return results;
  }

  /** Traces the operations between the symbolic inputs and outputs of a graph. */
  final List<Value> trace(FunctionalGraph graph) {
    for (Layer layer : graph.layers()) {
      requireStateless(layer);
      layers.add(layer);
    }
    List<Value> results = graph.trace(call, inputs());
    requireNoFront(call);
    return results;
  }

  private void requireNoFront(Call how) {
    if (!how.hosted().isEmpty()) {
      throw new IllegalArgumentException(
          ("%s: %s works on data before a program, which only the methods of a model support; give"
                  + " it what transform of this layer returns")
              .formatted(what, how.hosted().get(0).layer()));
    }
  }

  private void requireStateless(Layer layer) {
    if (!States.of(layer).isEmpty()) {
      throw new IllegalArgumentException(
          ("%s: %s keeps states between batches, which only fit and predict of a model support; "
                  + "use it without stateful")
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

  /** Returns all variables that the values depend on, and the weights of the layers called. */
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
