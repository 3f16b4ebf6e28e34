// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;

/** Makes layers, in Keras's words; meant for {@code import static io.nyala.layers.Layers.*}. */
public final class Layers {
  private Layers() {}

  // Inputs

  /** Returns a float32 input of a model, {@code (batch, shape...)} with any batch. */
  public static Value input(int... shape) {
    return input(DType.FLOAT32, shape);
  }

  /** Returns an input of a model, {@code (batch, shape...)} with any batch. */
  public static Value input(DType dtype, int... shape) {
    return new InputLayer(withBatch(shape), dtype).value();
  }

  /** Returns a float32 input with a name, {@code (batch, shape...)} with any batch. */
  public static Value input(String name, int... shape) {
    return input(name, DType.FLOAT32, shape);
  }

  /** Returns an input with a name, {@code (batch, shape...)} with any batch. */
  public static Value input(String name, DType dtype, int... shape) {
    InputLayer layer = new InputLayer(withBatch(shape), dtype);
    layer.named(name);
    return layer.value();
  }

  private static Shape withBatch(int... shape) {
    return Shape.of(shape).insert(0, Shape.UNKNOWN);
  }
}
