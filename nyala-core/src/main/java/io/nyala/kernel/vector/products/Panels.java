// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MANY_REGISTERS;
import static io.nyala.kernel.vector.base.Scratch.PANEL;

import io.nyala.kernel.vector.base.Copy;
import io.nyala.kernel.vector.base.Scratch;
import io.nyala.kernel.vector.base.Transpose;
import io.nyala.kernel.vector.products.tiles.ColumnTiles;
import io.nyala.kernel.vector.products.tiles.RowTiles;
import io.nyala.kernel.vector.products.tiles.SlimColumnTiles;
import io.nyala.kernel.vector.products.tiles.WideColumnTiles;

/** The product of a left operand, in one of three layouts, with one packed panel. */
final class Panels {
  /** Element (r, p) is {@code a[aOff + r * aStride + p]}. */
  static final int ROWS = 0;

  /** Element (r, p) is {@code a[aOff + r + p * aStride]}. */
  static final int COLUMNS = 1;

  /** Groups of {@link #GROUP} rows, each a contiguous {@code (k, GROUP)}. */
  static final int PACKED = 2;

  /** Rows of the tallest tile on packed or column-wise left operands. */
  static final int GROUP = MANY_REGISTERS ? 12 : 6;

  /** The steps of a left operand in columns that are packed at a time, a few cache lines. */
  private static final int STEPS = 8;

  private Panels() {}

  /** Packs a left operand, {@link #COLUMNS} or {@link #ROWS}, into {@code s.left}. */
  static void pack(boolean columns, float[] a, int aOff, int aStride, int rows, int k, Scratch s) {
    if (!columns) {
      for (int i = 0; i < rows; i += GROUP) {
        int h = Math.min(GROUP, rows - i);
        Transpose.pack(a, aOff + i * aStride, aStride, h, k, s.left, i * k, GROUP, s.square);
      }
      return;
    }
    for (int p = 0; p < k; p += STEPS) {
      int steps = Math.min(STEPS, k - p);
      for (int i = 0; i < rows; i += GROUP) {
        int h = Math.min(GROUP, rows - i);
        int from = aOff + p * aStride + i;
        Copy.rows(a, from, aStride, steps, h, s.left, i * k + p * GROUP, GROUP);
      }
    }
  }

  /**
   * Computes {@code columns} columns of C, at most a panel, from {@code init} (see {@link
   * RowTiles}).
   *
   * @param roomy whether whole tiles may be written to C
   */
  static void multiply(
      int layout,
      int rows,
      int columns,
      int k,
      float[] a,
      int aOff,
      int aStride,
      float[] init,
      int initOff,
      int initStride,
      float[] c,
      int cOff,
      int ldc,
      float cap,
      boolean roomy,
      Scratch s) {
    int vectors = columns > LANES ? 2 : 1;
    boolean whole = roomy || columns == vectors * LANES;
    int h;
    for (int i = 0; i < rows; i += h) {
      int left = layout == PACKED ? Math.min(rows - i, GROUP - i % GROUP) : rows - i;
      int height = height(layout, vectors, left);
      h = Math.min(height, left);
      float[] from = a;
      int at;
      int stride = aStride;
      if (layout == ROWS) {
        at = aOff + i * aStride;
      } else if (layout == PACKED) {
        at = aOff + (i - i % GROUP) * k + i % GROUP;
        stride = GROUP;
      } else {
        at = aOff + i;
        if (h < height && at + (k - 1) * aStride + height > a.length) {
          Copy.rows(a, at, aStride, k, h, s.rest, 0, height);
          from = s.rest;
          at = 0;
          stride = height;
        }
      }
      int start = initOff + i * initStride;
      int to = cOff + i * ldc;
      if (roomy || (whole && h == height)) {
        tile(
            layout,
            height,
            vectors,
            k,
            from,
            at,
            stride,
            h,
            s.panel,
            init,
            start,
            initStride,
            c,
            to,
            ldc,
            cap);
      } else {
        float[] tileInit = init;
        if (initStride != 0) {
          Copy.rows(init, start, initStride, h, columns, s.tile, 0, PANEL);
          tileInit = s.tile;
          start = 0;
        }
        int tileStride = initStride == 0 ? 0 : PANEL;
        tile(
            layout,
            height,
            vectors,
            k,
            from,
            at,
            stride,
            h,
            s.panel,
            tileInit,
            start,
            tileStride,
            s.tile,
            0,
            PANEL,
            cap);
        Copy.rows(s.tile, 0, PANEL, h, columns, c, to, ldc);
      }
    }
  }

  /**
   * Returns the rows of the next tile if as few tiles as possible have about the same height: low
   * ones leave the units that multiply idle for a part of the cycles.
   */
  static int evenShare(int left, int tallest) {
    return Math.ceilDiv(left, Math.ceilDiv(left, tallest));
  }

  private static int height(int layout, int vectors, int left) {
    if (vectors == 1) {
      return layout != ROWS && left > 4 ? 8 : 4;
    }
    if (!MANY_REGISTERS) {
      return layout != ROWS && evenShare(left, GROUP) > 4 ? GROUP : 4;
    }
    return layout != ROWS && left > 8 ? 12 : left > 4 ? 8 : 4;
  }

  private static void tile(
      int layout,
      int height,
      int vectors,
      int k,
      float[] a,
      int aOff,
      int aStride,
      int rows,
      float[] b,
      float[] init,
      int initOff,
      int initStride,
      float[] c,
      int cOff,
      int ldc,
      float cap) {
    if (layout == ROWS) {
      if (vectors == 2) {
        if (height == 8) {
          RowTiles.tile8x2(
              k, a, aOff, aStride, rows, b, init, initOff, initStride, c, cOff, ldc, cap);
        } else {
          RowTiles.tile4x2(
              k, a, aOff, aStride, rows, b, init, initOff, initStride, c, cOff, ldc, cap);
        }
      } else {
        RowTiles.tile4x1(
            k, a, aOff, aStride, rows, b, init, initOff, initStride, c, cOff, ldc, cap);
      }
    } else if (vectors == 2) {
      if (height == 12) {
        WideColumnTiles.tile12x2(
            k, a, aOff, aStride, b, init, initOff, initStride, c, cOff, ldc, cap);
      } else if (height == 8) {
        ColumnTiles.tile8x2(k, a, aOff, aStride, b, init, initOff, initStride, c, cOff, ldc, cap);
      } else if (height == 6) {
        SlimColumnTiles.tile6x2(
            k, a, aOff, aStride, b, init, initOff, initStride, c, cOff, ldc, cap);
      } else {
        ColumnTiles.tile4x2(k, a, aOff, aStride, b, init, initOff, initStride, c, cOff, ldc, cap);
      }
    } else if (height == 8) {
      ColumnTiles.tile8x1(k, a, aOff, aStride, b, init, initOff, initStride, c, cOff, ldc, cap);
    } else {
      ColumnTiles.tile4x1(k, a, aOff, aStride, b, init, initOff, initStride, c, cOff, ldc, cap);
    }
  }
}
