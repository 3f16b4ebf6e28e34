// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.recurrent;

import static io.nyala.kernel.vector.base.Lanes.LANES;

import io.nyala.kernel.RecurrentKernels;
import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.base.Copy;
import io.nyala.kernel.vector.base.Unit;
import io.nyala.kernel.vector.elementwise.Activations;
import io.nyala.ops.kinds.FusedActivation;

/**
 * Loops of an LSTM with tanh, in blocks of rows whose hyperbolic tangents lie side by side, so that
 * narrow rows fill vectors too.
 */
final class LstmBlocks {
  /** Elements of a block, which stays in the first-level cache. */
  private static final int BLOCK = 4096;

  private LstmBlocks() {}

  /** See {@link RecurrentKernels#lstm}. */
  static void state(
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
    try {
      if (n < LANES) {
        narrowState(
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
      } else {
        RecurrentUnits.STATE[0].invokeExact(
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
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  /** Computes states whose rows are shorter than a vector. */
  private static void narrowState(
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
      int hStride)
      throws Throwable {
    int most = Math.max(1, BLOCK / n);
    float[] t = Buffers.get().block(Math.min(rows, most) * n);
    for (int i = 0; i < rows; i += most) {
      int m = Math.min(most, rows - i);
      int g = gatesOff + i * gatesStride;
      RecurrentUnits.CELLS[0].invokeExact(
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
          t);
      Activations.apply(FusedActivation.TANH, m, n, t, 0, n);
      RecurrentLoops.multiply(
          m, n, t, 0, n, gates, g + 3 * n, gatesStride, h, hOff + i * hStride, hStride);
    }
  }

  /** See {@link RecurrentKernels#lstmGradient}. */
  static void gradient(
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
    int most = Math.max(1, BLOCK / n);
    float[] t = Buffers.get().block(Math.min(rows, most) * n);
    float[] e = Buffers.get().first(Math.min(rows, most) * n);
    for (int i = 0; i < rows; i += most) {
      int m = Math.min(most, rows - i);
      Copy.rows(c, cOff + i * cStride, cStride, m, n, t, 0, n);
      Activations.apply(FusedActivation.TANH, m, n, t, 0, n);
      int g = gatesOff + i * gatesStride;
      int to = dOff + i * dStride;
      try {
        (n < LANES ? RecurrentUnits.NARROW_OUTPUT : RecurrentUnits.OUTPUT)
            [0].invokeExact(
                m,
                n,
                gates,
                g,
                gatesStride,
                t,
                dh,
                dhOff + i * dhStride,
                dhStride,
                dc,
                dcOff + i * n,
                e,
                d,
                to,
                dStride);
        (n < LANES ? RecurrentUnits.NARROW_INPUTS : RecurrentUnits.INPUTS)
            [0].invokeExact(
                m,
                n,
                gates,
                g,
                gatesStride,
                before,
                beforeOff + i * beforeStride,
                beforeStride,
                e,
                dcBefore,
                dcBeforeOff + i * n,
                d,
                to,
                dStride);
      } catch (Throwable thrown) {
        throw Unit.rethrow(thrown);
      }
    }
  }
}
