// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.testing;

import io.nyala.graph.Graph;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerNames;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.plan.Engine;
import io.nyala.plan.Execution;
import io.nyala.plan.reference.ReferenceEngine;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.testing.GradientCheck;
import io.nyala.testing.TensorAssert;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The contract of layers: shapes that hold for any batch, reproducible results, settings that
 * recreate the layer, and correct gradients. One call checks all of it:
 *
 * <p>{@code LayerContract.of(() -> new Dense(3), Shape.of(4)).outputs(Shape.of(3)).weights(2,
 * 0).check();}
 */
public final class LayerContract {
  private static final long STEP = 7;

  private final Supplier<? extends Layer> maker;
  private final List<Type> inputs = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(42);
  private int below = 2;
  private Shape output;
  private int trainable = -1;
  private int others = -1;
  private boolean drawsInTraining;
  private boolean readable = true;
  private boolean differentiable = true;
  private Engine engine = new ReferenceEngine();

  private LayerContract(Supplier<? extends Layer> maker) {
    this.maker = maker;
  }

  /**
   * Starts a check.
   *
   * @param maker creates a new layer at each call
   * @param inputShapes the shapes of float32 inputs, without the batch
   */
  public static LayerContract of(Supplier<? extends Layer> maker, Shape... inputShapes) {
    LayerContract contract = new LayerContract(maker);
    Arrays.stream(inputShapes).map(Type::floats).forEach(contract.inputs::add);
    return contract;
  }

  /**
   * Adds an int32 input, without the batch, with numbers from 0 (inclusive) to a limit (exclusive).
   */
  public LayerContract intInput(Shape shape, int limit) {
    inputs.add(new Type(shape, DType.INT32));
    below = limit;
    return this;
  }

  /** Sets the expected shape of the first output, without the batch. */
  public LayerContract outputs(Shape shape) {
    output = shape;
    return this;
  }

  /** Sets the expected numbers of trainable and non-trainable weights. */
  public LayerContract weights(int trainableWeights, int otherWeights) {
    trainable = trainableWeights;
    others = otherWeights;
    return this;
  }

  /** Declares that the layer draws random numbers in training, different ones at each step. */
  public LayerContract drawsInTraining() {
    drawsInTraining = true;
    return this;
  }

  /** Declares that the layer cannot be recreated from its settings. */
  public LayerContract notReadable() {
    readable = false;
    return this;
  }

  /** Declares that no gradient flows through the layer, as with integers. */
  public LayerContract notDifferentiable() {
    differentiable = false;
    return this;
  }

  /** Sets the engine that runs the layer. The default is the reference engine. */
  public LayerContract on(Engine newEngine) {
    engine = newEngine;
    return this;
  }

  /**
   * Checks everything.
   *
   * @throws AssertionError if a check fails. The message names the layer and the violated rule
   */
  public void check() {
    Layer layer = maker.get();
    try {
      checkConstruction(layer);
      Shape symbolic = checkBuild(layer);
      fill(layer);
      List<Tensor> data = checkExecutedShapes(layer, symbolic);
      checkRepeatable(layer, data);
      if (readable) {
        checkSettings(layer, data);
      }
      if (differentiable) {
        checkGradient(layer, data, false);
        checkGradient(layer, data, true);
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("contract of " + layer + ": " + e.getMessage(), e);
    }
  }

  private void checkConstruction(Layer layer) {
    demand(!layer.isBuilt() && layer.weights().isEmpty(), "a new layer already has weights");
    boolean automatic = layer.name().equals(LayerNames.snakeCase(layer.className()));
    Layer other = maker.get();
    LayerNames.bind(List.of(layer, other));
    demand(
        !automatic || !layer.name().equals(other.name()),
        "two layers of a model have the same automatic name");
  }

  private Shape checkBuild(Layer layer) {
    List<Value> unknown = values(Shape.UNKNOWN);
    Shape shape = layer.apply(unknown.toArray(Value[]::new)).shape();
    demand(layer.isBuilt(), "applying the layer does not build it");
    List<Weight> weights = layer.weights();
    if (output != null) {
      Shape expected = output.insert(0, Shape.UNKNOWN);
      demand(shape.equals(expected), "output is " + shape + ", expected " + expected);
    }
    if (trainable >= 0) {
      long trained = weights.stream().filter(Weight::trainableKind).count();
      demand(
          trained == trainable && weights.size() - trained == others,
          "%d weights are trainable and %d are not, expected %d and %d"
              .formatted(trained, weights.size() - trained, trainable, others));
    }
    layer.apply(unknown.toArray(Value[]::new));
    demand(layer.weights().equals(weights), "applying the layer again changes its list of weights");
    return shape;
  }

  private List<Tensor> checkExecutedShapes(Layer layer, Shape symbolic) {
    List<Tensor> data = List.of();
    for (int batch : new int[] {2, 3}) {
      data = data(batch);
      Shape known = run(layer, data, Call.inference(), 0).get(0).shape();
      demand(
          symbolic.accepts(known) && (symbolic.rank() == 0 || known.dim(0) == batch),
          "a batch of %d gives %s, but any batch %s".formatted(batch, known, symbolic));
    }
    return data;
  }

  private void checkRepeatable(Layer layer, List<Tensor> data) {
    List<Tensor> before = layer.weights().stream().map(Weight::get).toList();
    Tensor first = run(layer, data, Call.inference(), STEP).get(0);
    same("inference at another step", run(layer, data, Call.inference(), STEP + 1).get(0), first);
    demand(
        layer.weights().stream().map(Weight::get).toList().equals(before),
        "inference changes weights");

    Tensor trained = run(layer, data, Call.training(1), STEP).get(0);
    restore(layer, before);
    same("training again at one step", run(layer, data, Call.training(1), STEP).get(0), trained);
    restore(layer, before);
    Tensor later = run(layer, data, Call.training(1), STEP + 1).get(0);
    restore(layer, before);
    if (drawsInTraining) {
      demand(!later.equals(trained), "two training steps draw the same random numbers");
      demand(!first.equals(trained), "training draws no random numbers");
    } else {
      same("training at another step", later, trained);
    }
  }

  private void checkSettings(Layer layer, List<Tensor> data) {
    Map<String, Object> form = LayerRegistry.toConfig(layer);
    checkJson(form, layer.className());
    Layer copy = LayerRegistry.fromConfig(form);
    demand(
        copy.config().equals(layer.config()),
        "settings change: %s are read back as %s".formatted(layer.config(), copy.config()));
    copy.buildOn(layer.builtOn());
    List<Weight> from = layer.weights();
    List<Weight> to = copy.weights();
    // Inner layers have automatic names, which differ.
    demand(
        from.stream()
            .map(w -> w.name() + w.shape())
            .toList()
            .equals(to.stream().map(w -> w.name() + w.shape()).toList()),
        "weights after build change: %s are read back as %s".formatted(from, to));
    for (int i = 0; i < to.size(); i++) {
      to.get(i).set(from.get(i).get());
    }
    same(
        "the layer read back",
        run(copy, data, Call.inference(), 0).get(0),
        run(layer, data, Call.inference(), 0).get(0));
  }

  /** Checks that settings can be stored as JSON. */
  private static void checkJson(Object value, String path) {
    switch (value) {
      case null -> {}
      case Map<?, ?> map ->
          map.forEach(
              (k, v) -> {
                demand(k instanceof String, path + " has a key that is not a string: " + k);
                checkJson(v, path + "." + k);
              });
      case List<?> list -> list.forEach(v -> checkJson(v, path + "[]"));
      case String s -> {}
      case Boolean b -> {}
      case Number n -> {}
      default ->
          throw new AssertionError(
              "setting %s is a %s".formatted(path, value.getClass().getSimpleName()));
    }
  }

  private void checkGradient(Layer layer, List<Tensor> data, boolean training) {
    List<Weight> weights = layer.weights().stream().filter(Weight::trainableKind).toList();
    List<Tensor> at = new ArrayList<>(data);
    weights.forEach(w -> at.add(w.get()));
    try {
      GradientCheck.checkAll(
          operands -> {
            Call call = training ? Call.training(1) : Call.inference();
            // The call reads operands instead of weights, so that they are differentiated too.
            for (int i = 0; i < weights.size(); i++) {
              call.update(weights.get(i), operands.get(data.size() + i));
            }
            return layer.trace(call, operands.subList(0, data.size()));
          },
          at);
    } catch (AssertionError e) {
      throw new AssertionError((training ? "training: " : "inference: ") + e.getMessage(), e);
    }
  }

  private List<Tensor> run(Layer layer, List<Tensor> data, Call call, long step) {
    List<Value> given = values(data.get(0).shape().dim(0));
    List<Value> outputs = layer.trace(call, given);
    Graph graph = new Graph(given, outputs, call.assignments());
    Execution execution = engine.compile(graph).newExecution();
    for (int i = 0; i < data.size(); i++) {
      execution.input(i, data.get(i));
    }
    execution.step(step);
    execution.run();
    List<Tensor> results = new ArrayList<>();
    for (Value v : outputs) {
      Tensor result =
          v.dtype() == DType.INT32
              ? Tensor.ofInts(v.shape(), new int[v.shape().size()])
              : Tensor.zeros(v.shape());
      execution.output(results.size(), result);
      results.add(result);
    }
    return results;
  }

  private List<Value> values(int batch) {
    return inputs.stream()
        .map(
            t ->
                Node.apply(
                    new Leaf.Input("input", new Type(t.shape().insert(0, batch), t.dtype()))))
        .toList();
  }

  private List<Tensor> data(int batch) {
    return inputs.stream()
        .map(
            t -> {
              Shape shape = t.shape().insert(0, batch);
              return t.dtype() == DType.INT32
                  ? Tensor.ofInts(shape, random.ints(shape.size(), 0, below).toArray())
                  : GradientCheck.normal(shape, random);
            })
        .toList();
  }

  /**
   * Fills weights with numbers around 1, which differ from initial zeros and are valid variances.
   */
  private void fill(Layer layer) {
    for (Weight w : layer.weights()) {
      float[] numbers = new float[w.shape().size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextDouble(0.5, 1.5);
      }
      w.set(Tensor.of(w.shape(), numbers));
    }
  }

  private static void restore(Layer layer, List<Tensor> contents) {
    for (int i = 0; i < contents.size(); i++) {
      layer.weights().get(i).set(contents.get(i));
    }
  }

  private static void same(String what, Tensor actual, Tensor expected) {
    try {
      TensorAssert.assertSameBits(actual, expected);
    } catch (AssertionError e) {
      throw new AssertionError(what + " gives another result: " + e.getMessage(), e);
    }
  }

  private static void demand(boolean condition, String broken) {
    if (!condition) {
      throw new AssertionError(broken);
    }
  }
}
