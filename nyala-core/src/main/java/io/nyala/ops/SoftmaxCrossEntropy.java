// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.List;

/**
 * {@code -sum(target * logSoftmax(logits))} over the last axis, and the softmax.
 *
 * <p>Operands: logits and target, both {@code (..., classes)}. Results: loss {@code (...)} and
 * probabilities {@code (..., classes)}. The gradient with respect to the logits is {@code
 * probabilities * sum(target) - target}.
 */
public record SoftmaxCrossEntropy() implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    if (!in.get(0).shape().accepts(in.get(1).shape())) {
      throw new ShapeException(
          "cross-entropy: logits " + in.get(0).shape() + ", target " + in.get(1).shape());
    }
    return List.of(Type.floats(in.get(0).shape().drop(-1)), Type.floats(in.get(0).shape()));
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    Value logp = new LogSoftmax().decompose(List.of(in.get(0))).get(0);
    Value loss = Ops.negate(Ops.sum(Ops.multiply(in.get(1), logp), false, -1));
    return List.of(loss, Ops.exp(logp));
  }
}
