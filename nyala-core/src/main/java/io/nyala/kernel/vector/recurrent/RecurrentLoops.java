// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.recurrent;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The loops of {@link VectorRecurrent}: over rows a stride apart, of whole vectors and a masked
 * rest. Rows without a stride parameter are contiguous.
 */
final class RecurrentLoops {
  private RecurrentLoops() {}

  /** {@code y = a + b}. */
  static void add(
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
    VectorMask<Float> rest = SPECIES.indexInRange(0, n & LANES - 1);
    for (int i = 0; i < rows; i++) {
      int p = aOff + i * aStride;
      int q = bOff + i * bStride;
      int to = yOff + i * yStride;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, a, p + j);
        FloatVector w = FloatVector.fromArray(SPECIES, b, q + j);
        x.add(w).intoArray(y, to + j);
      }
      if (j < n) {
        FloatVector x = FloatVector.fromArray(SPECIES, a, p + j, rest);
        FloatVector w = FloatVector.fromArray(SPECIES, b, q + j, rest);
        x.add(w).intoArray(y, to + j, rest);
      }
    }
  }

  /** {@code y = a * b}. */
  static void multiply(
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
    VectorMask<Float> rest = SPECIES.indexInRange(0, n & LANES - 1);
    for (int i = 0; i < rows; i++) {
      int p = aOff + i * aStride;
      int q = bOff + i * bStride;
      int to = yOff + i * yStride;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, a, p + j);
        FloatVector w = FloatVector.fromArray(SPECIES, b, q + j);
        x.mul(w).intoArray(y, to + j);
      }
      if (j < n) {
        FloatVector x = FloatVector.fromArray(SPECIES, a, p + j, rest);
        FloatVector w = FloatVector.fromArray(SPECIES, b, q + j, rest);
        x.mul(w).intoArray(y, to + j, rest);
      }
    }
  }

  /** The cell state of an LSTM, {@code c = f * before + i * g}, and a copy of it. */
  static void cellState(
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
      float[] copy,
      int copyOff) {
    VectorMask<Float> rest = SPECIES.indexInRange(0, n & LANES - 1);
    for (int i = 0; i < rows; i++) {
      int g = gatesOff + i * gatesStride;
      int b = beforeOff + i * beforeStride;
      int to = cOff + i * cStride;
      int k = copyOff + i * n;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        FloatVector in = FloatVector.fromArray(SPECIES, gates, g + j);
        FloatVector forget = FloatVector.fromArray(SPECIES, gates, g + n + j);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j);
        FloatVector x = FloatVector.fromArray(SPECIES, before, b + j);
        FloatVector y = forget.fma(x, in.mul(candidate));
        y.intoArray(c, to + j);
        y.intoArray(copy, k + j);
      }
      if (j < n) {
        FloatVector in = FloatVector.fromArray(SPECIES, gates, g + j, rest);
        FloatVector forget = FloatVector.fromArray(SPECIES, gates, g + n + j, rest);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j, rest);
        FloatVector x = FloatVector.fromArray(SPECIES, before, b + j, rest);
        FloatVector y = forget.fma(x, in.mul(candidate));
        y.intoArray(c, to + j, rest);
        y.intoArray(copy, k + j, rest);
      }
    }
  }

  /** The gradients of an LSTM's output gate, and of its cell state. */
  static void outputGate(
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] y,
      int yOff,
      float[] dh,
      int dhOff,
      float[] dc,
      int dcOff,
      float[] dCell,
      int dCellOff,
      float[] d,
      int dOff) {
    VectorMask<Float> rest = SPECIES.indexInRange(0, n & LANES - 1);
    for (int i = 0; i < rows; i++) {
      int g = gatesOff + i * gatesStride;
      int k = i * n;
      int to = dOff + i * 4 * n + 3 * n;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        FloatVector o = FloatVector.fromArray(SPECIES, gates, g + 3 * n + j);
        FloatVector t = FloatVector.fromArray(SPECIES, y, yOff + k + j);
        FloatVector flow = FloatVector.fromArray(SPECIES, dh, dhOff + k + j);
        FloatVector later = FloatVector.fromArray(SPECIES, dc, dcOff + k + j);
        FloatVector w = flow.mul(o);
        w.mul(t).mul(o.neg().add(1f)).intoArray(d, to + j);
        t.mul(t).neg().add(1f).fma(w, later).intoArray(dCell, dCellOff + k + j);
      }
      if (j < n) {
        FloatVector o = FloatVector.fromArray(SPECIES, gates, g + 3 * n + j, rest);
        FloatVector t = FloatVector.fromArray(SPECIES, y, yOff + k + j, rest);
        FloatVector flow = FloatVector.fromArray(SPECIES, dh, dhOff + k + j, rest);
        FloatVector later = FloatVector.fromArray(SPECIES, dc, dcOff + k + j, rest);
        FloatVector w = flow.mul(o);
        w.mul(t).mul(o.neg().add(1f)).intoArray(d, to + j, rest);
        t.mul(t).neg().add(1f).fma(w, later).intoArray(dCell, dCellOff + k + j, rest);
      }
    }
  }

  /** The gradients of an LSTM's input gate and of its candidate. */
  static void inputGate(
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] dCell,
      int dCellOff,
      float[] d,
      int dOff) {
    VectorMask<Float> rest = SPECIES.indexInRange(0, n & LANES - 1);
    for (int i = 0; i < rows; i++) {
      int g = gatesOff + i * gatesStride;
      int k = dCellOff + i * n;
      int to = dOff + i * 4 * n;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        FloatVector in = FloatVector.fromArray(SPECIES, gates, g + j);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j);
        FloatVector cell = FloatVector.fromArray(SPECIES, dCell, k + j);
        FloatVector w = cell.mul(in);
        w.mul(candidate).mul(in.neg().add(1f)).intoArray(d, to + j);
        w.mul(candidate.mul(candidate).neg().add(1f)).intoArray(d, to + 2 * n + j);
      }
      if (j < n) {
        FloatVector in = FloatVector.fromArray(SPECIES, gates, g + j, rest);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j, rest);
        FloatVector cell = FloatVector.fromArray(SPECIES, dCell, k + j, rest);
        FloatVector w = cell.mul(in);
        w.mul(candidate).mul(in.neg().add(1f)).intoArray(d, to + j, rest);
        w.mul(candidate.mul(candidate).neg().add(1f)).intoArray(d, to + 2 * n + j, rest);
      }
    }
  }

  /** The gradients of an LSTM's forget gate, and of the previous cell state, in place. */
  static void forgetGate(
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] dCell,
      int dCellOff,
      float[] d,
      int dOff) {
    VectorMask<Float> rest = SPECIES.indexInRange(0, n & LANES - 1);
    for (int i = 0; i < rows; i++) {
      int g = gatesOff + i * gatesStride;
      int b = beforeOff + i * beforeStride;
      int k = dCellOff + i * n;
      int to = dOff + i * 4 * n + n;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        FloatVector forget = FloatVector.fromArray(SPECIES, gates, g + n + j);
        FloatVector x = FloatVector.fromArray(SPECIES, before, b + j);
        FloatVector cell = FloatVector.fromArray(SPECIES, dCell, k + j);
        FloatVector w = cell.mul(forget);
        w.mul(x).mul(forget.neg().add(1f)).intoArray(d, to + j);
        w.intoArray(dCell, k + j);
      }
      if (j < n) {
        FloatVector forget = FloatVector.fromArray(SPECIES, gates, g + n + j, rest);
        FloatVector x = FloatVector.fromArray(SPECIES, before, b + j, rest);
        FloatVector cell = FloatVector.fromArray(SPECIES, dCell, k + j, rest);
        FloatVector w = cell.mul(forget);
        w.mul(x).mul(forget.neg().add(1f)).intoArray(d, to + j, rest);
        w.intoArray(dCell, k + j, rest);
      }
    }
  }

  /** The state of a GRU. */
  static void mix(
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      float[] h,
      int hOff) {
    VectorMask<Float> rest = SPECIES.indexInRange(0, n & LANES - 1);
    for (int i = 0; i < rows; i++) {
      int g = gatesOff + i * gatesStride;
      int b = beforeOff + i * n;
      int to = hOff + i * n;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        FloatVector z = FloatVector.fromArray(SPECIES, gates, g + j);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j);
        FloatVector x = FloatVector.fromArray(SPECIES, before, b + j);
        z.fma(x.sub(candidate), candidate).intoArray(h, to + j);
      }
      if (j < n) {
        FloatVector z = FloatVector.fromArray(SPECIES, gates, g + j, rest);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j, rest);
        FloatVector x = FloatVector.fromArray(SPECIES, before, b + j, rest);
        z.fma(x.sub(candidate), candidate).intoArray(h, to + j, rest);
      }
    }
  }

  /** The gradients of a GRU's update gate, candidate and previous state. */
  static void mixGradient(
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
    VectorMask<Float> rest = SPECIES.indexInRange(0, n & LANES - 1);
    for (int i = 0; i < rows; i++) {
      int g = gatesOff + i * gatesStride;
      int k = i * n;
      int to = dOff + i * 3 * n;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        FloatVector z = FloatVector.fromArray(SPECIES, gates, g + j);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j);
        FloatVector x = FloatVector.fromArray(SPECIES, before, beforeOff + k + j);
        FloatVector flow = FloatVector.fromArray(SPECIES, dh, dhOff + k + j);
        FloatVector pass = flow.mul(z);
        FloatVector open = z.neg().add(1f);
        pass.intoArray(dBefore, dBeforeOff + k + j);
        pass.mul(open).mul(x.sub(candidate)).intoArray(d, to + j);
        flow.mul(open).mul(candidate.mul(candidate).neg().add(1f)).intoArray(d, to + 2 * n + j);
      }
      if (j < n) {
        FloatVector z = FloatVector.fromArray(SPECIES, gates, g + j, rest);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j, rest);
        FloatVector x = FloatVector.fromArray(SPECIES, before, beforeOff + k + j, rest);
        FloatVector flow = FloatVector.fromArray(SPECIES, dh, dhOff + k + j, rest);
        FloatVector pass = flow.mul(z);
        FloatVector open = z.neg().add(1f);
        pass.intoArray(dBefore, dBeforeOff + k + j, rest);
        pass.mul(open).mul(x.sub(candidate)).intoArray(d, to + j, rest);
        flow.mul(open)
            .mul(candidate.mul(candidate).neg().add(1f))
            .intoArray(d, to + 2 * n + j, rest);
      }
    }
  }

  /** {@code d = x * w * r * (1 - r)}. */
  static void gate(
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
    VectorMask<Float> rest = SPECIES.indexInRange(0, n & LANES - 1);
    for (int i = 0; i < rows; i++) {
      int p = xOff + i * xStride;
      int q = wOff + i * wStride;
      int g = rOff + i * rStride;
      int to = dOff + i * dStride;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, p + j);
        FloatVector b = FloatVector.fromArray(SPECIES, w, q + j);
        FloatVector gate = FloatVector.fromArray(SPECIES, r, g + j);
        a.mul(b).mul(gate).mul(gate.neg().add(1f)).intoArray(d, to + j);
      }
      if (j < n) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, p + j, rest);
        FloatVector b = FloatVector.fromArray(SPECIES, w, q + j, rest);
        FloatVector gate = FloatVector.fromArray(SPECIES, r, g + j, rest);
        a.mul(b).mul(gate).mul(gate.neg().add(1f)).intoArray(d, to + j, rest);
      }
    }
  }
}
