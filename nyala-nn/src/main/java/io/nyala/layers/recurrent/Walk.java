// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import java.util.List;

/** The results of a walk through time: all outputs, the last one, and the last states. */
record Walk(Value outputs, Value last, List<Value> states) {
  /** Returns one step of a sequence. */
  static Value at(Value x, int t) {
    return Ops.squeeze(Ops.slice(x, 1, t, 1), 1);
  }

  /** Returns the same with zeros for the outputs of steps that are not visible. */
  Walk zeroedUnless(Value visible) {
    Value zeroed = Ops.where(Ops.expandDims(visible, -1), outputs, Ops.constant(0));
    int time = zeroed.shape().dim(1);
    return new Walk(zeroed, Ops.squeeze(Ops.slice(zeroed, 1, time - 1, 1), 1), states);
  }

  /** Returns for each step whether it or a previous one is not masked, in log2(time) operations. */
  static Value seen(Value mask) {
    Value seen = Ops.cast(mask, DType.FLOAT32);
    int time = mask.shape().dim(1);
    for (int by = 1; by < time; by *= 2) {
      Value earlier = Ops.pad(Ops.slice(seen, 1, 0, time - by), 1, by, 0, 0);
      seen = Ops.maximum(seen, earlier);
    }
    return Ops.cast(seen, DType.BOOL);
  }
}
