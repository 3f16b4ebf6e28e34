// SPDX-License-Identifier: Apache-2.0
package io.nyala.constraints;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.List;

/** Euclidean lengths along axes, as the constraints need them. */
final class Norms {
  /** Keras's {@code backend.epsilon()}: keeps the division away from zero. */
  static final float EPSILON = 1e-7f;

  private Norms() {}

  /** Returns the lengths; the axes stay with extent 1. */
  static Value along(Value weight, List<Integer> axis) {
    int[] axes = axis.stream().mapToInt(i -> i).toArray();
    return Ops.sqrt(Ops.sum(Ops.square(weight), true, axes));
  }

  /** Returns the weight with its lengths changed from {@code norms} to {@code desired}. */
  static Value rescale(Value weight, Value norms, Value desired) {
    return Ops.multiply(weight, Ops.divide(desired, Ops.add(norms, EPSILON)));
  }

  /** Returns one axis as a number, several as a list, as Keras writes them. */
  static Object form(List<Integer> axis) {
    return axis.size() == 1 ? axis.get(0) : axis;
  }
}
