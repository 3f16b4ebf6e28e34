// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Type;
import java.util.List;

/** {@code x - log(sum(e^x))} over the last axis, shifted by the maximum. */
public record LogSoftmax() implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    return List.of(Type.floats(in.get(0).shape()));
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = SoftmaxOp.shifted(in.get(0));
    return List.of(Ops.subtract(x, Ops.log(Ops.sum(Ops.exp(x), true, -1))));
  }
}
