// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.merging;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.List;

/** The sum of the inputs. */
public final class Add extends Merge<Add> {
  /** Creates the layer. */
  public Add() {}

  @Override
  Value merge(List<Value> inputs, List<Value> masks) {
    return fold(inputs, Ops::add);
  }
}
