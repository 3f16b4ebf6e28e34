// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.List;

/** {@code e^x / sum(e^x)} over the last axis, shifted by the maximum so that nothing overflows. */
public record SoftmaxOp() implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    return List.of(Type.floats(in.get(0).shape()));
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    Value e = Ops.exp(shifted(in.get(0)));
    return List.of(Ops.divide(e, Ops.sum(e, true, -1)));
  }

  /** Returns x minus its maximum over the last axis; no gradient flows through the shift. */
  static Value shifted(Value x) {
    Shape s = x.shape();
    return s.rank() == 0 ? x : Ops.subtract(x, Ops.stopGradient(Ops.max(x, true, -1)));
  }

  @Override
  public String label() {
    return "Softmax";
  }
}
