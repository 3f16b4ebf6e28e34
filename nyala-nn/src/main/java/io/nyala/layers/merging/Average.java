// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.merging;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.List;

/** The mean of the inputs. */
public final class Average extends Merge<Average> {
  /** Creates the layer. */
  public Average() {}

  @Override
  Value merge(List<Value> inputs, List<Value> masks) {
    return Ops.divide(fold(inputs, Ops::add), inputs.size());
  }
}
