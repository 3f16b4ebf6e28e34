// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.Map;

/**
 * A multiple of the identity matrix; extra rows or columns are zero.
 *
 * @param gain what stands on the diagonal, 1 by default
 */
public record Identity(double gain) implements Initializer {
  /** Checks the gain. */
  public Identity {
    Numbers.finite("Identity", "gain", gain);
  }

  @Override
  public Tensor initialize(Shape shape, long key) {
    if (shape.rank() != 2) {
      throw new ShapeException("Identity: the weight must be a matrix, got shape " + shape);
    }
    Tensor matrix = Tensor.zeros(shape);
    for (int i = 0; i < Math.min(shape.dim(0), shape.dim(1)); i++) {
      matrix.floats()[i * shape.dim(1) + i] = (float) gain;
    }
    return matrix;
  }

  @Override
  public Map<String, Object> config() {
    return Map.of("gain", gain);
  }
}
