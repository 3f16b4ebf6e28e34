// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Map;

/** Computes the initial value of a weight. */
public interface Initializer {
  /**
   * Returns the initial value of a weight of this shape.
   *
   * @param key the key of the random stream; the same key gives the same values
   */
  Tensor initialize(Shape shape, long key);

  /** Returns Keras's class name, for example {@code GlorotUniform}. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** Returns Keras's settings of this object. */
  default Map<String, Object> config() {
    return Map.of();
  }
}
