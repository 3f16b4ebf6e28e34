// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.support;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/** Vectors scaled to length 1. */
public final class UnitLength {
  /** The square of the shortest length that is still scaled up to 1. */
  private static final float TINY = 1e-24f;

  private UnitLength() {}

  /** Returns x scaled to length 1 along some axes. Zeros remain zeros. */
  public static Value of(Value x, int... axes) {
    Value squares = Ops.sum(Ops.square(x), true, axes);
    return Ops.multiply(x, Ops.rsqrt(Ops.maximum(squares, TINY)));
  }
}
