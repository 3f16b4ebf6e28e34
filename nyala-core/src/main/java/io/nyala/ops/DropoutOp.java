// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Type;
import java.util.List;

/**
 * Sets a random fraction of the elements to zero and scales the others by {@code 1 / (1 - rate)}
 * (Srivastava et al. 2014). The mask is a function of seed, step and position: it is recomputed for
 * the gradient, not stored.
 *
 * @param rate the probability of zero, in [0, 1)
 * @param seed the key of the stream
 */
public record DropoutOp(float rate, long seed) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    return List.of(Type.floats(in.get(0).shape()));
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = in.get(0);
    Value u = Node.apply(new Primitive.Random(false, x.shape(), seed));
    Value kept = Ops.multiply(x, 1 / (1 - rate));
    return List.of(Ops.where(Ops.less(u, Ops.constant(rate)), Ops.constant(0), kept));
  }

  @Override
  public String label() {
    return "Dropout";
  }
}
