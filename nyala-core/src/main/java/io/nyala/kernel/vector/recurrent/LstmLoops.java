// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.recurrent;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import io.nyala.kernel.vector.math.ExpMath;
import jdk.incubator.vector.FloatVector;

/**
 * The loops of an LSTM with tanh, for rows of at least a vector. The last vector of a row is moved
 * back to be complete; the repeated elements have the same bits, because no result overlaps an
 * operand.
 */
final class LstmLoops {
  private LstmLoops() {}

  /** {@code c = f * before + i * g} and {@code h = o * tanh(c)}. */
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j += LANES) {
        int at = Math.min(j, n - LANES);
        int g = gatesOff + i * gatesStride + at;
        FloatVector in = FloatVector.fromArray(SPECIES, gates, g);
        FloatVector forget = FloatVector.fromArray(SPECIES, gates, g + n);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n);
        FloatVector x = FloatVector.fromArray(SPECIES, before, beforeOff + i * beforeStride + at);
        FloatVector y = forget.fma(x, in.mul(candidate));
        y.intoArray(c, cOff + i * cStride + at);
        FloatVector out = FloatVector.fromArray(SPECIES, gates, g + 3 * n);
        ExpMath.tanh(y).mul(out).intoArray(h, hOff + i * hStride + at);
      }
    }
  }

  /**
   * The gradients of the output gate's input and of the cell state. Gradients are two loops because
   * the compilers of the JVM do not keep a longer one in registers, or give up.
   *
   * @param t the hyperbolic tangents of the cell states, contiguous
   * @param e receives the gradients of the cell states, contiguous
   */
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j += LANES) {
        int at = Math.min(j, n - LANES);
        int k = i * n + at;
        FloatVector out =
            FloatVector.fromArray(SPECIES, gates, gatesOff + i * gatesStride + 3 * n + at);
        FloatVector flow = FloatVector.fromArray(SPECIES, dh, dhOff + i * dhStride + at);
        FloatVector later = FloatVector.fromArray(SPECIES, dc, dcOff + k);
        FloatVector y = FloatVector.fromArray(SPECIES, t, k);
        FloatVector w = flow.mul(out);
        w.mul(y).mul(out.neg().add(1f)).intoArray(d, dOff + i * dStride + 3 * n + at);
        y.mul(y).neg().add(1f).fma(w, later).intoArray(e, k);
      }
    }
  }

  /**
   * The gradients of the inputs of the other gates and of the previous cell state.
   *
   * @param e the gradients of the cell states, contiguous
   */
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j += LANES) {
        int at = Math.min(j, n - LANES);
        int g = gatesOff + i * gatesStride + at;
        int to = dOff + i * dStride + at;
        int k = i * n + at;
        FloatVector cell = FloatVector.fromArray(SPECIES, e, k);
        FloatVector in = FloatVector.fromArray(SPECIES, gates, g);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g + 2 * n);
        FloatVector v = cell.mul(in);
        v.mul(candidate).mul(in.neg().add(1f)).intoArray(d, to);
        v.mul(candidate.mul(candidate).neg().add(1f)).intoArray(d, to + 2 * n);
        FloatVector forget = FloatVector.fromArray(SPECIES, gates, g + n);
        FloatVector x = FloatVector.fromArray(SPECIES, before, beforeOff + i * beforeStride + at);
        FloatVector pass = cell.mul(forget);
        pass.mul(x).mul(forget.neg().add(1f)).intoArray(d, to + n);
        pass.intoArray(dcBefore, dcBeforeOff + k);
      }
    }
  }
}
