// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Type;
import java.util.List;

/**
 * The gradient of {@link BatchNormPooling}. Operands: x, gamma, beta, mean, variance, dy. Results:
 * dx, dgamma, dbeta.
 *
 * @param epsilon the epsilon of the forward operation
 * @param window the window of the forward operation
 */
public record BatchNormPoolingGradient(float epsilon, Window window) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Convolution.checkGradient(
        window.over(in.get(0).shape(), in.get(0).shape().last()), in.getLast().shape());
    return new BatchNormGradient(epsilon).infer(in);
  }

  /** Normalizes and pools again. */
  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = in.get(0);
    Value gamma = in.get(1);
    Value normal = Ops.batchNorm(x, gamma, in.get(2), epsilon).get(0);
    Value y = Node.apply(new Pooling(window, true), normal);
    Value flows = Node.apply(new PoolingGradient(window, true, x.shape()), normal, y, in.get(5));
    return Node.apply(
        new BatchNormGradient(epsilon), List.of(x, gamma, in.get(3), in.get(4), flows));
  }
}
