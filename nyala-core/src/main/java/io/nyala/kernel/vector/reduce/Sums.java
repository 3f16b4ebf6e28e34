// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.reduce;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MASKS;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;
import static io.nyala.kernel.vector.base.Simd.EIGHTH;
import static io.nyala.kernel.vector.base.Simd.HALF;
import static io.nyala.kernel.vector.base.Simd.QUARTER;
import static io.nyala.kernel.vector.base.Simd.SIXTEENTH;

import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.base.Padding;
import io.nyala.kernel.vector.base.Unit;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Sums of ranges, rows and columns. They use four accumulators, because an addition takes four
 * cycles. The accumulators are regularly added to a more precise total and cleared, so that the
 * error does not grow with the length.
 */
public final class Sums {
  /** The number of additions to a lane before its accumulator is cleared. */
  private static final int ADDITIONS = 64;

  /** The number of rows added before the accumulators of the columns are cleared. */
  static final int BLOCK_ROWS = 4 * ADDITIONS;

  /** Rows shorter than this are added element by element. */
  private static final int SHORT = 5;

  /** The signature of the loops over rows. */
  public interface Rows {
    void run(float[] x, int xOff, int rows, int columns, float[] y, int yOff);
  }

  /** The signature of the loops over columns. */
  public interface Columns {
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
      b =
          MASKS
              ? b.add(FloatVector.fromArray(SPECIES, x, xOff + i, SPECIES.indexInRange(i, n)))
              : b.add(FloatVector.fromArray(SPECIES, Padding.of(x, xOff + i, n - i), 0));
    }
    FloatVector s = a.add(b);
    s = s.add(s.rearrange(HALF));
    s = s.add(s.rearrange(QUARTER));
    if (LANES >= 8) {
      s = s.add(s.rearrange(EIGHTH));
    }
    if (LANES >= 16) {
      s = s.add(s.rearrange(SIXTEENTH));
    }
    return s.lane(0);
  }

  /** {@code y[r] = sum of x[r * columns .. (r + 1) * columns)}. */
  public static void rows(float[] x, int xOff, int rows, int columns, float[] y, int yOff) {
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
  public static void columns(
      float[] x, int xOff, int rows, int columns, int stride, float[] y, int yOff) {
    if (rows <= BLOCK_ROWS) {
      blockColumns(x, xOff, rows, columns, stride, y, yOff);
      return;
    }
    Buffers buffers = Buffers.get();
    float[] part = buffers.first(columns);
    float[] lost = buffers.second(columns);
    Arrays.fill(lost, 0, columns, 0f);
    Arrays.fill(y, yOff, yOff + columns, 0f);
    for (int from = 0; from < rows; from += BLOCK_ROWS) {
      int size = Math.min(BLOCK_ROWS, rows - from);
      blockColumns(x, xOff + from * stride, size, columns, stride, part, 0);
      carry(part, lost, y, yOff, columns);
    }
  }

  /** Adds a part to a total by Kahan's method: {@code lost} is the excess in the total. */
  public static void carry(float[] part, float[] lost, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      float sum = part[i] - lost[i];
      float total = y[yOff + i] + sum;
      float excess = total - y[yOff + i] - sum;
      lost[i] = excess == excess ? excess : 0; // NaN after an infinite sum
      y[yOff + i] = total;
    }
  }

  private static void blockColumns(
      float[] x, int xOff, int rows, int columns, int stride, float[] y, int yOff) {
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
    int column = 0;
    // Two vectors at a time, because one of 256 bits is half a cache line.
    for (; column <= columns - 2 * LANES; column += 2 * LANES) {
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = FloatVector.zero(SPECIES);
      FloatVector c = FloatVector.zero(SPECIES);
      FloatVector d = FloatVector.zero(SPECIES);
      FloatVector e = FloatVector.zero(SPECIES);
      FloatVector f = FloatVector.zero(SPECIES);
      FloatVector g = FloatVector.zero(SPECIES);
      FloatVector h = FloatVector.zero(SPECIES);
      int at = xOff + column;
      int r = 0;
      for (; r <= rows - 4; r += 4, at += 4 * stride) {
        a = a.add(FloatVector.fromArray(SPECIES, x, at));
        e = e.add(FloatVector.fromArray(SPECIES, x, at + LANES));
        b = b.add(FloatVector.fromArray(SPECIES, x, at + stride));
        f = f.add(FloatVector.fromArray(SPECIES, x, at + stride + LANES));
        c = c.add(FloatVector.fromArray(SPECIES, x, at + 2 * stride));
        g = g.add(FloatVector.fromArray(SPECIES, x, at + 2 * stride + LANES));
        d = d.add(FloatVector.fromArray(SPECIES, x, at + 3 * stride));
        h = h.add(FloatVector.fromArray(SPECIES, x, at + 3 * stride + LANES));
      }
      for (; r < rows; r++, at += stride) {
        a = a.add(FloatVector.fromArray(SPECIES, x, at));
        e = e.add(FloatVector.fromArray(SPECIES, x, at + LANES));
      }
      a.add(b).add(c.add(d)).intoArray(y, yOff + column);
      e.add(f).add(g.add(h)).intoArray(y, yOff + column + LANES);
    }
    for (; column < columns; column += LANES) {
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = FloatVector.zero(SPECIES);
      FloatVector c = FloatVector.zero(SPECIES);
      FloatVector d = FloatVector.zero(SPECIES);
      int at = xOff + column;
      int r = 0;
      for (; r <= rows - 4; r += 4, at += 4 * stride) {
        a = a.add(FloatVector.fromArray(SPECIES, x, at));
        b = b.add(FloatVector.fromArray(SPECIES, x, at + stride));
        c = c.add(FloatVector.fromArray(SPECIES, x, at + 2 * stride));
        d = d.add(FloatVector.fromArray(SPECIES, x, at + 3 * stride));
      }
      for (; r < rows; r++, at += stride) {
        a = a.add(FloatVector.fromArray(SPECIES, x, at));
      }
      a.add(b).add(c.add(d)).intoArray(y, yOff + column);
    }
  }

  /** The same for less than a vector of columns, in the same order. */
  private static void fewColumns(
      float[] x, int xOff, int rows, int columns, int stride, float[] y, int yOff) {
    if (!MASKS) {
      oneByOne(x, xOff, rows, columns, stride, y, yOff);
      return;
    }
    VectorMask<Float> few = SPECIES.indexInRange(0, columns);
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = FloatVector.zero(SPECIES);
    FloatVector c = FloatVector.zero(SPECIES);
    FloatVector d = FloatVector.zero(SPECIES);
    int at = xOff;
    int r = 0;
    for (; r <= rows - 4; r += 4, at += 4 * stride) {
      a = a.add(FloatVector.fromArray(SPECIES, x, at, few));
      b = b.add(FloatVector.fromArray(SPECIES, x, at + stride, few));
      c = c.add(FloatVector.fromArray(SPECIES, x, at + 2 * stride, few));
      d = d.add(FloatVector.fromArray(SPECIES, x, at + 3 * stride, few));
    }
    for (; r < rows; r++, at += stride) {
      a = a.add(FloatVector.fromArray(SPECIES, x, at, few));
    }
    a.add(b).add(c.add(d)).intoArray(y, yOff, few);
  }

  /** The same without vectors. */
  private static void oneByOne(
      float[] x, int xOff, int rows, int columns, int stride, float[] y, int yOff) {
    for (int column = 0; column < columns; column++) {
      float a = 0;
      float b = 0;
      float c = 0;
      float d = 0;
      int at = xOff + column;
      int r = 0;
      for (; r <= rows - 4; r += 4, at += 4 * stride) {
        a += x[at];
        b += x[at + stride];
        c += x[at + 2 * stride];
        d += x[at + 3 * stride];
      }
      for (; r < rows; r++, at += stride) {
        a += x[at];
      }
      y[yOff + column] = (a + b) + (c + d);
    }
  }
}
