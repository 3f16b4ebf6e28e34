// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.batches.Shuffle;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerNames;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The information about a model that is available once its weights exist.
 *
 * @param inputs types of the inputs, with an unknown batch size
 * @param outputs shapes of the outputs, with an unknown batch size
 * @param front the part that works on the data before the program, or null
 * @param program types of the inputs of the program, with an unknown batch size
 * @param categories the checks for categorical inputs of the program
 */
public record Building(
    List<Type> inputs,
    List<Shape> outputs,
    Front front,
    List<Type> program,
    CategoryChecks categories) {
  /**
   * Creates all weights of a model from the types of the data, and initializes those that have not
   * been set.
   */
  static Building of(Layer model, long seed, List<Type> types) {
    List<Value> inputs = new ArrayList<>();
    List<Type> symbolic = new ArrayList<>();
    for (Type t : types) {
      Type any = new Type(t.shape().with(0, Shape.UNKNOWN), t.dtype());
      symbolic.add(any);
      inputs.add(Node.apply(new Leaf.Input("input", any)));
    }
    // Inside another model the weights already exist and have been initialized by that model.
    boolean drawnElsewhere = model.isBuilt();
    Map<Layer, List<List<Value>>> called = new LinkedHashMap<>();
    Call call = Call.inference();
    call.watch(
        (layer, given, results) ->
            called.computeIfAbsent(layer, l -> new ArrayList<>()).add(given));
    LayerNames.bind(model.sublayers());
    List<Value> outputs = model.trace(call, inputs);
    Front front = Front.of(model, inputs, outputs, call);
    List<Value> program = front == null ? inputs : front.border();
    CategoryChecks categories = new CategoryChecks(program);
    called.forEach((layer, calls) -> calls.forEach(given -> categories.note(layer, given)));
    // Some layers create others when they are built.
    LayerNames.bind(model.sublayers());
    if (!drawnElsewhere) {
      draw(model, seed, false);
    }
    List<Shape> shapes = outputs.stream().map(Value::shape).toList();
    return new Building(
        List.copyOf(symbolic),
        shapes,
        front,
        program.stream().map(Value::type).toList(),
        categories);
  }

  /** Initializes all weights, or only those that have not been set. */
  static void draw(Layer model, long seed, boolean all) {
    int ordinal = 0;
    for (Weight w : model.weights()) {
      ordinal++;
      if (all || w.isAsDrawn()) {
        w.initialize(Shuffle.mix(Shuffle.mix(seed) + ordinal));
      }
    }
  }

  /**
   * Names layers that have no name, and rejects duplicate names, which would be ambiguous in files
   * and for users.
   */
  public static void requireDistinctNames(List<? extends Layer> layers) {
    LayerNames.bind(layers);
    Set<String> names = new HashSet<>();
    for (Layer layer : layers) {
      if (!names.add(layer.name())) {
        throw new IllegalArgumentException(
            "two layers are named \"%s\"; the layers of a model need unique names, and a chain"
                    .formatted(layer.name())
                + " cannot contain a layer twice");
      }
    }
  }
}
