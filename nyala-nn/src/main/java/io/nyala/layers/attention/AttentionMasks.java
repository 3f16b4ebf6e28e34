// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.stream.IntStream;

/** Which steps of one sequence a step of another may look at: bool, {@code (..., to, from)}. */
final class AttentionMasks {
  private AttentionMasks() {}

  /** Returns both together; either may be null, which allows all. */
  static Value and(Value a, Value b) {
    return a == null ? b : b == null ? a : Ops.and(a, b);
  }

  /** Lets a step look at itself and at those before it; null while lengths are unknown. */
  static Value causal(int to, int from) {
    return to == Shape.UNKNOWN || from == Shape.UNKNOWN
        ? null
        : Ops.greaterEqual(steps(to, Shape.of(to, 1)), steps(from, Shape.of(1, from)));
  }

  /** Lets a step look at fewer than {@code window} steps to either side. */
  static Value band(int to, int from, int window) {
    return to == Shape.UNKNOWN || from == Shape.UNKNOWN
        ? null
        : Ops.less(
            Ops.abs(Ops.subtract(steps(to, Shape.of(to, 1)), steps(from, Shape.of(1, from)))),
            window);
  }

  private static Value steps(int n, Shape shape) {
    float[] numbers = new float[n];
    IntStream.range(0, n).forEach(i -> numbers[i] = i);
    return Ops.constant(Tensor.of(shape, numbers));
  }
}
