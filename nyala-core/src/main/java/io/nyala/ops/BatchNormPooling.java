// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Type;
import java.util.List;

/**
 * {@link BatchNorm} of images followed by maximum {@link Pooling}, so that the normalized images
 * need not be kept. Operands: x, gamma, beta. Results: y {@code (batch, windows..., channels)}, and
 * the mean and biased variance {@code (channels,)} of x.
 *
 * @param epsilon the number added to the variance
 * @param window the window of the pooling
 */
public record BatchNormPooling(float epsilon, Window window) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    List<Type> normal = new BatchNorm(epsilon).infer(in);
    Type y = new Pooling(window, true).infer(normal.subList(0, 1)).get(0);
    return List.of(y, normal.get(1), normal.get(2));
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    List<Value> normal = Ops.batchNorm(in.get(0), in.get(1), in.get(2), epsilon);
    Value y = Node.apply(new Pooling(window, true), normal.get(0));
    return List.of(y, normal.get(1), normal.get(2));
  }
}
