// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.merging;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.List;

/** The elementwise minimum of the inputs, ignoring masked elements. */
public final class Minimum extends Merge<Minimum> {
  /** Creates the layer. */
  public Minimum() {}

  @Override
  Value merge(List<Value> inputs, List<Value> masks) {
    return foldUnmasked(inputs, masks, Ops::minimum);
  }
}
