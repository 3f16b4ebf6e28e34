// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * Creates attention masks, which select the steps that each query step may attend to: bool, {@code
 * (..., to, from)}.
 */
final class AttentionMasks {
  private AttentionMasks() {}

  /** Returns the conjunction of two masks; a null mask allows all steps. */
  static Value and(Value a, Value b) {
    return a == null ? b : b == null ? a : Ops.and(a, b);
  }

  /** Returns whether a mask is {@code (batch, to, from)}, or 1 in some of these axes. */
  static boolean spans(Shape mask, int batch, int to, int from) {
    return mask.rank() == 3
        && (mask.dim(0) == 1 || mask.dim(0) == batch)
        && (mask.dim(1) == 1 || mask.dim(1) == to)
        && (mask.dim(2) == 1 || mask.dim(2) == from);
  }

  /**
   * Returns a mask that allows a step to attend to itself and earlier steps; null while lengths are
   * unknown.
   */
  static Value causal(int to, int from) {
    return to == Shape.UNKNOWN || from == Shape.UNKNOWN
        ? null
        : Ops.greaterEqual(steps(to, Shape.of(to, 1)), steps(from, Shape.of(1, from)));
  }

  /**
   * Returns a mask that allows a step to attend to steps at a distance of less than {@code window}
   * on either side.
   */
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
