// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Type;
import java.util.List;

/**
 * The gradient of {@link LayerNorm} with respect to x. Operands: x, gamma, mean, rstd, dy. Result:
 * dx.
 */
public record LayerNormGradient() implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    return List.of(Type.floats(in.get(0).shape()));
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    Value rstd = Ops.expandDims(in.get(3), -1);
    Value normal = Ops.multiply(Ops.subtract(in.get(0), Ops.expandDims(in.get(2), -1)), rstd);
    Value g = Ops.multiply(in.get(4), in.get(1));
    Value inner =
        Ops.subtract(
            Ops.subtract(g, Ops.mean(g, true, -1)),
            Ops.multiply(normal, Ops.mean(Ops.multiply(g, normal), true, -1)));
    return List.of(Ops.multiply(rstd, inner));
  }
}
