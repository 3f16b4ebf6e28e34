// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import io.nyala.layers.base.Call;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Base class of attention between two sequences: for each query step, the mean of the values,
 * weighted by the softmax of the scores of query and key.
 *
 * <p>Inputs: query {@code (batch, to, dim)}, value {@code (batch, from, out)} and, if it differs
 * from the value, key {@code (batch, from, dim)}. Output {@code (batch, to, out)}; with {@link
 * #returnAttentionScores} the weights {@code (batch, to, from)} are a second output. Steps masked
 * in the value have weight 0. The output is 0 for steps masked in the query, and keeps that mask.
 *
 * @param <L> the concrete layer type
 */
public abstract class SequenceAttention<L extends SequenceAttention<L>> extends AttentionLayer<L> {
  /** The value that Keras subtracts from masked scores. */
  private static final float MASKED = 1e9f;

  private boolean useScale;

  SequenceAttention(boolean useScale) {
    this.useScale = useScale;
  }

  final L readAttention(Settings s) {
    useScale = s.getBoolean("use_scale", useScale);
    if (s.getBoolean("causal", false)) {
      // A layer setting until Keras 2.10, as here; an argument of the call since then.
      options.causal(true);
    }
    return readDropout(s);
  }

  /** Sets whether scores are multiplied by a trained scale. */
  public L useScale(boolean newUseScale) {
    L self = unbuilt();
    useScale = newUseScale;
    return self;
  }

  final boolean usesScale() {
    return useScale;
  }

  /** Returns the scores {@code (batch, to, from)}. */
  abstract Value scores(Call call, Value query, Value key);

  /** Checks the input shapes for which the layer is built. */
  final void check(List<Shape> shapes) {
    if (shapes.size() < 2 || shapes.size() > 3) {
      throw new ShapeException(
          "expected query and value, or query, value and key, got %d inputs"
              .formatted(shapes.size()));
    }
    for (Shape s : shapes) {
      if (s.rank() != 3) {
        throw new ShapeException("expected inputs (batch, time, features), got " + s);
      }
    }
    Shape key = shapes.get(shapes.size() - 1);
    if (!Shape.of(key.dim(1)).accepts(Shape.of(shapes.get(1).dim(1)))) {
      throw new ShapeException(
          "key %s and value %s differ in the time axis".formatted(key, shapes.get(1)));
    }
    if (!Shape.of(key.last()).accepts(Shape.of(shapes.get(0).last()))) {
      throw new ShapeException(
          "query %s and key %s differ in features; put a Dense layer before one of them"
              .formatted(shapes.get(0), key));
    }
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    check(inputs.stream().map(Value::shape).toList());
    Value query = Ops.cast(inputs.get(0), DType.FLOAT32);
    Value value = Ops.cast(inputs.get(1), DType.FLOAT32);
    Value key = inputs.size() > 2 ? Ops.cast(inputs.get(2), DType.FLOAT32) : value;
    Value scores = scores(call, query, key);
    Value mask = call.mask(inputs.get(1));
    if (mask != null) {
      mask = StandIn.expandDims(mask, 1);
    }
    if (options.causal()) {
      mask =
          AttentionMasks.and(mask, AttentionMasks.causal(query.shape().dim(1), key.shape().dim(1)));
    }
    if (mask != null) {
      scores = Ops.where(mask, scores, Ops.subtract(scores, MASKED));
    }
    Value weights = dropped(call, Ops.softmax(scores, -1));
    Value y = Ops.matmul(weights, value);
    Value queryMask = call.mask(inputs.get(0));
    if (queryMask != null) {
      y = Ops.where(StandIn.expandDims(queryMask, -1), y, Ops.constant(0));
    }
    return options.scores() ? List.of(y, weights) : List.of(y);
  }

  @Override
  public List<Value> readCall(List<Value> args, Map<String, Object> kwargs) {
    options.read(kwargs);
    return args;
  }

  @Override
  protected List<String> argumentNames() {
    return List.of("inputs", "mask");
  }

  @Override
  public Map<String, Object> callForm(List<Object> operands) {
    Map<String, Object> form = new LinkedHashMap<>(super.callForm(operands));
    form.put("kwargs", options.form());
    return form;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("use_scale", useScale);
    return config;
  }
}
