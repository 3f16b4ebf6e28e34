// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.graph.Graph;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The context in which layers are called: training or inference mode, random streams, masks, and
 * side effects of the call (losses and weight updates).
 */
public final class Call {
  private final boolean training;
  private final long seed;
  private long streams;
  private final Map<Weight, Value> reads = new IdentityHashMap<>();
  private final Map<Weight, Value> updates = new IdentityHashMap<>();
  private final List<Weight> updated = new ArrayList<>();
  private final Map<Value, Value> masks = new IdentityHashMap<>();
  private final List<Value> losses = new ArrayList<>();
  private Watcher watcher;
  private final List<HostCall> hosted = new ArrayList<>();
  private List<List<Value>> borders;

  /**
   * A call of a layer that works on data before the program.
   *
   * @param layer the layer
   * @param inputs its inputs
   * @param outputs its outputs, which are inputs of the program or of other such layers
   */
  public record HostCall(HostLayer<?> layer, List<Value> inputs, List<Value> outputs) {}

  /** A listener for layer calls while a model is traced. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * Called after a layer and its sublayers have been traced.
     *
     * @param layer the layer
     * @param inputs its inputs
     * @param outputs its outputs
     */
    void called(Layer layer, List<Value> inputs, List<Value> outputs);
  }

  private Call(boolean training, long seed) {
    this.training = training;
    this.seed = seed;
  }

  /** Returns a context for inference. */
  public static Call inference() {
    return new Call(false, 0);
  }

  /** Returns a context for training, with random streams derived from a seed. */
  public static Call training(long seed) {
    return new Call(true, seed);
  }

  /** Returns whether this is a training context. */
  public boolean training() {
    return training;
  }

  /**
   * Returns the key of a new random stream. The n-th call for a seed always returns the same key,
   * so a graph traced again draws the same numbers.
   */
  public long newStream() {
    long z = seed + 0x9E3779B97F4A7C15L * ++streams;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Sets a watcher that is notified of each layer traced from now on; null for none. */
  public void watch(Watcher newWatcher) {
    this.watcher = newWatcher;
  }

  /** Notifies the watcher, if there is one. */
  void called(Layer layer, List<Value> inputs, List<Value> outputs) {
    if (watcher != null) {
      watcher.called(layer, inputs, outputs);
    }
  }

  /**
   * Sets the outputs of {@link HostLayer}s for a trace that begins behind them.
   *
   * @param outputs for each call in order, a value for each output, or null where the program does
   *     not use it
   */
  public void behind(List<List<Value>> outputs) {
    borders = outputs;
  }

  /** Returns the calls of {@link HostLayer}s so far, in order. */
  public List<HostCall> hosted() {
    return List.copyOf(hosted);
  }

  /** Records the call of a layer that works before the program; returns its outputs. */
  List<Value> host(HostLayer<?> layer, List<Value> inputs) {
    int number = hosted.size();
    List<Value> given = borders != null && number < borders.size() ? borders.get(number) : null;
    List<Value> outputs = new ArrayList<>();
    for (Type type : layer.types(inputs.stream().map(Value::type).toList())) {
      Value known = given == null ? null : given.get(outputs.size());
      outputs.add(
          known != null ? known : Node.apply(new Leaf.Input(layer.name() + "_output", type)));
    }
    hosted.add(new HostCall(layer, List.copyOf(inputs), List.copyOf(outputs)));
    return outputs;
  }

  /** Returns the value of a weight, including updates made in this call. */
  public Value read(Weight weight) {
    Value updatedValue = updates.get(weight);
    return updatedValue != null
        ? updatedValue
        : reads.computeIfAbsent(weight, w -> Ops.read(w.variable()));
  }

  /** Returns the symbolic value of a weight at the start of the run. */
  public Value start(Weight weight) {
    return reads.computeIfAbsent(weight, w -> Ops.read(w.variable()));
  }

  /** Assigns a new value to a weight at the end of the run, for example a moving average. */
  public void update(Weight weight, Value content) {
    if (updates.put(weight, content) == null) {
      updated.add(weight);
    }
  }

  /** Returns the assignments requested with {@link #update}. */
  public List<Graph.Assignment> assignments() {
    return updated.stream().map(w -> new Graph.Assignment(w.variable(), updates.get(w))).toList();
  }

  /** Adds a scalar to the loss of the model. */
  public void addLoss(Value loss) {
    losses.add(loss);
  }

  /** Returns the scalars that layers added to the loss. */
  public List<Value> losses() {
    return List.copyOf(losses);
  }

  /** Returns the mask attached to a value, bool of shape {@code (batch, time)}, or null. */
  public Value mask(Value value) {
    return masks.get(value);
  }

  /** Attaches a mask to a value; null removes it. */
  public void setMask(Value value, Value mask) {
    if (mask == null) {
      masks.remove(value);
    } else {
      masks.put(value, mask);
    }
  }
}
