// SPDX-License-Identifier: Apache-2.0
package io.nyala.images;

import java.util.Locale;

/**
 * How elements beyond the edges of an image are filled, shown for a row of elements {@code a b c
 * d}.
 */
public enum FillMode {
  /** {@code k k k k | a b c d | k k k k}, with a value k that is given separately. */
  CONSTANT,
  /** {@code a a a a | a b c d | d d d d}. */
  NEAREST,
  /** {@code d c b a | a b c d | d c b a}. */
  REFLECT,
  /**
   * {@code a b c d | a b c d | a b c d}. Layers behave like Keras on TensorFlow: between d and the
   * next a, the nearer one is used without interpolation, and positions more than an image away may
   * show an edge. Keras on JAX repeats the image exactly.
   */
  WRAP;

  /** Returns Keras's name. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the index of the element at a position.
   *
   * @param position a position, possibly beyond the edges
   * @param extent the extent of the axis, positive
   * @return in [0, extent), or -1 for the constant
   */
  public int index(int position, int extent) {
    if (position >= 0 && position < extent) {
      return position;
    }
    return switch (this) {
      case CONSTANT -> -1;
      case NEAREST -> position < 0 ? 0 : extent - 1;
      case WRAP -> Math.floorMod(position, extent);
      case REFLECT -> {
        int folded = Math.floorMod(position, 2 * extent);
        yield folded < extent ? folded : 2 * extent - 1 - folded;
      }
    };
  }
}
