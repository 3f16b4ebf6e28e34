// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.recurrent;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MASKS;

import io.nyala.kernel.RecurrentKernels;
import io.nyala.kernel.scalar.ScalarRecurrent;
import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.base.Copy;
import io.nyala.kernel.vector.elementwise.Activations;
import io.nyala.kernel.vector.elementwise.VectorElementwise;
import io.nyala.kernel.vector.products.PackedProduct;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;

/**
 * Recurrent cells in vectors. Activations are computed contiguously in a block that stays in the
 * first-level cache, so that narrow layers also fill their vectors.
 *
 * <p>Cells whose activation is not tanh, and partial vectors without masks, use scalar code.
 */
public final class VectorRecurrent implements RecurrentKernels {
  /** Elements of a block. */
  private static final int BLOCK = 4096;

  private static final VectorElementwise ELEMENTWISE = new VectorElementwise();
  private static final ScalarRecurrent SCALAR = new ScalarRecurrent();

  /** Creates the kernels; they have no state except the work space of each thread. */
  public VectorRecurrent() {}

  private static boolean canDo(FusedActivation activation, int n) {
    return activation == FusedActivation.TANH && canDo(n);
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
  public void pack(int k, int n, float[] b, int bOff, int ldb, float[] packed, int packedOff) {
    PackedProduct.pack(k, n, b, bOff, ldb, packed, packedOff);
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
      int yOff) {
    PackedProduct.multiply(m, k, n, a, aOff, lda, packed, packedOff, y, yOff);
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
    if (!canDo(n)) {
      SCALAR.activateSum(activation, rows, n, a, aOff, aStride, b, bOff, bStride, y, yOff, yStride);
      return;
    }
    int most = Math.max(1, BLOCK / n);
    float[] block = Buffers.get().block(Math.min(rows, most) * n);
    for (int i = 0; i < rows; i += most) {
      int m = Math.min(most, rows - i);
      RecurrentLoops.add(
          m, n, a, aOff + i * aStride, aStride, b, bOff + i * bStride, bStride, block, 0, n);
      Activations.apply(activation, m, n, block, 0, n);
      Copy.rows(block, 0, n, m, n, y, yOff + i * yStride, yStride);
    }
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
      int hOff) {
    if (!canDo(n)) {
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
          hOff);
      return;
    }
    int most = Math.max(1, BLOCK / n);
    for (int i = 0; i < rows; i += most) {
      int m = Math.min(most, rows - i);
      int g = gatesOff + i * gatesStride;
      int to = hOff + i * n;
      RecurrentLoops.cellState(
          m,
          n,
          gates,
          g,
          gatesStride,
          before,
          beforeOff + i * beforeStride,
          beforeStride,
          c,
          cOff + i * cStride,
          cStride,
          h,
          to);
      Activations.apply(activation, m, n, h, to, n);
      RecurrentLoops.multiply(m, n, gates, g + 3 * n, gatesStride, h, to, n, h, to, n);
    }
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
      float[] y,
      int yOff,
      float[] dh,
      int dhOff,
      float[] dc,
      int dcOff,
      float[] dcBefore,
      int dcBeforeOff,
      float[] d,
      int dOff) {
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
          y,
          yOff,
          dh,
          dhOff,
          dc,
          dcOff,
          dcBefore,
          dcBeforeOff,
          d,
          dOff);
      return;
    }
    int most = Math.max(1, BLOCK / n);
    for (int i = 0; i < rows; i += most) {
      int m = Math.min(most, rows - i);
      int g = gatesOff + i * gatesStride;
      int k = i * n;
      int to = dOff + 4 * k;
      Copy.rows(c, cOff + i * cStride, cStride, m, n, y, yOff + k, n);
      Activations.apply(activation, m, n, y, yOff + k, n);
      RecurrentLoops.outputGate(
          m,
          n,
          gates,
          g,
          gatesStride,
          y,
          yOff + k,
          dh,
          dhOff + k,
          dc,
          dcOff + k,
          dcBefore,
          dcBeforeOff + k,
          d,
          to);
      RecurrentLoops.inputGate(m, n, gates, g, gatesStride, dcBefore, dcBeforeOff + k, d, to);
      RecurrentLoops.forgetGate(
          m,
          n,
          gates,
          g,
          gatesStride,
          before,
          beforeOff + i * beforeStride,
          beforeStride,
          dcBefore,
          dcBeforeOff + k,
          d,
          to);
    }
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
      float[] h,
      int hOff) {
    if (canDo(n)) {
      RecurrentLoops.mix(rows, n, gates, gatesOff, gatesStride, before, beforeOff, h, hOff);
    } else {
      SCALAR.gru(rows, n, gates, gatesOff, gatesStride, before, beforeOff, h, hOff);
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
      float[] dh,
      int dhOff,
      float[] d,
      int dOff,
      float[] dBefore,
      int dBeforeOff) {
    if (canDo(activation, n)) {
      RecurrentLoops.mixGradient(
          rows,
          n,
          gates,
          gatesOff,
          gatesStride,
          before,
          beforeOff,
          dh,
          dhOff,
          d,
          dOff,
          dBefore,
          dBeforeOff);
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
          dh,
          dhOff,
          d,
          dOff,
          dBefore,
          dBeforeOff);
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
