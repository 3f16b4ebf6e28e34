// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;
import static io.nyala.kernel.vector.Simd.load;
import static io.nyala.kernel.vector.Simd.store;
import static jdk.incubator.vector.VectorOperators.NE;

import java.lang.invoke.MethodHandle;
import jdk.incubator.vector.FloatVector;

/**
 * Sums of ranges, rows and columns. Four accumulators, because an addition takes four cycles; every
 * so many elements they are emptied into a total that keeps more digits, so that the error does not
 * grow with the length.
 */
final class Sums {
  /** Additions to a lane before its accumulator is emptied. */
  private static final int ADDITIONS = 64;

  /** Rows shorter than this are added up one element after the other. */
  private static final int SHORT = 5;

  /** The signature of {@link #rows}. */
  interface Rows {
    void run(float[] x, int xOff, int rows, int columns, float[] y, int yOff);
  }

  /** The signature of {@link #columns}. */
  interface Columns {
    void run(float[] x, int xOff, int rows, int columns, int stride, float[] y, int yOff);
  }

  private static final MethodHandle[] ROWS = {
    Unit.of(Rows.class, Sums::shortRows), Unit.of(Rows.class, Sums::longRows)
  };
  private static final MethodHandle[] COLUMNS = {
    Unit.of(Columns.class, Sums::wholeColumns), Unit.of(Columns.class, Sums::fewColumns)
  };

  private Sums() {}

  static float sum(float[] x, int xOff, int n) {
    double total = 0;
    int block = 4 * LANES * ADDITIONS;
    for (int from = 0; from < n; from += block) {
      total += blockSum(x, xOff + from, Math.min(block, n - from));
    }
    return (float) total;
  }

  private static float blockSum(float[] x, int xOff, int n) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = FloatVector.zero(SPECIES);
    int i = 0;
    if (n >= 4 * LANES) {
      FloatVector c = FloatVector.zero(SPECIES);
      FloatVector d = FloatVector.zero(SPECIES);
      for (; i <= n - 4 * LANES; i += 4 * LANES) {
        a = a.add(FloatVector.fromArray(SPECIES, x, xOff + i));
        b = b.add(FloatVector.fromArray(SPECIES, x, xOff + i + LANES));
        c = c.add(FloatVector.fromArray(SPECIES, x, xOff + i + 2 * LANES));
        d = d.add(FloatVector.fromArray(SPECIES, x, xOff + i + 3 * LANES));
      }
      a = a.add(c);
      b = b.add(d);
    }
    for (; i <= n - LANES; i += LANES) {
      a = a.add(FloatVector.fromArray(SPECIES, x, xOff + i));
    }
    if (i < n) {
      b = b.add(load(x, xOff + i, n - i));
    }
    return Simd.sum(a.add(b));
  }

  /** {@code y[r] = sum of x[r * columns .. (r + 1) * columns)}. */
  static void rows(float[] x, int xOff, int rows, int columns, float[] y, int yOff) {
    try {
      ROWS[columns < SHORT ? 0 : 1].invokeExact(x, xOff, rows, columns, y, yOff);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  private static void shortRows(float[] x, int xOff, int rows, int columns, float[] y, int yOff) {
    for (int r = 0; r < rows; r++) {
      float sum = 0;
      for (int c = 0; c < columns; c++) {
        sum += x[xOff + r * columns + c];
      }
      y[yOff + r] = sum;
    }
  }

  private static void longRows(float[] x, int xOff, int rows, int columns, float[] y, int yOff) {
    for (int r = 0; r < rows; r++) {
      y[yOff + r] = sum(x, xOff + r * columns, columns);
    }
  }

  /** {@code y[c] = sum over r of x[r * stride + c]}. */
  static void columns(float[] x, int xOff, int rows, int columns, int stride, float[] y, int yOff) {
    int whole = columns & -LANES;
    try {
      if (whole > 0) {
        COLUMNS[0].invokeExact(x, xOff, rows, whole, stride, y, yOff);
      }
      if (whole < columns) {
        COLUMNS[1].invokeExact(x, xOff + whole, rows, columns - whole, stride, y, yOff + whole);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  private static void wholeColumns(
      float[] x, int xOff, int rows, int columns, int stride, float[] y, int yOff) {
    for (int column = 0; column < columns; column += LANES) {
      FloatVector total = FloatVector.zero(SPECIES);
      FloatVector lost = FloatVector.zero(SPECIES); // what Kahan's summation owes the total
      for (int from = 0; from < rows; from += 4 * ADDITIONS) {
        int to = Math.min(rows, from + 4 * ADDITIONS);
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = FloatVector.zero(SPECIES);
        FloatVector c = FloatVector.zero(SPECIES);
        FloatVector d = FloatVector.zero(SPECIES);
        int r = from;
        int at = xOff + from * stride + column;
        for (; r <= to - 4; r += 4, at += 4 * stride) {
          a = a.add(FloatVector.fromArray(SPECIES, x, at));
          b = b.add(FloatVector.fromArray(SPECIES, x, at + stride));
          c = c.add(FloatVector.fromArray(SPECIES, x, at + 2 * stride));
          d = d.add(FloatVector.fromArray(SPECIES, x, at + 3 * stride));
        }
        for (; r < to; r++, at += stride) {
          a = a.add(FloatVector.fromArray(SPECIES, x, at));
        }
        FloatVector sum = a.add(b).add(c.add(d)).sub(lost);
        FloatVector next = total.add(sum);
        lost = next.sub(total).sub(sum);
        lost = lost.blend(0f, lost.compare(NE, lost)); // after an infinite sum
        total = next;
      }
      total.intoArray(y, yOff + column);
    }
  }

  /** The same for less than a vector of columns, in the same order. */
  private static void fewColumns(
      float[] x, int xOff, int rows, int columns, int stride, float[] y, int yOff) {
    FloatVector total = FloatVector.zero(SPECIES);
    FloatVector lost = FloatVector.zero(SPECIES);
    for (int from = 0; from < rows; from += 4 * ADDITIONS) {
      int to = Math.min(rows, from + 4 * ADDITIONS);
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = FloatVector.zero(SPECIES);
      FloatVector c = FloatVector.zero(SPECIES);
      FloatVector d = FloatVector.zero(SPECIES);
      int r = from;
      int at = xOff + from * stride;
      for (; r <= to - 4; r += 4, at += 4 * stride) {
        a = a.add(load(x, at, columns));
        b = b.add(load(x, at + stride, columns));
        c = c.add(load(x, at + 2 * stride, columns));
        d = d.add(load(x, at + 3 * stride, columns));
      }
      for (; r < to; r++, at += stride) {
        a = a.add(load(x, at, columns));
      }
      FloatVector sum = a.add(b).add(c.add(d)).sub(lost);
      FloatVector next = total.add(sum);
      lost = next.sub(total).sub(sum);
      lost = lost.blend(0f, lost.compare(NE, lost));
      total = next;
    }
    store(total, y, yOff, columns);
  }
}
