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

  /** The state of a GRU. */
  static void mix(
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
    VectorMask<Float> rest = SPECIES.indexInRange(0, n & LANES - 1);
    for (int i = 0; i < rows; i++) {
      int g = gatesOff + i * gatesStride;
      int b = beforeOff + i * beforeStride;
      int to = hOff + i * hStride;
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
    VectorMask<Float> rest = SPECIES.indexInRange(0, n & LANES - 1);
    for (int i = 0; i < rows; i++) {
      int g = gatesOff + i * gatesStride;
      int b = beforeOff + i * beforeStride;
      int k = dhOff + i * dhStride;
      int to = dOff + i * dStride;
      int pre = dBeforeOff + i * dBeforeStride;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        FloatVector z = FloatVector.fromArray(SPECIES, gates, g + j);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j);
        FloatVector x = FloatVector.fromArray(SPECIES, before, b + j);
        FloatVector flow = FloatVector.fromArray(SPECIES, dh, k + j);
        FloatVector pass = flow.mul(z);
        FloatVector open = z.neg().add(1f);
        pass.intoArray(dBefore, pre + j);
        pass.mul(open).mul(x.sub(candidate)).intoArray(d, to + j);
        flow.mul(open).mul(candidate.mul(candidate).neg().add(1f)).intoArray(d, to + 2 * n + j);
      }
      if (j < n) {
        FloatVector z = FloatVector.fromArray(SPECIES, gates, g + j, rest);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j, rest);
        FloatVector x = FloatVector.fromArray(SPECIES, before, b + j, rest);
        FloatVector flow = FloatVector.fromArray(SPECIES, dh, k + j, rest);
        FloatVector pass = flow.mul(z);
        FloatVector open = z.neg().add(1f);
        pass.intoArray(dBefore, pre + j, rest);
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
