// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.reduce;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;
import static io.nyala.kernel.vector.base.Simd.EIGHTH;
import static io.nyala.kernel.vector.base.Simd.HALF;
import static io.nyala.kernel.vector.base.Simd.QUARTER;
import static io.nyala.kernel.vector.base.Simd.SIXTEENTH;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.NE;

import io.nyala.kernel.ReduceKernels;
import io.nyala.kernel.scalar.ScalarKernels;
import io.nyala.kernel.vector.base.Unit;
import io.nyala.kernel.vector.elementwise.VectorElementwise;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.ReduceKind;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Reductions. Sums have their own loops in {@link Sums}; the other kinds are rare. */
public final class VectorReduce implements ReduceKernels {
  private static final ReduceKernels SCALAR = ScalarKernels.kernels().reduce();

  /** The signature of reductions of a range. */
  public interface Range {
    float run(float[] x, int xOff, int n);
  }

  /** The signature of the search for an element. */
  public interface Search {
    int run(float[] x, int xOff, int n, float wanted);
  }

  /** Initialized when first used. */
  private static final class Units {
    static final MethodHandle[] SEARCH = {Unit.of(Search.class, VectorReduce::indexOf)};
  }

  // Made when first used; two threads may make the same one.
  private static final MethodHandle[] RANGES = new MethodHandle[ReduceKind.values().length];

  @Override
  public float reduce(ReduceKind kind, float[] x, int xOff, int n) {
    MethodHandle range = range(kind);
    try {
      return (float) range.invokeExact(x, xOff, n);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  private static MethodHandle range(ReduceKind kind) {
    MethodHandle range = RANGES[kind.ordinal()];
    if (range == null) {
      range =
          Unit.of(
              Range.class,
              switch (kind) {
                case SUM -> Sums::sum;
                case PRODUCT -> VectorReduce::product;
                case MAX -> VectorReduce::max;
                case MIN -> VectorReduce::min;
              });
      RANGES[kind.ordinal()] = range;
    }
    return range;
  }

  @Override
  public void reduceRows(
      ReduceKind kind, float[] x, int xOff, int rows, int columns, float[] y, int yOff) {
    if (kind == ReduceKind.SUM) {
      Sums.rows(x, xOff, rows, columns, y, yOff);
      return;
    }
    for (int r = 0; r < rows; r++) {
      y[yOff + r] = reduce(kind, x, xOff + r * columns, columns);
    }
  }

  @Override
  public void reduceColumns(
      ReduceKind kind,
      float[] x,
      int xOff,
      int rows,
      int columns,
      int stride,
      float[] y,
      int yOff) {
    if (stride == 1 && columns == 1) {
      y[yOff] = reduce(kind, x, xOff, rows);
      return;
    }
    switch (kind) {
      case SUM -> Sums.columns(x, xOff, rows, columns, stride, y, yOff);
      case PRODUCT -> rowByRow(BinaryKind.MULTIPLY, 1f, x, xOff, rows, columns, stride, y, yOff);
      case MAX ->
          rowByRow(
              BinaryKind.MAXIMUM, Float.NEGATIVE_INFINITY, x, xOff, rows, columns, stride, y, yOff);
      case MIN ->
          rowByRow(
              BinaryKind.MINIMUM, Float.POSITIVE_INFINITY, x, xOff, rows, columns, stride, y, yOff);
    }
  }

  private static void rowByRow(
      BinaryKind kind,
      float identity,
      float[] x,
      int xOff,
      int rows,
      int columns,
      int stride,
      float[] y,
      int yOff) {
    Arrays.fill(y, yOff, yOff + columns, identity);
    for (int r = 0; r < rows; r++) {
      VectorElementwise.apply(kind, y, yOff, x, xOff + r * stride, y, yOff, columns);
    }
  }

  @Override
  public int argMax(float[] x, int xOff, int n) {
    if (n < 2 * LANES) {
      return SCALAR.argMax(x, xOff, n);
    }
    float max = reduce(ReduceKind.MAX, x, xOff, n);
    try {
      return (int) Units.SEARCH[0].invokeExact(x, xOff, n, max);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  /**
   * Returns the position of the first element equal to the given number, or the first NaN if it is
   * NaN; there must be one.
   */
  private static int indexOf(float[] x, int xOff, int n, float wanted) {
    boolean nan = Float.isNaN(wanted);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      VectorMask<Float> found = nan ? v.compare(NE, v) : v.compare(EQ, wanted);
      if (found.anyTrue()) {
        return i + found.firstTrue();
      }
    }
    while (x[xOff + i] != wanted && !(nan && Float.isNaN(x[xOff + i]))) {
      i++;
    }
    return i;
  }

  private static float product(float[] x, int xOff, int n) {
    double total = 1; // in double between blocks, so that it does not overflow prematurely
    int block = 16 * LANES;
    int whole = n & -LANES;
    for (int from = 0; from < whole; from += block) {
      int to = Math.min(whole, from + block);
      FloatVector p = FloatVector.broadcast(SPECIES, 1f);
      for (int i = from; i < to; i += LANES) {
        p = p.mul(FloatVector.fromArray(SPECIES, x, xOff + i));
      }
      p = p.mul(p.rearrange(HALF));
      p = p.mul(p.rearrange(QUARTER));
      if (LANES >= 8) {
        p = p.mul(p.rearrange(EIGHTH));
      }
      if (LANES >= 16) {
        p = p.mul(p.rearrange(SIXTEENTH));
      }
      total *= p.lane(0);
    }
    for (int i = whole; i < n; i++) {
      total *= x[xOff + i];
    }
    return (float) total;
  }

  private static float max(float[] x, int xOff, int n) {
    FloatVector a = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector b = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      a = a.max(FloatVector.fromArray(SPECIES, x, xOff + i));
      b = b.max(FloatVector.fromArray(SPECIES, x, xOff + i + LANES));
    }
    if (i <= n - LANES) {
      a = a.max(FloatVector.fromArray(SPECIES, x, xOff + i));
      i += LANES;
    }
    float max = a.max(b).reduceLanes(MAX);
    for (; i < n; i++) {
      max = Math.max(max, x[xOff + i]);
    }
    return max;
  }

  private static float min(float[] x, int xOff, int n) {
    FloatVector a = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
    FloatVector b = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      a = a.min(FloatVector.fromArray(SPECIES, x, xOff + i));
      b = b.min(FloatVector.fromArray(SPECIES, x, xOff + i + LANES));
    }
    if (i <= n - LANES) {
      a = a.min(FloatVector.fromArray(SPECIES, x, xOff + i));
      i += LANES;
    }
    float min = a.min(b).reduceLanes(MIN);
    for (; i < n; i++) {
      min = Math.min(min, x[xOff + i]);
    }
    return min;
  }
}
