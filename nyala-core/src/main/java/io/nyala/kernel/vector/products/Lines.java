// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MASKS;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import io.nyala.kernel.vector.base.Padding;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** Products of a matrix and a single line, which read every matrix element only once. */
final class Lines {
  private static final int ROWS = 8;

  private static final VectorShuffle<Float> HALF = rotation(LANES / 2);
  private static final VectorShuffle<Float> QUARTER = rotation(LANES / 4);
  private static final VectorShuffle<Float> EIGHTH = rotation(LANES / 8);
  private static final VectorShuffle<Float> SIXTEENTH = rotation(LANES / 16);

  private Lines() {}

  /**
   * Adds a row times a matrix: {@code y[j] += sum over p of x[xOff + p * xStride] * b[bOff + p *
   * ldb + j]}, in ascending p. Eight rows are processed at a time.
   */
  static void addRowTimesMatrix(
      int k,
      int n,
      float[] x,
      int xOff,
      int xStride,
      float[] b,
      int bOff,
      int ldb,
      float[] y,
      int yOff) {
    int whole = SPECIES.loopBound(n);
    int p = 0;
    for (; p + ROWS <= k; p += ROWS) {
      eightRows(whole, x, xOff + p * xStride, xStride, b, bOff + p * ldb, ldb, y, yOff);
    }
    for (; p < k; p++) {
      oneRow(whole, x[xOff + p * xStride], b, bOff + p * ldb, y, yOff);
    }
    if (whole < n) {
      lastColumns(k, n - whole, x, xOff, xStride, b, bOff + whole, ldb, y, yOff + whole);
    }
  }

  private static void eightRows(
      int n, float[] x, int at, int step, float[] b, int bOff, int ldb, float[] y, int yOff) {
    FloatVector x0 = FloatVector.broadcast(SPECIES, x[at]);
    FloatVector x1 = FloatVector.broadcast(SPECIES, x[at + step]);
    FloatVector x2 = FloatVector.broadcast(SPECIES, x[at + 2 * step]);
    FloatVector x3 = FloatVector.broadcast(SPECIES, x[at + 3 * step]);
    FloatVector x4 = FloatVector.broadcast(SPECIES, x[at + 4 * step]);
    FloatVector x5 = FloatVector.broadcast(SPECIES, x[at + 5 * step]);
    FloatVector x6 = FloatVector.broadcast(SPECIES, x[at + 6 * step]);
    FloatVector x7 = FloatVector.broadcast(SPECIES, x[at + 7 * step]);
    int b1 = bOff + ldb;
    int b2 = b1 + ldb;
    int b3 = b2 + ldb;
    int b4 = b3 + ldb;
    int b5 = b4 + ldb;
    int b6 = b5 + ldb;
    int b7 = b6 + ldb;
    for (int j = 0; j < n; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yOff + j);
      sum = x0.fma(FloatVector.fromArray(SPECIES, b, bOff + j), sum);
      sum = x1.fma(FloatVector.fromArray(SPECIES, b, b1 + j), sum);
      sum = x2.fma(FloatVector.fromArray(SPECIES, b, b2 + j), sum);
      sum = x3.fma(FloatVector.fromArray(SPECIES, b, b3 + j), sum);
      sum = x4.fma(FloatVector.fromArray(SPECIES, b, b4 + j), sum);
      sum = x5.fma(FloatVector.fromArray(SPECIES, b, b5 + j), sum);
      sum = x6.fma(FloatVector.fromArray(SPECIES, b, b6 + j), sum);
      sum = x7.fma(FloatVector.fromArray(SPECIES, b, b7 + j), sum);
      sum.intoArray(y, yOff + j);
    }
  }

  private static void oneRow(int n, float x, float[] b, int bOff, float[] y, int yOff) {
    FloatVector factor = FloatVector.broadcast(SPECIES, x);
    for (int j = 0; j < n; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yOff + j);
      factor.fma(FloatVector.fromArray(SPECIES, b, bOff + j), sum).intoArray(y, yOff + j);
    }
  }

  /** Computes the last columns, fewer than a vector. */
  private static void lastColumns(
      int k,
      int n,
      float[] x,
      int xOff,
      int xStride,
      float[] b,
      int bOff,
      int ldb,
      float[] y,
      int yOff) {
    if (!MASKS) {
      for (int j = 0; j < n; j++) {
        float sum = y[yOff + j];
        for (int p = 0; p < k; p++) {
          sum = Math.fma(x[xOff + p * xStride], b[bOff + p * ldb + j], sum);
        }
        y[yOff + j] = sum;
      }
      return;
    }
    int inside = Padding.linesWithRoom(b, bOff, k, ldb);
    Padding parts = Padding.get();
    VectorMask<Float> mask = SPECIES.indexInRange(0, n);
    FloatVector sum = FloatVector.fromArray(SPECIES, Padding.fill(parts.a, y, yOff, n), 0);
    for (int p = 0; p < inside; p++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, x[xOff + p * xStride]);
      sum = factor.fma(FloatVector.fromArray(SPECIES, b, bOff + p * ldb, mask), sum);
    }
    for (int p = inside; p < k; p++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, x[xOff + p * xStride]);
      Padding.fill(parts.b, b, bOff + p * ldb, n);
      sum = factor.fma(FloatVector.fromArray(SPECIES, parts.b, 0), sum);
    }
    sum.intoArray(parts.a, 0);
    System.arraycopy(parts.a, 0, y, yOff, n);
  }

  /**
   * Adds the dot product of x with each row of a matrix: {@code y[yOff + i * yStride] += sum over p
   * of a[aOff + i * lda + p] * x[xOff + p]}. Lane p % LANES sums its own p, then the lanes are
   * added by halves.
   */
  static void addRowsTimesLine(
      int rows,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      int yStride) {
    int whole = SPECIES.loopBound(k);
    Padding parts = Padding.get();
    Padding.fill(parts.a, x, xOff + whole, k - whole);
    for (int i = 0; i < rows; i++) {
      int at = aOff + i * lda;
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int p = 0; p < whole; p += LANES) {
        FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + p);
        sum = v.fma(FloatVector.fromArray(SPECIES, a, at + p), sum);
      }
      float rest = 0;
      if (whole < k) {
        if (MASKS) {
          Padding.fill(parts.b, a, at + whole, k - whole);
          FloatVector v = FloatVector.fromArray(SPECIES, parts.a, 0);
          sum = v.fma(FloatVector.fromArray(SPECIES, parts.b, 0), sum);
        } else {
          for (int p = whole; p < k; p++) {
            rest = Math.fma(x[xOff + p], a[at + p], rest);
          }
        }
      }
      sum = sum.add(sum.rearrange(HALF));
      sum = sum.add(sum.rearrange(QUARTER));
      if (LANES >= 8) {
        sum = sum.add(sum.rearrange(EIGHTH));
      }
      if (LANES >= 16) {
        sum = sum.add(sum.rearrange(SIXTEENTH));
      }
      y[yOff + i * yStride] += sum.lane(0) + rest;
    }
  }

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % LANES);
  }
}
