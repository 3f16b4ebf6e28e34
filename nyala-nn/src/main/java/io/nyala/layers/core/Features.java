// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;

/** Checks the inputs of dense layers, {@code (batch, ..., features)}. */
final class Features {
  private Features() {}

  /** Returns the number of features, which must be known to build a kernel. */
  static int known(Shape x) {
    if (x.rank() < 2 || x.last() == Shape.UNKNOWN) {
      throw new ShapeException("expected input (batch, ..., features) with known features");
    }
    return x.last();
  }

  /** Returns an input as float32; its features must be as many as the kernel has rows. */
  static Value asBuilt(Value x, int in) {
    if (x.shape().rank() < 2 || !Shape.of(in).accepts(Shape.of(x.shape().last()))) {
      throw new ShapeException("expected input (batch, ..., %d), as when built".formatted(in));
    }
    return Ops.cast(x, DType.FLOAT32);
  }
}
