// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The transforms of {@link Winograd}, with vectors along the channels. */
final class WinogradLoops {
  private WinogradLoops() {}

  /**
   * Transforms a patch of 4 x 4 elements, {@code B^T d B}.
   *
   * @param row distance between lines of the patch
   * @param stride distance between points of the result
   */
  static void patch(float[] x, int xOff, int row, int channels, float[] y, int yOff, int stride) {
    for (int c = 0; c < channels; c += LANES) {
      int at = xOff + c;
      FloatVector a = FloatVector.fromArray(SPECIES, x, at);
      FloatVector b = FloatVector.fromArray(SPECIES, x, at + channels);
      FloatVector d = FloatVector.fromArray(SPECIES, x, at + 2 * channels);
      FloatVector e = FloatVector.fromArray(SPECIES, x, at + 3 * channels);
      FloatVector a0 = a.sub(d);
      FloatVector b0 = b.add(d);
      FloatVector d0 = d.sub(b);
      FloatVector e0 = b.sub(e);
      at += row;
      a = FloatVector.fromArray(SPECIES, x, at);
      b = FloatVector.fromArray(SPECIES, x, at + channels);
      d = FloatVector.fromArray(SPECIES, x, at + 2 * channels);
      e = FloatVector.fromArray(SPECIES, x, at + 3 * channels);
      FloatVector a1 = a.sub(d);
      FloatVector b1 = b.add(d);
      FloatVector d1 = d.sub(b);
      FloatVector e1 = b.sub(e);
      at += row;
      a = FloatVector.fromArray(SPECIES, x, at);
      b = FloatVector.fromArray(SPECIES, x, at + channels);
      d = FloatVector.fromArray(SPECIES, x, at + 2 * channels);
      e = FloatVector.fromArray(SPECIES, x, at + 3 * channels);
      FloatVector a2 = a.sub(d);
      FloatVector b2 = b.add(d);
      FloatVector d2 = d.sub(b);
      FloatVector e2 = b.sub(e);
      int to = yOff + c;
      a0.sub(a2).intoArray(y, to);
      b0.sub(b2).intoArray(y, to + stride);
      d0.sub(d2).intoArray(y, to + 2 * stride);
      e0.sub(e2).intoArray(y, to + 3 * stride);
      to += 4 * stride;
      a1.add(a2).intoArray(y, to);
      b1.add(b2).intoArray(y, to + stride);
      d1.add(d2).intoArray(y, to + 2 * stride);
      e1.add(e2).intoArray(y, to + 3 * stride);
      to += 4 * stride;
      a2.sub(a1).intoArray(y, to);
      b2.sub(b1).intoArray(y, to + stride);
      d2.sub(d1).intoArray(y, to + 2 * stride);
      e2.sub(e1).intoArray(y, to + 3 * stride);
      to += 4 * stride;
      at += row;
      a = FloatVector.fromArray(SPECIES, x, at);
      b = FloatVector.fromArray(SPECIES, x, at + channels);
      d = FloatVector.fromArray(SPECIES, x, at + 2 * channels);
      e = FloatVector.fromArray(SPECIES, x, at + 3 * channels);
      a1.sub(a.sub(d)).intoArray(y, to);
      b1.sub(b.add(d)).intoArray(y, to + stride);
      d1.sub(d.sub(b)).intoArray(y, to + 2 * stride);
      e1.sub(b.sub(e)).intoArray(y, to + 3 * stride);
    }
  }

  /**
   * Transforms 3 x 3 taps of some weights, {@code G g G^T}.
   *
   * @param tap distance between taps
   * @param stride distance between points of the result
   */
  static void kernel(float[] g, int gOff, int tap, int n, float[] y, int yOff, int stride) {
    for (int c = 0; c < n; c += LANES) {
      int at = gOff + c;
      FloatVector a0 = FloatVector.fromArray(SPECIES, g, at);
      FloatVector e0 = FloatVector.fromArray(SPECIES, g, at + 6 * tap);
      FloatVector m0 = FloatVector.fromArray(SPECIES, g, at + 3 * tap);
      FloatVector s0 = a0.add(e0);
      FloatVector b0 = s0.add(m0).mul(0.5f);
      FloatVector d0 = s0.sub(m0).mul(0.5f);
      FloatVector a1 = FloatVector.fromArray(SPECIES, g, at + tap);
      FloatVector e1 = FloatVector.fromArray(SPECIES, g, at + 7 * tap);
      FloatVector m1 = FloatVector.fromArray(SPECIES, g, at + 4 * tap);
      FloatVector s1 = a1.add(e1);
      FloatVector b1 = s1.add(m1).mul(0.5f);
      FloatVector d1 = s1.sub(m1).mul(0.5f);
      FloatVector a2 = FloatVector.fromArray(SPECIES, g, at + 2 * tap);
      FloatVector e2 = FloatVector.fromArray(SPECIES, g, at + 8 * tap);
      FloatVector m2 = FloatVector.fromArray(SPECIES, g, at + 5 * tap);
      FloatVector s2 = a2.add(e2);
      FloatVector b2 = s2.add(m2).mul(0.5f);
      FloatVector d2 = s2.sub(m2).mul(0.5f);
      int to = yOff + c;
      FloatVector sum = a0.add(a2);
      a0.intoArray(y, to);
      sum.add(a1).mul(0.5f).intoArray(y, to + stride);
      sum.sub(a1).mul(0.5f).intoArray(y, to + 2 * stride);
      a2.intoArray(y, to + 3 * stride);
      to += 4 * stride;
      sum = b0.add(b2);
      b0.intoArray(y, to);
      sum.add(b1).mul(0.5f).intoArray(y, to + stride);
      sum.sub(b1).mul(0.5f).intoArray(y, to + 2 * stride);
      b2.intoArray(y, to + 3 * stride);
      to += 4 * stride;
      sum = d0.add(d2);
      d0.intoArray(y, to);
      sum.add(d1).mul(0.5f).intoArray(y, to + stride);
      sum.sub(d1).mul(0.5f).intoArray(y, to + 2 * stride);
      d2.intoArray(y, to + 3 * stride);
      to += 4 * stride;
      sum = e0.add(e2);
      e0.intoArray(y, to);
      sum.add(e1).mul(0.5f).intoArray(y, to + stride);
      sum.sub(e1).mul(0.5f).intoArray(y, to + 2 * stride);
      e2.intoArray(y, to + 3 * stride);
    }
  }

  /**
   * Transforms products into a tile of 2 x 2 elements, {@code A^T m A}, with bias and ReLU.
   *
   * @param stride distance between points
   * @param row distance between lines of the result
   * @param column distance between its elements
   */
  static void tile(
      float[] m,
      int mOff,
      int stride,
      int width,
      float[] bias,
      int biasOff,
      boolean relu,
      boolean top,
      boolean bottom,
      boolean right,
      float[] y,
      int yOff,
      int row,
      int column) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int c = 0; c < width; c += LANES) {
      int at = mOff + c;
      FloatVector a = FloatVector.fromArray(SPECIES, m, at + 4 * stride);
      FloatVector b = FloatVector.fromArray(SPECIES, m, at + 8 * stride);
      FloatVector s0 = FloatVector.fromArray(SPECIES, m, at).add(a).add(b);
      FloatVector t0 = a.sub(b).sub(FloatVector.fromArray(SPECIES, m, at + 12 * stride));
      at += stride;
      a = FloatVector.fromArray(SPECIES, m, at + 4 * stride);
      b = FloatVector.fromArray(SPECIES, m, at + 8 * stride);
      FloatVector s1 = FloatVector.fromArray(SPECIES, m, at).add(a).add(b);
      FloatVector t1 = a.sub(b).sub(FloatVector.fromArray(SPECIES, m, at + 12 * stride));
      at += stride;
      a = FloatVector.fromArray(SPECIES, m, at + 4 * stride);
      b = FloatVector.fromArray(SPECIES, m, at + 8 * stride);
      FloatVector s2 = FloatVector.fromArray(SPECIES, m, at).add(a).add(b);
      FloatVector t2 = a.sub(b).sub(FloatVector.fromArray(SPECIES, m, at + 12 * stride));
      at += stride;
      a = FloatVector.fromArray(SPECIES, m, at + 4 * stride);
      b = FloatVector.fromArray(SPECIES, m, at + 8 * stride);
      FloatVector s3 = FloatVector.fromArray(SPECIES, m, at).add(a).add(b);
      FloatVector t3 = a.sub(b).sub(FloatVector.fromArray(SPECIES, m, at + 12 * stride));
      FloatVector start = FloatVector.fromArray(SPECIES, bias, biasOff + c);
      s0 = s0.add(s1).add(s2).add(start);
      s3 = s1.sub(s2).sub(s3).add(start);
      t0 = t0.add(t1).add(t2).add(start);
      t3 = t1.sub(t2).sub(t3).add(start);
      if (relu) {
        s0 = s0.blend(zero, s0.compare(VectorOperators.LE, zero));
        s3 = s3.blend(zero, s3.compare(VectorOperators.LE, zero));
        t0 = t0.blend(zero, t0.compare(VectorOperators.LE, zero));
        t3 = t3.blend(zero, t3.compare(VectorOperators.LE, zero));
      }
      int to = yOff + c;
      if (top) {
        s0.intoArray(y, to);
        if (right) {
          s3.intoArray(y, to + column);
        }
      }
      if (bottom) {
        t0.intoArray(y, to + row);
        if (right) {
          t3.intoArray(y, to + row + column);
        }
      }
    }
  }
}
