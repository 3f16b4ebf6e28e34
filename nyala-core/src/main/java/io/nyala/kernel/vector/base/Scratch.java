// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import static io.nyala.kernel.vector.base.Lanes.LANES;

import io.nyala.kernel.PerThread;

/** The work space of one thread for matrix products, allocated once: about 650 KB. */
public final class Scratch {
  /** Columns of a packed panel. */
  public static final int PANEL = 2 * LANES;

  /**
   * The largest number of steps of k at a time. A group of rows fits the first-level cache; a panel
   * may come from the second level, which costs less than to read and store C more often.
   */
  public static final int K_BLOCK = 512;

  /**
   * The largest number of rows of the left operand at a time: packed, they fit the second-level
   * cache.
   */
  public static final int ROW_BLOCK = 264;

  /** The largest number of rows of a transposed result at a time. */
  public static final int RESULT_BLOCK = 1032;

  private static final int TALLEST_TILE = 12;
  private static final PerThread<Scratch> OF_THREAD = new PerThread<>(Scratch::new);

  /** A panel of the right operand, {@code (k, PANEL)} or {@code (k, LANES)}. */
  public final float[] panel = new float[K_BLOCK * PANEL];

  /**
   * The left operand, packed in groups of rows, and what {@link Transpose#pack} overwrites after
   * it; or a transposed result.
   */
  public final float[] left =
      new float[Math.max(ROW_BLOCK * K_BLOCK + LANES, (RESULT_BLOCK + TALLEST_TILE) * PANEL)];

  /** A tile that extends beyond the result. */
  public final float[] tile = new float[TALLEST_TILE * PANEL];

  /** The last rows of a left operand stored by columns, if nothing may be read past them. */
  public final float[] rest = new float[K_BLOCK * TALLEST_TILE];

  /** The bias of a panel that extends beyond the result. */
  public final float[] bias = new float[PANEL];

  /** For {@link Transpose}. */
  public final float[] square = new float[LANES * LANES];

  private Scratch() {}

  public static Scratch get() {
    return OF_THREAD.get();
  }
}
