// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.graph.Graph;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The circumstances under which layers are called: training or inference, random streams, masks,
 * and what the call leaves behind besides its result (losses, updates of weights).
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

  /** Something that is told of each layer's call while a model is traced. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * Called when a layer has written its operations, after the layers inside it.
     *
     * @param layer the layer
     * @param inputs what it was given
     * @param outputs what it computed
     */
    void called(Layer layer, List<Value> inputs, List<Value> outputs);
  }

  private Call(boolean training, long seed) {
    this.training = training;
    this.seed = seed;
  }

  /** Returns the circumstances of inference. */
  public static Call inference() {
    return new Call(false, 0);
  }

  /** Returns the circumstances of training with random streams from a seed. */
  public static Call training(long seed) {
    return new Call(true, seed);
  }

  /** Tells whether this is training. */
  public boolean training() {
    return training;
  }

  /**
   * Returns the key of a new random stream. The n-th call for a seed always gives the same key, so
   * a graph that is traced again draws the same numbers.
   */
  public long newStream() {
    long z = seed + 0x9E3779B97F4A7C15L * ++streams;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Tells a watcher of each layer that is traced from now on; null tells nobody. */
  public void watch(Watcher newWatcher) {
    this.watcher = newWatcher;
  }

  /** Tells the watcher, if there is one. */
  void called(Layer layer, List<Value> inputs, List<Value> outputs) {
    if (watcher != null) {
      watcher.called(layer, inputs, outputs);
    }
  }

  /** Returns the content of a weight, with the updates of this call. */
  public Value read(Weight weight) {
    Value updatedValue = updates.get(weight);
    return updatedValue != null
        ? updatedValue
        : reads.computeIfAbsent(weight, w -> Ops.read(w.variable()));
  }

  /** Returns the value that stands for a weight's content at the start of the run. */
  public Value start(Weight weight) {
    return reads.computeIfAbsent(weight, w -> Ops.read(w.variable()));
  }

  /** Gives a weight a new content at the end of the run, as for moving averages. */
  public void update(Weight weight, Value content) {
    if (updates.put(weight, content) == null) {
      updated.add(weight);
    }
  }

  /** Returns the assignments that {@link #update} asked for. */
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

  /** Returns the mask that travels with a value, {@code (batch, time)} of bool, or null. */
  public Value mask(Value value) {
    return masks.get(value);
  }

  /** Lets a mask travel with a value; null takes it away. */
  public void setMask(Value value, Value mask) {
    if (mask == null) {
      masks.remove(value);
    } else {
      masks.put(value, mask);
    }
  }
}
