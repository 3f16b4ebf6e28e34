// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.recurrent;

import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The loops of {@link LstmLoops} for rows of less than a vector, with masks. */
final class NarrowLstmLoops {
  private NarrowLstmLoops() {}

  /** {@code c = f * before + i * g}, also stored contiguously in t. */
  static void cells(
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
      float[] t) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, n);
    for (int i = 0; i < rows; i++) {
      int g = gatesOff + i * gatesStride;
      FloatVector in = FloatVector.fromArray(SPECIES, gates, g, mask);
      FloatVector forget = FloatVector.fromArray(SPECIES, gates, g + n, mask);
      FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n, mask);
      FloatVector x = FloatVector.fromArray(SPECIES, before, beforeOff + i * beforeStride, mask);
      FloatVector y = forget.fma(x, in.mul(candidate));
      y.intoArray(c, cOff + i * cStride, mask);
      y.intoArray(t, i * n, mask);
    }
  }

  /** See {@link LstmLoops#output}. */
  static void output(
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] t,
      float[] dh,
      int dhOff,
      int dhStride,
      float[] dc,
      int dcOff,
      float[] e,
      float[] d,
      int dOff,
      int dStride) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, n);
    for (int i = 0; i < rows; i++) {
      int k = i * n;
      FloatVector out =
          FloatVector.fromArray(SPECIES, gates, gatesOff + i * gatesStride + 3 * n, mask);
      FloatVector flow = FloatVector.fromArray(SPECIES, dh, dhOff + i * dhStride, mask);
      FloatVector later = FloatVector.fromArray(SPECIES, dc, dcOff + k, mask);
      FloatVector y = FloatVector.fromArray(SPECIES, t, k, mask);
      FloatVector w = flow.mul(out);
      w.mul(y).mul(out.neg().add(1f)).intoArray(d, dOff + i * dStride + 3 * n, mask);
      y.mul(y).neg().add(1f).fma(w, later).intoArray(e, k, mask);
    }
  }

  /** See {@link LstmLoops#inputs}. */
  static void inputs(
      int rows,
      int n,
      float[] gates,
      int gatesOff,
      int gatesStride,
      float[] before,
      int beforeOff,
      int beforeStride,
      float[] e,
      float[] dcBefore,
      int dcBeforeOff,
      float[] d,
      int dOff,
      int dStride) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, n);
    for (int i = 0; i < rows; i++) {
      int g = gatesOff + i * gatesStride;
      int to = dOff + i * dStride;
      int k = i * n;
      FloatVector cell = FloatVector.fromArray(SPECIES, e, k, mask);
      FloatVector in = FloatVector.fromArray(SPECIES, gates, g, mask);
      FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n, mask);
      FloatVector v = cell.mul(in);
      v.mul(candidate).mul(in.neg().add(1f)).intoArray(d, to, mask);
      v.mul(candidate.mul(candidate).neg().add(1f)).intoArray(d, to + 2 * n, mask);
      FloatVector forget = FloatVector.fromArray(SPECIES, gates, g + n, mask);
      FloatVector x = FloatVector.fromArray(SPECIES, before, beforeOff + i * beforeStride, mask);
      FloatVector pass = cell.mul(forget);
      pass.mul(x).mul(forget.neg().add(1f)).intoArray(d, to + n, mask);
      pass.intoArray(dcBefore, dcBeforeOff + k, mask);
    }
  }
}
