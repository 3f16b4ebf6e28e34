// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import io.nyala.layers.Layers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.ShapeForm;
import io.nyala.ops.Leaf;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Describes an input of a model. Use {@link Layers#input(int...)} to create the symbolic value;
 * this layer represents that value in the list of a model's layers.
 */
public final class InputLayer extends Layer {
  private final Shape batchShape;
  private final DType dtype;
  private Value value;

  /**
   * Creates the description of an input.
   *
   * @param batchShape the shape including the batch axis, which is usually {@link Shape#UNKNOWN}
   * @param dtype the element type
   */
  public InputLayer(Shape batchShape, DType dtype) {
    if (Require.given("InputLayer", "shape", batchShape).rank() == 0) {
      throw new IllegalArgumentException("an input needs a batch axis, got shape ()");
    }
    this.batchShape = batchShape;
    this.dtype = Require.given("InputLayer", "dtype", dtype);
  }

  static InputLayer from(Settings s) {
    String shape = s.has("batch_shape") ? "batch_shape" : "batch_input_shape";
    String dtype = s.getString("dtype", "float32");
    return new InputLayer(s.getShape(shape), type(dtype));
  }

  private static DType type(String keras) {
    if (keras.startsWith("float")) {
      return DType.FLOAT32;
    }
    if (keras.startsWith("int") || keras.startsWith("uint")) {
      return DType.INT32;
    }
    return switch (keras) {
      case "bool" -> DType.BOOL;
      case "string" -> DType.STRING;
      default ->
          throw new IllegalArgumentException("InputLayer: dtype " + keras + " is not supported");
    };
  }

  /**
   * Returns the layer of a value created by {@link Layers#input(int...)}.
   *
   * @throws IllegalArgumentException if the value is computed from others
   */
  public static InputLayer of(Value value) {
    if (!(Require.given("InputLayer", "input", value).node().op() instanceof Leaf.Input leaf)) {
      throw new IllegalArgumentException(
          "expected an input(...), got " + value + ", which is computed from other values");
    }
    InputLayer layer = new InputLayer(value.shape(), value.dtype());
    if (!leaf.name().equals(layer.name())) {
      layer.named(leaf.name());
    }
    layer.value = value;
    return layer;
  }

  /** Returns the symbolic value, always the same instance. */
  public Value value() {
    if (value == null) {
      value = Ops.input(name(), batchShape, dtype);
    }
    return value;
  }

  /** Returns the shape including the batch axis, which is usually unknown. */
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
    config.put("batch_shape", ShapeForm.of(batchShape));
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
  protected boolean takesStrings() {
    return true;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }
}
