// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.merging;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.OlderMasks;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Base class of layers that combine several inputs element by element. Inputs broadcast; those with
 * fewer axes get axes of extent 1 after the batch axis. The mask of the result is the union of the
 * inputs' masks, if all have one.
 *
 * @param <L> the concrete layer type
 */
public abstract class Merge<L extends Merge<L>> extends ChainedLayer<L> {
  private final OlderMasks olderMasks = new OlderMasks();

  Merge() {}

  final L readMasks(Settings s) {
    olderMasks.read(s);
    return unbuilt();
  }

  /** Merges inputs of equal rank, with their masks (null if an input has none). */
  abstract Value merge(List<Value> inputs, List<Value> masks);

  @Override
  protected final List<Value> call(Call call, List<Value> inputs) {
    checkNumber(inputs.size());
    int rank = inputs.stream().mapToInt(v -> v.shape().rank()).max().orElse(0);
    List<Value> aligned = new ArrayList<>();
    List<Value> masks = new ArrayList<>();
    boolean mixed = inputs.stream().map(Value::dtype).distinct().count() > 1;
    for (Value input : inputs) {
      Value x = mixed ? Ops.cast(input, DType.FLOAT32) : input;
      while (x.shape().rank() < rank) {
        x = Ops.expandDims(x, 1);
      }
      aligned.add(x);
      masks.add(olderMasks.areUsed() ? null : spread(call.mask(input), x.shape()));
    }
    return List.of(merge(aligned, masks));
  }

  void checkNumber(int inputs) {
    if (inputs < 2) {
      throw new ShapeException("takes at least two inputs, got " + inputs);
    }
  }

  /** Broadcasts a mask of {@code (batch, time)} to the shape of its input. */
  private static Value spread(Value mask, Shape shape) {
    if (mask == null) {
      return null;
    }
    Value wide = mask;
    while (wide.shape().rank() < shape.rank()) {
      wide = StandIn.expandDims(wide, -1);
    }
    return Ops.broadcastTo(wide, shape);
  }

  /** Applies a function of two values from the first to the last. */
  static Value fold(List<Value> inputs, BinaryOperator<Value> function) {
    return inputs.stream().reduce(function).orElseThrow();
  }

  /** Same as {@link #fold}, ignoring masked elements (Keras 3). */
  static Value foldUnmasked(List<Value> inputs, List<Value> masks, BinaryOperator<Value> function) {
    Value result = inputs.get(0);
    Value resultMask = masks.get(0);
    for (int i = 1; i < inputs.size(); i++) {
      Value mask = masks.get(i);
      Value x = mask == null ? inputs.get(i) : Ops.where(mask, inputs.get(i), result);
      result = resultMask == null ? result : Ops.where(resultMask, result, x);
      resultMask = mask == null || resultMask == null ? null : Ops.or(resultMask, mask);
      result = function.apply(result, x);
    }
    return result;
  }

  @Override
  protected Value computeMask(Call call, List<Value> inputs, int output) {
    if (olderMasks.areUsed()) {
      return inputs.stream().map(call::mask).reduce(null, olderMasks::both);
    }
    Value union = call.mask(inputs.get(0));
    for (Value input : inputs.subList(1, inputs.size())) {
      Value mask = call.mask(input);
      union = union == null || mask == null ? null : Ops.or(union, mask);
    }
    return union;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    olderMasks.putInto(config);
    return config;
  }
}
