// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.recurrent;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MASKS;

import io.nyala.kernel.RecurrentKernels;
import io.nyala.kernel.scalar.ScalarRecurrent;
import io.nyala.kernel.vector.base.Unit;
import io.nyala.kernel.vector.elementwise.Activations;
import io.nyala.kernel.vector.elementwise.VectorElementwise;
import io.nyala.kernel.vector.products.PackedProduct;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;
import java.lang.invoke.MethodHandle;

/**
 * Recurrent cells in vectors. Each element is read and written once: sums, activations and states
 * stay in registers.
 *
 * <p>Cells whose activation is not tanh, and partial vectors without masks, use scalar code.
 */
public final class VectorRecurrent implements RecurrentKernels {
  private static final VectorElementwise ELEMENTWISE = new VectorElementwise();
  private static final ScalarRecurrent SCALAR = new ScalarRecurrent();

  /** Creates the kernels; they have no state except the work space of each thread. */
  public VectorRecurrent() {}

  private static boolean canDo(FusedActivation activation, int n) {
    return activation == FusedActivation.TANH && (n >= LANES || MASKS);
  }

  private static boolean canDo(int n) {
    return MASKS || n % LANES == 0;
  }

  @Override
  public int paddedColumns(int n) {
    return PackedProduct.columns(n);
  }

  @Override
  public int paddedRows(int m) {
    return PackedProduct.rows(m);
  }

  @Override
  public void pack(
      boolean transposed,
      int k,
      int n,
      float[] b,
      int bOff,
      int ldb,
      float[] packed,
      int packedOff) {
    PackedProduct.pack(transposed, k, n, b, bOff, ldb, packed, packedOff);
  }

  @Override
  public void product(
      int m,
      int k,
      int n,
      float[] a,
      int aOff,
      int lda,
      float[] packed,
      int packedOff,
      float[] y,
      int yOff,
      boolean add) {
    PackedProduct.multiply(m, k, n, a, aOff, lda, packed, packedOff, y, yOff, add);
  }

  @Override
  public void activateSum(
      FusedActivation activation,
      int rows,
      int n,
      float[] a,
      int aOff,
      int aStride,
      float[] b,
      int bOff,
      int bStride,
      float[] y,
      int yOff,
      int yStride) {
    MethodHandle loop = n < LANES ? null : RecurrentUnits.ofSum(activation);
    if (loop != null) {
      try {
        loop.invokeExact(rows, n, a, aOff, aStride, b, bOff, bStride, y, yOff, yStride);
      } catch (Throwable e) {
        throw Unit.rethrow(e);
      }
      return;
    }
    if (!canDo(n)) {
      SCALAR.activateSum(activation, rows, n, a, aOff, aStride, b, bOff, bStride, y, yOff, yStride);
      return;
    }
    SumLoops.inBlocks(activation, rows, n, a, aOff, aStride, b, bOff, bStride, y, yOff, yStride);
  }

  @Override
  public void multiply(
      int rows,
      int n,
      float[] a,
      int aOff,
      int aStride,
      float[] b,
      int bOff,
      int bStride,
      float[] y,
      int yOff,
      int yStride) {
    if (canDo(n)) {
      RecurrentLoops.multiply(rows, n, a, aOff, aStride, b, bOff, bStride, y, yOff, yStride);
    } else {
      SCALAR.multiply(rows, n, a, aOff, aStride, b, bOff, bStride, y, yOff, yStride);
    }
  }

  @Override
  public void add(
      int rows, int n, float[] x, int xOff, int xStride, float[] y, int yOff, int yStride) {
    if (canDo(n)) {
      RecurrentLoops.add(rows, n, x, xOff, xStride, y, yOff, yStride, y, yOff, yStride);
    } else {
      SCALAR.add(rows, n, x, xOff, xStride, y, yOff, yStride);
    }
  }

  @Override
  public void lstm(
      FusedActivation activation,
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] c,
      int cOff,
      int cStride,
      float[] h,
      int hOff,
      int hStride) {
    if (!canDo(activation, n)) {
      SCALAR.lstm(
          activation,
          rows,
          n,
          gates,
          gatesOff,
          gatesStride,
          before,
          beforeOff,
          beforeStride,
          c,
          cOff,
          cStride,
          h,
          hOff,
          hStride);
      return;
    }
    LstmBlocks.state(
        rows,
        n,
        gates,
        gatesOff,
        gatesStride,
        before,
        beforeOff,
        beforeStride,
        c,
        cOff,
        cStride,
        h,
        hOff,
        hStride);
  }

  @Override
  public void lstmGradient(
      FusedActivation activation,
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] c,
      int cOff,
      int cStride,
      float[] dh,
      int dhOff,
      int dhStride,
      float[] dc,
      int dcOff,
      float[] dcBefore,
      int dcBeforeOff,
      float[] d,
      int dOff,
      int dStride) {
    if (!canDo(activation, n)) {
      SCALAR.lstmGradient(
          activation,
          rows,
          n,
          gates,
          gatesOff,
          gatesStride,
          before,
          beforeOff,
          beforeStride,
          c,
          cOff,
          cStride,
          dh,
          dhOff,
          dhStride,
          dc,
          dcOff,
          dcBefore,
          dcBeforeOff,
          d,
          dOff,
          dStride);
      return;
    }
    LstmBlocks.gradient(
        rows,
        n,
        gates,
        gatesOff,
        gatesStride,
        before,
        beforeOff,
        beforeStride,
        c,
        cOff,
        cStride,
        dh,
        dhOff,
        dhStride,
        dc,
        dcOff,
        dcBefore,
        dcBeforeOff,
        d,
        dOff,
        dStride);
  }

  @Override
  public void gru(
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] h,
      int hOff,
      int hStride) {
    if (canDo(n)) {
      RecurrentLoops.mix(
          rows, n, gates, gatesOff, gatesStride, before, beforeOff, beforeStride, h, hOff, hStride);
    } else {
      SCALAR.gru(
          rows, n, gates, gatesOff, gatesStride, before, beforeOff, beforeStride, h, hOff, hStride);
    }
  }

  @Override
  public void gruGradient(
      FusedActivation activation,
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] dh,
      int dhOff,
      int dhStride,
      float[] d,
      int dOff,
      int dStride,
      float[] dBefore,
      int dBeforeOff,
      int dBeforeStride) {
    if (activation == FusedActivation.TANH && canDo(n)) {
      RecurrentLoops.mixGradient(
          rows,
          n,
          gates,
          gatesOff,
          gatesStride,
          before,
          beforeOff,
          beforeStride,
          dh,
          dhOff,
          dhStride,
          d,
          dOff,
          dStride,
          dBefore,
          dBeforeOff,
          dBeforeStride);
    } else {
      SCALAR.gruGradient(
          activation,
          rows,
          n,
          gates,
          gatesOff,
          gatesStride,
          before,
          beforeOff,
          beforeStride,
          dh,
          dhOff,
          dhStride,
          d,
          dOff,
          dStride,
          dBefore,
          dBeforeOff,
          dBeforeStride);
    }
  }

  @Override
  public void gateGradient(
      int rows,
      int n,
      float[] x,
      int xOff,
      int xStride,
      float[] w,
      int wOff,
      int wStride,
      float[] r,
      int rOff,
      int rStride,
      float[] d,
      int dOff,
      int dStride) {
    if (canDo(n)) {
      RecurrentLoops.gate(
          rows, n, x, xOff, xStride, w, wOff, wStride, r, rOff, rStride, d, dOff, dStride);
    } else {
      SCALAR.gateGradient(
          rows, n, x, xOff, xStride, w, wOff, wStride, r, rOff, rStride, d, dOff, dStride);
    }
  }

  @Override
  public void slope(
      FusedActivation activation,
      int rows,
      int n,
      float[] g,
      int gOff,
      int gStride,
      float[] y,
      int yOff,
      int yStride,
      float[] d,
      int dOff,
      int dStride) {
    BinaryKind kind = Activations.slope(activation);
    for (int i = 0; i < rows; i++) {
      int from = gOff + i * gStride;
      int to = dOff + i * dStride;
      if (kind == null) {
        System.arraycopy(g, from, d, to, n);
      } else {
        ELEMENTWISE.binary(kind, g, from, y, yOff + i * yStride, d, to, n);
      }
    }
  }
}
