// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import io.nyala.ops.Leaf;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The description of a model's input. In code one writes {@link Layers#input(int...)}, which gives
 * the symbolic value; this layer stands for that value where a model lists its layers.
 */
public final class InputLayer extends Layer {
  private final Shape batchShape;
  private final DType dtype;
  private Value value;

  /**
   * Creates the description of an input.
   *
   * @param batchShape with the batch in front, usually {@link Shape#UNKNOWN}
   * @param dtype the element type
   */
  public InputLayer(Shape batchShape, DType dtype) {
    if (batchShape.rank() == 0) {
      throw new IllegalArgumentException("an input needs a batch axis, got shape ()");
    }
    this.batchShape = batchShape;
    this.dtype = dtype;
  }

  /**
   * Returns the description of a value that {@link Layers#input(int...)} made.
   *
   * @throws IllegalArgumentException if the value is computed from others
   */
  public static InputLayer of(Value value) {
    if (!(value.node().op() instanceof Leaf.Input leaf)) {
      throw new IllegalArgumentException(
          "expected an input(...), got " + value + ", which is computed from other values");
    }
    InputLayer layer = new InputLayer(value.shape(), value.dtype());
    layer.named(leaf.name());
    layer.value = value;
    return layer;
  }

  /** Returns the symbolic value, the same one at each call. */
  public Value value() {
    if (value == null) {
      value = Ops.input(name(), batchShape, dtype);
    }
    return value;
  }

  /** Returns the shape with the batch in front, usually unknown. */
  public Shape batchShape() {
    return batchShape;
  }

  /** Returns the element type. */
  public DType dtype() {
    return dtype;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    List<Integer> shape =
        Arrays.stream(batchShape.dims()).mapToObj(d -> d == Shape.UNKNOWN ? null : d).toList();
    config.put("batch_shape", shape);
    config.put("dtype", dtype.keras());
    config.put("sparse", false);
    config.put("ragged", false);
    config.put("name", name());
    config.put("optional", false);
    return config;
  }

  @Override
  protected Value call(Call call, Value x) {
    return x;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }
}
