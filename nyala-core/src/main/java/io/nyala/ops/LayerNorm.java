// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Type;
import java.util.List;

/**
 * Layer normalization over the last axis (Ba, Kiros and Hinton 2016).
 *
 * <p>Operands: x {@code (..., features)}, gamma and beta {@code (features,)}. Results: {@code (x -
 * mean) / sqrt(variance + epsilon) * gamma + beta}, and mean and {@code 1 / sqrt(variance +
 * epsilon)} {@code (...)}.
 *
 * @param epsilon the number added to the variance
 */
public record LayerNorm(float epsilon) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Type rows = Type.floats(in.get(0).shape().drop(-1));
    return List.of(Type.floats(in.get(0).shape()), rows, rows);
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = in.get(0);
    Value mean = Ops.mean(x, true, -1);
    Value centred = Ops.subtract(x, mean);
    Value rstd = Ops.rsqrt(Ops.add(Ops.mean(Ops.square(centred), true, -1), epsilon));
    Value y = Ops.add(Ops.multiply(Ops.multiply(centred, rstd), in.get(1)), in.get(2));
    return List.of(y, Ops.squeeze(mean, -1), Ops.squeeze(rstd, -1));
  }

  /** The gradient with respect to x. Operands: x, gamma, mean, rstd, dy. Result: dx. */
  public record Gradient() implements FusedOp {
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
}
