// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.graph.Graph;
import io.nyala.layers.augmentation.MixingLayer;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.models.core.Engines;
import io.nyala.models.programs.ProgramCache;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.Execution;
import io.nyala.plan.Program;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches whose images are changed by augmentation layers before training, in training mode. {@link
 * MixingLayer}s, such as {@code mixUp(0.2)}, change the labels too, which they cannot do inside a
 * model:
 *
 * <pre>{@code
 * BatchSource mixed = AugmentedBatches.of(data.batch(32), 1, randomFlip(), mixUp(0.2));
 * model.fit(mixed, fit().epochs(10));
 * }</pre>
 *
 * <p>Layers apply to the first input and the first target of a batch, one after the other. The
 * random numbers depend on the seed, the pass and the position of the batch.
 */
public final class AugmentedBatches implements BatchSource {
  private static final int PROGRAMS = 16;

  private final BatchSource source;
  private final long seed;
  private final List<Layer> layers;
  private final ProgramCache<List<Type>, Compiled> programs =
      new ProgramCache<>(PROGRAMS, this::compile, compiled -> {});

  /** A program with the shapes of its outputs. */
  private record Compiled(Program program, List<Shape> outputs) {}

  private AugmentedBatches(BatchSource source, long seed, List<Layer> layers) {
    this.source = source;
    this.seed = seed;
    this.layers = layers;
  }

  /**
   * Returns changed batches.
   *
   * @param batches the batches, images first
   * @param seed determines the random numbers
   * @param layers layers without weights, applied in this order
   * @throws IllegalArgumentException if there is no layer
   */
  public static AugmentedBatches of(BatchSource batches, long seed, Layer... layers) {
    List<Layer> given = Arguments.eachGiven("layers", layers);
    if (given.isEmpty()) {
      throw new IllegalArgumentException("AugmentedBatches: no layers");
    }
    return new AugmentedBatches(Arguments.given("batches", batches), seed, given);
  }

  /** Returns the number of batches of the source. */
  @Override
  public long size() {
    return source.size();
  }

  @Override
  public Pass open(long pass) {
    Pass inner = source.open(pass);
    return new Pass() {
      private long position;

      @Override
      public Batch next() {
        Batch batch = inner.next();
        return batch == null ? null : changed(batch, (pass << 32) + position++);
      }

      @Override
      public void close() {
        inner.close();
      }
    };
  }

  private Batch changed(Batch batch, long step) {
    List<Tensor> given = new ArrayList<>(List.of(batch.x().getFirst()));
    boolean mixes = layers.stream().anyMatch(MixingLayer.class::isInstance);
    if (mixes && batch.y().isEmpty()) {
      throw new IllegalArgumentException(
          "AugmentedBatches: %s mixes labels, but the batches have no targets".formatted(layers));
    }
    if (mixes) {
      given.add(batch.y().getFirst());
    }
    Compiled compiled =
        programs.get(given.stream().map(t -> new Type(t.shape(), t.dtype())).toList());
    Execution execution = compiled.program().newExecution();
    for (int i = 0; i < given.size(); i++) {
      execution.input(i, given.get(i));
    }
    execution.step(step);
    execution.run();
    List<Tensor> results = new ArrayList<>();
    for (Shape shape : compiled.outputs()) {
      Tensor result = Tensor.zeros(shape);
      execution.output(results.size(), result);
      results.add(result);
    }
    Batch changed = batch.withX(results.getFirst());
    return mixes ? changed.withY(results.getLast()) : changed;
  }

  private Compiled compile(List<Type> types) {
    List<Value> inputs = new ArrayList<>();
    for (Type type : types) {
      inputs.add(Ops.input(inputs.isEmpty() ? "images" : "labels", type.shape(), type.dtype()));
    }
    Call call = Call.training(seed);
    List<Value> values = inputs;
    for (Layer layer : layers) {
      List<Value> taken = layer instanceof MixingLayer<?> ? values : values.subList(0, 1);
      List<Value> next = new ArrayList<>(layer.trace(call, taken));
      next.addAll(values.subList(next.size(), values.size()));
      values = next;
      if (!layer.weights().isEmpty()) {
        throw new IllegalArgumentException(
            "AugmentedBatches: %s has weights; make it a part of the model".formatted(layer));
      }
    }
    return new Compiled(
        Engines.engine().compile(new Graph(inputs, values, List.of())),
        values.stream().map(Value::shape).toList());
  }
}
