// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.merging;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.ShapeException;
import java.util.List;

/** The first input minus the second. */
public final class Subtract extends Merge<Subtract> {
  /** Creates the layer. */
  public Subtract() {}

  @Override
  Value merge(List<Value> inputs, List<Value> masks) {
    return Ops.subtract(inputs.get(0), inputs.get(1));
  }

  @Override
  void checkNumber(int inputs) {
    if (inputs != 2) {
      throw new ShapeException("takes exactly two inputs, got " + inputs);
    }
  }
}
