// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.rows;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MASKS;

import io.nyala.kernel.RowKernels;
import io.nyala.kernel.scalar.ScalarKernels;
import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.base.Unit;
import io.nyala.kernel.vector.elementwise.VectorElementwise;
import io.nyala.kernel.vector.reduce.Sums;
import io.nyala.ops.kinds.UnaryKind;
import java.lang.invoke.MethodHandle;

/**
 * Row-wise operations, in blocks of rows that stay in the first-level cache. Exponentials are
 * computed for a whole block, so that short rows fill the lanes as well as long ones. Steps write
 * to another array: in place, the load of a short row would wait for the masked store of the
 * previous row.
 */
public final class VectorRows implements RowKernels {
  private static final RowKernels SCALAR = ScalarKernels.kernels().rows();

  /** Elements of a block, unless one row has more. */
  private static final int BLOCK = 2048;

  /** The signature of {@link RowLoops#shift}. */
  public interface Shift {
    void run(float[] x, int xOff, float[] y, int yOff, int rows, int columns);
  }

  /** The signature of {@link RowLoops#normalize}. */
  public interface Normalise {
    void run(float[] e, float[] sums, float[] y, int yOff, int rows, int columns);
  }

  /** The signature of {@link RowLoops#subtract}. */
  public interface Subtract {
    void run(float[] x, float[] s, float[] y, int yOff, int rows, int columns);
  }

  /** The signature of {@link RowLoops#dot}. */
  public interface Dot {
    void run(float[] a, int aOff, float[] b, int bOff, float[] dots, int rows, int columns);
  }

  /** The signature of {@link RowLoops#slope}. */
  public interface Slope {
    void run(
        float[] p,
        int pOff,
        float[] d,
        int dOff,
        float[] dots,
        float[] y,
        int yOff,
        int rows,
        int columns);
  }

  /** Initialized when first used. */
  private static final class Units {
    static final MethodHandle[] SHIFT = {Unit.of(Shift.class, RowLoops::shift)};
    static final MethodHandle[] NORMALISE = {Unit.of(Normalise.class, RowLoops::normalise)};
    static final MethodHandle[] SUBTRACT = {Unit.of(Subtract.class, RowLoops::subtract)};
    static final MethodHandle[] DOT = {Unit.of(Dot.class, RowLoops::dot)};
    static final MethodHandle[] SLOPE = {Unit.of(Slope.class, RowLoops::slope)};
  }

  @Override
  public void softmaxRows(float[] x, int xOff, float[] y, int yOff, int rows, int columns) {
    if (isRagged(columns)) {
      SCALAR.softmaxRows(x, xOff, y, yOff, rows, columns);
      return;
    }
    int size = blockRows(columns);
    Buffers buffers = Buffers.get();
    float[] sums = buffers.first(size);
    float[] block = buffers.block(size * columns);
    try {
      for (int r = 0; r < rows; r += size) {
        int m = Math.min(size, rows - r);
        Units.SHIFT[0].invokeExact(x, xOff + r * columns, block, 0, m, columns);
        VectorElementwise.apply(UnaryKind.EXP, block, 0, block, 0, m * columns);
        Units.NORMALISE[0].invokeExact(block, sums, y, yOff + r * columns, m, columns);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void softmaxGradientRows(
      float[] p, int pOff, float[] dp, int dpOff, float[] dx, int dxOff, int rows, int columns) {
    if (isRagged(columns)) {
      SCALAR.softmaxGradientRows(p, pOff, dp, dpOff, dx, dxOff, rows, columns);
      return;
    }
    int size = blockRows(columns);
    float[] dots = Buffers.get().first(size);
    try {
      for (int r = 0; r < rows; r += size) {
        int m = Math.min(size, rows - r);
        int at = r * columns;
        Units.DOT[0].invokeExact(p, pOff + at, dp, dpOff + at, dots, m, columns);
        Units.SLOPE[0].invokeExact(p, pOff + at, dp, dpOff + at, dots, dx, dxOff + at, m, columns);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void logSoftmaxRows(float[] x, int xOff, float[] y, int yOff, int rows, int columns) {
    if (isRagged(columns)) {
      SCALAR.logSoftmaxRows(x, xOff, y, yOff, rows, columns);
      return;
    }
    int size = blockRows(columns);
    Buffers buffers = Buffers.get();
    float[] sums = buffers.first(size);
    float[] shifted = buffers.second(size * columns);
    float[] block = buffers.block(size * columns);
    try {
      for (int r = 0; r < rows; r += size) {
        int m = Math.min(size, rows - r);
        Units.SHIFT[0].invokeExact(x, xOff + r * columns, shifted, 0, m, columns);
        VectorElementwise.apply(UnaryKind.EXP, shifted, 0, block, 0, m * columns);
        Sums.rows(block, 0, m, columns, sums, 0);
        for (int i = 0; i < m; i++) {
          sums[i] = (float) Math.log(sums[i]);
        }
        Units.SUBTRACT[0].invokeExact(shifted, sums, y, yOff + r * columns, m, columns);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void crossEntropyRows(
      float[] logits,
      int logitsOff,
      float[] target,
      int targetOff,
      float[] loss,
      int lossOff,
      float[] probabilities,
      int probabilitiesOff,
      int rows,
      int columns) {
    if (isRagged(columns)) {
      SCALAR.crossEntropyRows(
          logits,
          logitsOff,
          target,
          targetOff,
          loss,
          lossOff,
          probabilities,
          probabilitiesOff,
          rows,
          columns);
      return;
    }
    int size = blockRows(columns);
    Buffers buffers = Buffers.get();
    float[] dots = buffers.first(size);
    float[] targets = buffers.second(size);
    float[] sums = buffers.third(size);
    float[] block = buffers.block(size * columns);
    try {
      for (int r = 0; r < rows; r += size) {
        int m = Math.min(size, rows - r);
        int at = r * columns;
        // loss = -sum(target * (shifted - log sum)) = log sum * sum(target) - sum(target * shifted)
        Units.SHIFT[0].invokeExact(logits, logitsOff + at, block, 0, m, columns);
        Units.DOT[0].invokeExact(target, targetOff + at, block, 0, dots, m, columns);
        Sums.rows(target, targetOff + at, m, columns, targets, 0);
        VectorElementwise.apply(UnaryKind.EXP, block, 0, block, 0, m * columns);
        Units.NORMALISE[0].invokeExact(
            block, sums, probabilities, probabilitiesOff + at, m, columns);
        for (int i = 0; i < m; i++) {
          loss[lossOff + r + i] = (float) (Math.log(sums[i]) * targets[i] - dots[i]);
        }
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void layerNormRows(
      float[] x,
      int xOff,
      float[] gamma,
      int gammaOff,
      float[] beta,
      int betaOff,
      float epsilon,
      float[] y,
      int yOff,
      float[] mean,
      int meanOff,
      float[] rstd,
      int rstdOff,
      int rows,
      int columns) {
    if (isRagged(columns)) {
      SCALAR.layerNormRows(
          x, xOff, gamma, gammaOff, beta, betaOff, epsilon, y, yOff, mean, meanOff, rstd, rstdOff,
          rows, columns);
      return;
    }
    LayerNorm.forward(
        x, xOff, gamma, gammaOff, beta, betaOff, epsilon, y, yOff, mean, meanOff, rstd, rstdOff,
        rows, columns);
  }

  @Override
  public void layerNormGradientRows(
      float[] x,
      int xOff,
      float[] mean,
      int meanOff,
      float[] rstd,
      int rstdOff,
      float[] gamma,
      int gammaOff,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff,
      int rows,
      int columns) {
    if (isRagged(columns)) {
      SCALAR.layerNormGradientRows(
          x, xOff, mean, meanOff, rstd, rstdOff, gamma, gammaOff, dy, dyOff, dx, dxOff, rows,
          columns);
      return;
    }
    LayerNormGradient.gradient(
        x, xOff, mean, meanOff, rstd, rstdOff, gamma, gammaOff, dy, dyOff, dx, dxOff, rows,
        columns);
  }

  /**
   * Returns whether rows have partial vectors that this processor cannot load and store with masks.
   */
  private static boolean isRagged(int columns) {
    return !MASKS && columns % LANES != 0;
  }

  private static int blockRows(int columns) {
    return Math.max(1, BLOCK / Math.max(1, columns));
  }
}
