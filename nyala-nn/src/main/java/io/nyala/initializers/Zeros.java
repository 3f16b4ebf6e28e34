// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;

/** Zeros. */
public record Zeros() implements Initializer {
  @Override
  public Tensor initialize(Shape shape, long key) {
    return Tensor.zeros(shape);
  }
}
