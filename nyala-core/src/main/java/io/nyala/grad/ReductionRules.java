// SPDX-License-Identifier: Apache-2.0
package io.nyala.grad;

import static io.nyala.ops.Ops.cast;
import static io.nyala.ops.Ops.divide;
import static io.nyala.ops.Ops.equal;
import static io.nyala.ops.Ops.multiply;
import static io.nyala.ops.Ops.sum;
import static io.nyala.ops.Ops.where;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.ReduceKind;
import io.nyala.tensor.DType;
import java.util.List;

/** Rules of reductions. */
final class ReductionRules {
  private ReductionRules() {}

  static Value apply(ReduceKind kind, List<Integer> axes, Value x, Value y, Value g) {
    int[] along = axes.stream().mapToInt(i -> i).toArray();
    return switch (kind) {
      case SUM -> Ops.broadcastTo(g, x.shape());
      case PRODUCT -> product(along, x, g);
      case MAX, MIN -> {
        Value hit = cast(equal(x, y), DType.FLOAT32);
        yield multiply(hit, divide(g, sum(hit, true, along)));
      }
    };
  }

  /**
   * Returns the gradient of a product, which for each element is the product of the others: if one
   * element is 0, only that one has a gradient.
   */
  private static Value product(int[] along, Value x, Value g) {
    Value isZero = equal(x, 0);
    Value others = where(isZero, Ops.constant(1), x);
    Value flowing = multiply(g, Ops.prod(others, true, along));
    Value zeros = sum(cast(isZero, DType.FLOAT32), true, along);
    return where(
        isZero,
        where(equal(zeros, 1), flowing, 0),
        where(equal(zeros, 0), divide(flowing, others), 0));
  }
}
