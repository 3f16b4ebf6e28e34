// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.List;

/**
 * The gradient of {@link BatchNorm}. Operands: x, gamma, mean, variance, dy. Results: dx, dgamma,
 * dbeta.
 *
 * @param epsilon the epsilon of the forward operation
 */
public record BatchNormGradient(float epsilon) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Type channels = Type.floats(Shape.of(in.get(0).shape().last()));
    return List.of(Type.floats(in.get(0).shape()), channels, channels);
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = in.get(0);
    Value dy = in.get(4);
    int[] axes = BatchNorm.leadingAxes(x.shape());
    float n = (float) x.shape().size() / x.shape().last();
    Value rstd = Ops.rsqrt(Ops.add(in.get(3), epsilon));
    Value normal = Ops.multiply(Ops.subtract(x, in.get(2)), rstd);
    Value dbeta = Ops.sum(dy, false, axes);
    Value dgamma = Ops.sum(Ops.multiply(dy, normal), false, axes);
    Value inner =
        Ops.subtract(
            Ops.subtract(dy, Ops.multiply(dbeta, 1 / n)),
            Ops.multiply(normal, Ops.multiply(dgamma, 1 / n)));
    return List.of(Ops.multiply(Ops.multiply(in.get(1), rstd), inner), dgamma, dbeta);
  }
}
