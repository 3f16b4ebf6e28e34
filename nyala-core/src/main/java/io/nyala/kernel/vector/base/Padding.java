// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import static io.nyala.kernel.vector.base.Lanes.LANES;

import io.nyala.kernel.PerThread;
import java.util.Arrays;

/** Buffers of one thread for partial vectors, padded with zeros. */
public final class Padding {
  private static final PerThread<Padding> OF_THREAD = new PerThread<>(Padding::new);

  /** A part of the first operand, or of the result. */
  public final float[] a = new float[LANES];

  /** A part of the second operand. */
  public final float[] b = new float[LANES];

  /** A part of the third operand. */
  public final float[] c = new float[LANES];

  private Padding() {}

  public static Padding get() {
    return OF_THREAD.get();
  }

  /**
   * Returns whether the array extends to the end of the last vector of {@code n} elements. A vector
   * that would extend beyond the array is not loaded or stored with a mask: the compiler may box
   * the mask when it checks the bounds lane by lane.
   */
  public static boolean room(float[] x, int xOff, int n) {
    return xOff + ((n + LANES - 1) & -LANES) <= x.length;
  }

  /** Returns the number of lines, {@code stride} apart, that have room for a vector. */
  public static int linesWithRoom(float[] x, int xOff, int lines, int stride) {
    int last = x.length - LANES - xOff;
    return last < 0 ? 0 : stride == 0 ? lines : Math.min(lines, last / stride + 1);
  }

  /** Copies {@code count < LANES} elements into one of the arrays. */
  public static float[] fill(float[] part, float[] x, int xOff, int count) {
    System.arraycopy(x, xOff, part, 0, count);
    Arrays.fill(part, count, LANES, 0f);
    return part;
  }

  /** Returns an array of one vector's length that starts with these elements. */
  public static float[] of(float[] x, int xOff, int count) {
    return fill(get().a, x, xOff, count);
  }
}
