// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.ops.kinds.ReduceKind;
import io.nyala.tensor.Type;
import java.util.List;

/**
 * Arithmetic mean along axes, which are kept with extent 1.
 *
 * @param axes the axes, counted from the front, ascending
 */
public record MeanOp(List<Integer> axes) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    return new Primitive.Reduce(ReduceKind.SUM, axes).infer(in);
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    long n = 1;
    for (int axis : axes) {
      n *= in.get(0).shape().dim(axis);
    }
    Value sum = Node.apply(new Primitive.Reduce(ReduceKind.SUM, axes), in.get(0));
    return List.of(Ops.multiply(sum, 1f / n));
  }

  @Override
  public String label() {
    return "Mean";
  }
}
