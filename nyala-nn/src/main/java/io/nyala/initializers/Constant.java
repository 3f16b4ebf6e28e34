// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

import io.nyala.settings.Arguments;
import io.nyala.settings.Serialized;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.Map;

/**
 * A constant, or given values such as word vectors for an embedding.
 *
 * @param value a single number, or a tensor of the weight's shape
 */
public record Constant(Tensor value) implements Initializer {
  /** Checks that there are values. */
  public Constant {
    Arguments.given("Constant: value", value);
  }

  /** Creates the initializer of one constant for all elements; Keras's default is 0. */
  public Constant(double value) {
    this(Tensor.scalar((float) value));
  }

  @Override
  public Tensor initialize(Shape shape, long key) {
    if (value.size() == 1) {
      return Tensor.full(shape, value.item());
    }
    if (!value.shape().equals(shape)) {
      throw new ShapeException(
          "Constant: the given values have shape " + value.shape() + ", the weight " + shape);
    }
    return Tensor.of(shape, value.toFloats());
  }

  @Override
  public Map<String, Object> config() {
    return Map.of("value", value.size() == 1 ? (double) value.item() : Serialized.tensor(value));
  }
}
