// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import static io.nyala.kernel.vector.base.Lanes.LANES;

import io.nyala.kernel.PerThread;
import java.util.Arrays;

/**
 * Buffers of one thread, enlarged when a kernel needs more; their contents last until the next
 * kernel. They are one vector longer than needed, because masked access is faster far from the end.
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

  /** Returns a buffer for a block of rows. */
  public float[] block(int n) {
    if (block.length < n) {
      block = new float[n + LANES];
    }
    return block;
  }

  /** Returns a buffer for one number per row. */
  public float[] first(int n) {
    if (first.length < n) {
      first = new float[n + LANES];
    }
    return first;
  }

  /** Returns a buffer for a second number per row. */
  public float[] second(int n) {
    if (second.length < n) {
      second = new float[n + LANES];
    }
    return second;
  }

  /** Returns a buffer for a third number per row. */
  public float[] third(int n) {
    if (third.length < n) {
      third = new float[n + LANES];
    }
    return third;
  }

  /** Returns at least n ones, which must not be modified. */
  public float[] ones(int n) {
    if (ones.length < n) {
      ones = new float[n + LANES];
      Arrays.fill(ones, 1f);
    }
    return ones;
  }

  /** Returns at least n zeros, which must not be modified. */
  public float[] zeros(int n) {
    if (zeros.length < n) {
      zeros = new float[n + LANES];
    }
    return zeros;
  }
}
