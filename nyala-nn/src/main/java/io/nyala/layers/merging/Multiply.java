// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.merging;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.ArrayList;
import java.util.List;

/** The product of the inputs, in which masked elements count as 1. */
public final class Multiply extends Merge<Multiply> {
  /** Creates the layer. */
  public Multiply() {}

  @Override
  Value merge(List<Value> inputs, List<Value> masks) {
    List<Value> factors = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Value mask = masks.get(i);
      Value x = inputs.get(i);
      factors.add(mask == null ? x : Ops.where(mask, x, Ops.constant(1)));
    }
    Value product = fold(factors, Ops::multiply);
    if (masks.contains(null)) {
      return product;
    }
    // If everything is masked, the product would be 1.
    return Ops.where(fold(masks, Ops::or), product, Ops.constant(0));
  }
}
