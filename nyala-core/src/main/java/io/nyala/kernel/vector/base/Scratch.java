// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import static io.nyala.kernel.vector.base.Lanes.LANES;

import io.nyala.kernel.PerThread;

/** The work space of one thread in matrix products, made once: some 300 KB. */
public final class Scratch {
  /** Columns of a packed panel. */
  public static final int PANEL = 2 * LANES;

  /** The most steps of k at a time: a panel then fits the first cache, with room to spare. */
  public static final int K_BLOCK = 256;

  /** The most rows of the left operand at a time: packed, they fit the second cache. */
  public static final int ROW_BLOCK = 240;

  /** The most rows of a transposed result at a time. */
  public static final int RESULT_BLOCK = 1032;

  private static final int TALLEST_TILE = 12;
  private static final PerThread<Scratch> OF_THREAD = new PerThread<>(Scratch::new);

  /** A panel of the right operand, {@code (k, PANEL)} or {@code (k, LANES)}. */
  public final float[] panel = new float[K_BLOCK * PANEL];

  /** The left operand, packed in groups of rows; or a transposed result. */
  public final float[] left =
      new float[Math.max(ROW_BLOCK * K_BLOCK, (RESULT_BLOCK + TALLEST_TILE) * PANEL)];

  /** A tile that sticks out of the result. */
  public final float[] tile = new float[TALLEST_TILE * PANEL];

  /** The last rows of a left operand that lies in columns, where nothing may be read past them. */
  public final float[] rest = new float[K_BLOCK * TALLEST_TILE];

  /** The bias of a panel that sticks out of the result. */
  public final float[] bias = new float[PANEL];

  /** For {@link Transpose}. */
  public final float[] square = new float[LANES * LANES];

  private Scratch() {}

  public static Scratch get() {
    return OF_THREAD.get();
  }
}
