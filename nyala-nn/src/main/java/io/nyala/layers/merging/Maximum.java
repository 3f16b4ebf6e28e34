// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.merging;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.List;

/** The elementwise maximum of the inputs, ignoring masked elements. */
public final class Maximum extends Merge<Maximum> {
  /** Creates the layer. */
  public Maximum() {}

  @Override
  Value merge(List<Value> inputs, List<Value> masks) {
    return foldUnmasked(inputs, masks, Ops::maximum);
  }
}
