// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import io.nyala.ops.kinds.FusedActivation;

/**
 * The upper bound of a clipping activation, applied by register tiles before they store: results
 * become {@code min(max(x, 0), cap)}.
 */
public final class Caps {
  /** No clipping, not even at zero. */
  public static final float NONE = Float.NaN;

  private Caps() {}

  /** Returns the bound of an activation, or {@link #NONE} if it does not clip. */
  public static float of(FusedActivation activation) {
    return switch (activation) {
      case RELU -> Float.POSITIVE_INFINITY;
      case RELU6 -> 6;
      case LINEAR, SIGMOID, TANH -> NONE;
    };
  }

  /** Returns whether a bound clips at all. */
  public static boolean clips(float cap) {
    return cap >= 0;
  }
}
