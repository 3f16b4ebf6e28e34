// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MANY_REGISTERS;

import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.base.Copy;
import io.nyala.kernel.vector.base.Scratch;
import io.nyala.kernel.vector.base.Transpose;
import io.nyala.kernel.vector.products.tiles.NarrowPackedTiles;
import io.nyala.kernel.vector.products.tiles.PackedTiles;
import io.nyala.kernel.vector.products.tiles.WidePackedTiles;
import java.util.Arrays;

/**
 * Products with a right operand that is packed once and used many times, such as the recurrent
 * kernel at every step. Rows and columns of the result are padded to whole tiles.
 */
public final class PackedProduct {
  static final int PANEL = 2 * LANES;

  /**
   * The number of steps of k at a time, so that a panel and a group of rows fit the first-level
   * cache.
   */
  private static final int K_BLOCK = 256;

  private static final int TALLEST = MANY_REGISTERS ? 12 : 4;

  private PackedProduct() {}

  public static int columns(int n) {
    return (n + LANES - 1) / LANES * LANES;
  }

  public static int rows(int m) {
    int rows = 0;
    while (rows < m) {
      rows += height(m - rows);
    }
    return rows;
  }

  /** Returns the rows of the next tile. */
  private static int height(int left) {
    int even = Panels.evenShare(left, TALLEST);
    return even > 10 ? 12 : even > 4 ? 10 : 4;
  }

  public static void pack(
      boolean transposed, int k, int n, float[] b, int bOff, int ldb, float[] packed, int off) {
    float[] square = Scratch.get().square;
    for (int j = 0; j < n; j += PANEL) {
      int nb = Math.min(PANEL, n - j);
      int width = columns(nb);
      int to = off + j * k;
      if (nb < width) {
        Arrays.fill(packed, to, to + k * width, 0);
      }
      if (transposed) {
        Transpose.transpose(b, bOff + j * ldb, ldb, nb, k, packed, to, width, square);
      } else {
        Copy.rows(b, bOff + j, ldb, k, nb, packed, to, width);
      }
    }
  }

  /** {@code y = a b}, or {@code y += a b}; the rows of y are {@code columns(n)} apart. */
  public static void multiply(
      int m,
      int k,
      int n,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      float[] y,
      int yOff,
      boolean add) {
    int ldy = columns(n);
    int tall = rows(m);
    float[] left = Buffers.get().block(tall * Math.min(k, K_BLOCK));
    float[] square = Scratch.get().square;
    for (int p = 0; p < k; p += K_BLOCK) {
      int kb = Math.min(K_BLOCK, k - p);
      Transpose.transpose(a, aOff + p, lda, m, kb, left, 0, tall, square);
      for (int i = m; i < tall; i++) {
        for (int q = i; q < kb * tall; q += tall) {
          left[q] = 0;
        }
      }
      boolean sum = add || p > 0;
      for (int j = 0; j < n; j += PANEL) {
        int width = Math.min(PANEL, ldy - j);
        int panel = bOff + j * k + p * width;
        int height;
        for (int i = 0; i < m; i += height) {
          height = height(m - i);
          tile(height, width, kb, left, i, tall, b, panel, y, yOff + i * ldy + j, ldy, sum);
        }
      }
    }
  }

  private static void tile(
      int height,
      int width,
      int k,
      float[] left,
      int leftOff,
      int leftStride,
      float[] b,
      int bOff,
      float[] y,
      int yOff,
      int ldy,
      boolean add) {
    if (width == LANES) {
      switch (height) {
        case 12 ->
            NarrowPackedTiles.tile12x1(k, left, leftOff, leftStride, b, bOff, y, yOff, ldy, add);
        case 10 ->
            NarrowPackedTiles.tile10x1(k, left, leftOff, leftStride, b, bOff, y, yOff, ldy, add);
        default ->
            NarrowPackedTiles.tile4x1(k, left, leftOff, leftStride, b, bOff, y, yOff, ldy, add);
      }
      return;
    }
    switch (height) {
      case 12 -> WidePackedTiles.tile12x2(k, left, leftOff, leftStride, b, bOff, y, yOff, ldy, add);
      case 10 -> PackedTiles.tile10x2(k, left, leftOff, leftStride, b, bOff, y, yOff, ldy, add);
      default -> PackedTiles.tile4x2(k, left, leftOff, leftStride, b, bOff, y, yOff, ldy, add);
    }
  }
}
