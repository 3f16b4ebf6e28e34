// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import static io.nyala.kernel.vector.base.Lanes.LANES;

import io.nyala.kernel.PerThread;
import java.util.Arrays;

/**
 * Room that belongs to a thread, grown when a kernel first needs more; the contents last until the
 * next kernel. A vector longer than needed, because masked access is faster far from the end.
 */
public final class Buffers {
  private static final PerThread<Buffers> OF_THREAD = new PerThread<>(Buffers::new);

  private float[] block = {};
  private float[] first = {};
  private float[] second = {};
  private float[] third = {};
  private float[] ones = {};
  private float[] zeros = {};

  private Buffers() {}

  public static Buffers get() {
    return OF_THREAD.get();
  }

  /** Room for a block of rows. */
  public float[] block(int n) {
    if (block.length < n) {
      block = new float[n + LANES];
    }
    return block;
  }

  /** Room for one number of each row. */
  public float[] first(int n) {
    if (first.length < n) {
      first = new float[n + LANES];
    }
    return first;
  }

  /** Room for another number of each row. */
  public float[] second(int n) {
    if (second.length < n) {
      second = new float[n + LANES];
    }
    return second;
  }

  /** Room for a third number of each row. */
  public float[] third(int n) {
    if (third.length < n) {
      third = new float[n + LANES];
    }
    return third;
  }

  /** At least n ones, not to be changed. */
  public float[] ones(int n) {
    if (ones.length < n) {
      ones = new float[n + LANES];
      Arrays.fill(ones, 1f);
    }
    return ones;
  }

  /** At least n zeros, not to be changed. */
  public float[] zeros(int n) {
    if (zeros.length < n) {
      zeros = new float[n + LANES];
    }
    return zeros;
  }
}
