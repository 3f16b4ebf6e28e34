// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MANY_REGISTERS;
import static io.nyala.kernel.vector.base.Scratch.K_BLOCK;
import static io.nyala.kernel.vector.base.Scratch.PANEL;
import static io.nyala.kernel.vector.base.Scratch.RESULT_BLOCK;
import static io.nyala.kernel.vector.base.Scratch.ROW_BLOCK;

import io.nyala.kernel.GemmKernels;
import io.nyala.kernel.vector.base.Caps;
import io.nyala.kernel.vector.base.Copy;
import io.nyala.kernel.vector.base.Scratch;
import io.nyala.kernel.vector.base.Transpose;
import io.nyala.kernel.vector.elementwise.Activations;
import io.nyala.ops.kinds.FusedActivation;
import java.util.Arrays;

/**
 * Matrix products in register tiles on packed panels.
 *
 * <p>Every element is one chain of fused multiply-adds in ascending k that starts with the bias (or
 * with C), for any blocks, tiles and orientation, so all of them give the same bits. The only
 * exception is a product with a single contiguous column ({@code ldb} is 1), a dot product for each
 * row, which is summed by lanes.
 *
 * <p>One operand is packed, the other is read in place. The choice depends on the cost of packing:
 * usually B is packed; otherwise A, in which case the transpose of C is computed and transposed
 * back. That pays for few rows, such as a batch of 32, against a large matrix of weights.
 */
public final class VectorGemm implements GemmKernels {
  private static final float[] ZEROS = new float[PANEL];

  /**
   * From this number of columns on, packing a left operand stored by rows is faster; half as many
   * for one stored by columns that share a set of the cache.
   */
  private static final int COLUMNS_WORTH_PACKING = 192;

  /** Floats in the distance at which elements share a set of the first-level cache. */
  private static final int SAME_SET = 1024;

  /** The number of rows up to which separate vector-matrix products are faster than packing. */
  private static final int FEW_ROWS = 3;

  /** Creates the kernels; they have no state except the work space of each thread. */
  public VectorGemm() {}

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      int m0,
      int m1,
      int n0,
      int n1,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean accumulate,
      float[] bias,
      int biasOff,
      FusedActivation activation) {
    int m = m1 - m0;
    int n = n1 - n0;
    if (m <= 0 || n <= 0) {
      return;
    }
    int aAt = aOff + (transposeA ? m0 : m0 * lda);
    int bAt = bOff + (transposeB ? n0 * ldb : n0);
    // A single contiguous line is its own transpose; these are the cheaper ways to read it.
    boolean columnsA = transposeA || (k == 1 && lda == 1);
    boolean columnsB = transposeB && !(k == 1 && ldb == 1);
    int cAt = cOff + m0 * ldc + n0;
    float[] start = accumulate ? null : bias;
    int startAt = biasOff + n0;
    float cap = accumulate ? Caps.NONE : Caps.of(activation);
    boolean line = true;
    if (n == 1 && !transposeB && ldb == 1 && !transposeA) {
      if (!accumulate) {
        fill(m, 1, start, startAt, c, cAt, ldc);
      }
      Lines.addRowsTimesLine(m, k, a, aAt, lda, b, bAt, c, cAt, ldc);
    } else if (n == 1 && ldc == 1 && transposeA) {
      if (!accumulate) {
        fill(m, 1, start, startAt, c, cAt, ldc);
      }
      Lines.addRowTimesMatrix(k, m, b, bAt, transposeB ? 1 : ldb, a, aAt, lda, c, cAt);
    } else if (m <= FEW_ROWS && !transposeB) {
      if (!accumulate) {
        fill(m, n, start, startAt, c, cAt, ldc);
      }
      for (int i = 0; i < m; i++) {
        int row = aAt + (transposeA ? i : i * lda);
        int step = transposeA ? lda : 1;
        Lines.addRowTimesMatrix(k, n, a, row, step, b, bAt, ldb, c, cAt + i * ldc);
      }
    } else {
      line = false;
      Scratch s = Scratch.get();
      if (packLeft(columnsA, columnsB, m, n, k)) {
        transposed(
            columnsA,
            columnsB,
            m,
            n,
            k,
            a,
            aAt,
            lda,
            b,
            bAt,
            ldb,
            c,
            cAt,
            ldc,
            accumulate,
            start,
            startAt,
            cap,
            s);
      } else {
        straight(
            columnsA,
            columnsB,
            m,
            n,
            k,
            a,
            aAt,
            lda,
            b,
            bAt,
            ldb,
            c,
            cAt,
            ldc,
            accumulate,
            start,
            startAt,
            cap,
            s);
      }
    }
    if (!accumulate && activation != FusedActivation.LINEAR && (line || !Caps.clips(cap))) {
      Activations.apply(activation, m, n, c, cAt, ldc);
    }
  }

  /** Returns whether to pack A and compute the transpose of C, by an estimate of cycles. */
  private static boolean packLeft(boolean transposeA, boolean transposeB, int m, int n, int k) {
    // Sixteenths of a cycle: to copy or transpose an element, to multiply one by a vector, and how
    // much longer that takes in row tiles than in column tiles.
    long copied = 4;
    long transposed = 13;
    long multiplied = 8;
    long slower = (long) m * n * k * 3 / (2 * LANES);
    long straight =
        (transposeB ? transposed : copied) * n * k
            + (transposeA ? 0 : Math.min(transposed * m * k, slower))
            + multiplied * m * k * (padded(n) / LANES);
    long turned =
        (transposeA ? copied : transposed) * m * k
            + (transposed + copied) * m * n
            + (transposeB ? slower : 0)
            + multiplied * n * k * (padded(m) / LANES);
    return turned < straight;
  }

  /** Returns whether to copy the left operand into groups of rows, each as high as a tile. */
  private static boolean packInGroups(boolean transposeA, int n, int lda) {
    if (!transposeA) {
      return n >= COLUMNS_WORTH_PACKING;
    }
    // Low tiles read the same cache line several times. Where all lines share a set, it has left
    // the cache by then.
    return !MANY_REGISTERS && lda % SAME_SET == 0 && n >= COLUMNS_WORTH_PACKING / 2;
  }

  private static int padded(int n) {
    return (n + LANES - 1) & -LANES;
  }

  /** Splits a length into even blocks of at most {@code most}; returns their size. */
  private static int block(int length, int most, int multiple) {
    int blocks = Math.max(1, (length + most - 1) / most);
    int size = (length + blocks - 1) / blocks;
    return Math.max(multiple, (size + multiple - 1) / multiple * multiple);
  }

  private static void straight(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean accumulate,
      float[] bias,
      int biasOff,
      float cap,
      Scratch s) {
    boolean pack = packInGroups(transposeA, n, lda);
    int kBlock = block(k, K_BLOCK, 4);
    int mBlock = block(m, ROW_BLOCK, Panels.GROUP);
    int p = 0;
    do {
      int kb = Math.min(kBlock, k - p);
      boolean ends = p + kb >= k;
      for (int i = 0; i < m; i += mBlock) {
        int mb = Math.min(mBlock, m - i);
        int aAt = aOff + (transposeA ? i + p * lda : i * lda + p);
        if (pack) {
          Panels.pack(transposeA, a, aAt, lda, mb, kb, s);
        }
        for (int j = 0; j < n; j += PANEL) {
          int nb = Math.min(PANEL, n - j);
          int width = nb > LANES ? PANEL : LANES;
          if (transposeB) {
            Transpose.transpose(b, bOff + j * ldb + p, ldb, nb, kb, s.panel, 0, width, s.square);
          } else {
            Copy.rows(b, bOff + p * ldb + j, ldb, kb, nb, s.panel, 0, width);
          }
          int cAt = cOff + i * ldc + j;
          float[] init = ZEROS;
          int initAt = 0;
          int initStride = 0;
          if (accumulate || p > 0) {
            init = c;
            initAt = cAt;
            initStride = ldc;
          } else if (bias != null) {
            init = bias;
            initAt = biasOff + j;
            if (nb < width) {
              Copy.rows(bias, initAt, 0, 1, nb, s.bias, 0, 0);
              init = s.bias;
              initAt = 0;
            }
          }
          Panels.multiply(
              pack ? Panels.PACKED : transposeA ? Panels.COLUMNS : Panels.ROWS,
              mb,
              nb,
              kb,
              pack ? s.left : a,
              pack ? 0 : aAt,
              lda,
              init,
              initAt,
              initStride,
              c,
              cAt,
              ldc,
              ends ? cap : Caps.NONE,
              false,
              s);
        }
      }
      p += kb;
    } while (p < k);
  }

  /** Computes the transpose of C panel by panel: B is the left operand, A the packed one. */
  private static void transposed(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean accumulate,
      float[] bias,
      int biasOff,
      float cap,
      Scratch s) {
    int kBlock = block(k, K_BLOCK, 4);
    int nBlock = block(n, RESULT_BLOCK, 4);
    for (int i = 0; i < m; i += PANEL) {
      int mb = Math.min(PANEL, m - i);
      int width = mb > LANES ? PANEL : LANES;
      for (int j = 0; j < n; j += nBlock) {
        int nb = Math.min(nBlock, n - j);
        int cAt = cOff + i * ldc + j;
        boolean filled = accumulate || bias != null;
        if (accumulate) {
          Transpose.transpose(c, cAt, ldc, mb, nb, s.left, 0, width, s.square);
        } else if (filled) {
          for (int r = 0; r < nb; r++) {
            Arrays.fill(s.left, r * width, (r + 1) * width, bias[biasOff + j + r]);
          }
        }
        int p = 0;
        do {
          int kb = Math.min(kBlock, k - p);
          if (transposeA) {
            Copy.rows(a, aOff + p * lda + i, lda, kb, mb, s.panel, 0, width);
          } else {
            Transpose.transpose(a, aOff + i * lda + p, lda, mb, kb, s.panel, 0, width, s.square);
          }
          boolean first = p == 0 && !filled;
          Panels.multiply(
              transposeB ? Panels.ROWS : Panels.COLUMNS,
              nb,
              width,
              kb,
              b,
              bOff + (transposeB ? j * ldb + p : p * ldb + j),
              ldb,
              first ? ZEROS : s.left,
              0,
              first ? 0 : width,
              s.left,
              0,
              width,
              p + kb >= k ? cap : Caps.NONE,
              true,
              s);
          p += kb;
        } while (p < k);
        Transpose.transpose(s.left, 0, width, nb, mb, c, cAt, ldc, s.square);
      }
    }
  }

  private static void fill(int m, int n, float[] bias, int biasOff, float[] c, int cOff, int ldc) {
    for (int i = 0; i < m; i++) {
      int at = cOff + i * ldc;
      if (bias == null) {
        Arrays.fill(c, at, at + n, 0);
      } else if (n == 1) {
        c[at] = bias[biasOff];
      } else {
        System.arraycopy(bias, biasOff, c, at, n);
      }
    }
  }
}
