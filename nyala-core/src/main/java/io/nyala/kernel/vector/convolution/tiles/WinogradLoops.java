// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The transforms of {@code Winograd}, with vectors along the channels. */
public final class WinogradLoops {
  private WinogradLoops() {}

  /**
   * Transforms a patch of 4 x 4 elements, {@code B^T d B}.
   *
   * @param row distance between lines of the patch
   * @param column distance between its elements
   * @param n channels to transform
   * @param stride distance between points of the result
   */
  public static void patch(
      float[] x, int xOff, int row, int column, int n, float[] y, int yOff, int stride) {
    for (int c = 0; c < n; c += LANES) {
      int at = xOff + c;
      FloatVector a = FloatVector.fromArray(SPECIES, x, at);
      FloatVector b = FloatVector.fromArray(SPECIES, x, at + column);
      FloatVector d = FloatVector.fromArray(SPECIES, x, at + 2 * column);
      FloatVector e = FloatVector.fromArray(SPECIES, x, at + 3 * column);
      FloatVector a0 = a.sub(d);
      FloatVector b0 = b.add(d);
      FloatVector d0 = d.sub(b);
      FloatVector e0 = b.sub(e);
      at += row;
      a = FloatVector.fromArray(SPECIES, x, at);
      b = FloatVector.fromArray(SPECIES, x, at + column);
      d = FloatVector.fromArray(SPECIES, x, at + 2 * column);
      e = FloatVector.fromArray(SPECIES, x, at + 3 * column);
      FloatVector a1 = a.sub(d);
      FloatVector b1 = b.add(d);
      FloatVector d1 = d.sub(b);
      FloatVector e1 = b.sub(e);
      at += row;
      a = FloatVector.fromArray(SPECIES, x, at);
      b = FloatVector.fromArray(SPECIES, x, at + column);
      d = FloatVector.fromArray(SPECIES, x, at + 2 * column);
      e = FloatVector.fromArray(SPECIES, x, at + 3 * column);
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
      b = FloatVector.fromArray(SPECIES, x, at + column);
      d = FloatVector.fromArray(SPECIES, x, at + 2 * column);
      e = FloatVector.fromArray(SPECIES, x, at + 3 * column);
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
  public static void kernel(float[] g, int gOff, int tap, int n, float[] y, int yOff, int stride) {
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
  public static void tile(
      float[] m,
      int mOff,
      int stride,
      int width,
      float[] bias,
      int biasOff,
      float cap,
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
      if (cap >= 0) {
        FloatVector most = FloatVector.broadcast(SPECIES, cap);
        s0 = s0.blend(zero, s0.compare(VectorOperators.LE, zero));
        s0 = s0.blend(most, s0.compare(VectorOperators.GT, most));
        s3 = s3.blend(zero, s3.compare(VectorOperators.LE, zero));
        s3 = s3.blend(most, s3.compare(VectorOperators.GT, most));
        t0 = t0.blend(zero, t0.compare(VectorOperators.LE, zero));
        t0 = t0.blend(most, t0.compare(VectorOperators.GT, most));
        t3 = t3.blend(zero, t3.compare(VectorOperators.LE, zero));
        t3 = t3.blend(most, t3.compare(VectorOperators.GT, most));
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

  /**
   * Transforms the gradient of a tile of 2 x 2 elements, {@code A dy A^T}; elements that are not
   * there are zero.
   *
   * @param row distance between lines of the gradient
   * @param column distance between its elements
   * @param stride distance between points of the result
   */
  public static void gradients(
      float[] dy,
      int dyOff,
      int n,
      boolean top,
      boolean bottom,
      boolean right,
      int row,
      int column,
      float[] y,
      int yOff,
      int stride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int c = 0; c < n; c += LANES) {
      int at = dyOff + c;
      FloatVector a = top ? FloatVector.fromArray(SPECIES, dy, at) : zero;
      FloatVector b = top && right ? FloatVector.fromArray(SPECIES, dy, at + column) : zero;
      FloatVector d = bottom ? FloatVector.fromArray(SPECIES, dy, at + row) : zero;
      FloatVector e =
          bottom && right ? FloatVector.fromArray(SPECIES, dy, at + row + column) : zero;
      int to = yOff + c;
      a.intoArray(y, to);
      a.add(b).intoArray(y, to + stride);
      a.sub(b).intoArray(y, to + 2 * stride);
      b.neg().intoArray(y, to + 3 * stride);
      FloatVector s = a.add(d);
      FloatVector t = b.add(e);
      to += 4 * stride;
      s.intoArray(y, to);
      s.add(t).intoArray(y, to + stride);
      s.sub(t).intoArray(y, to + 2 * stride);
      t.neg().intoArray(y, to + 3 * stride);
      s = a.sub(d);
      t = b.sub(e);
      to += 4 * stride;
      s.intoArray(y, to);
      s.add(t).intoArray(y, to + stride);
      s.sub(t).intoArray(y, to + 2 * stride);
      t.neg().intoArray(y, to + 3 * stride);
      to += 4 * stride;
      d.neg().intoArray(y, to);
      d.add(e).neg().intoArray(y, to + stride);
      e.sub(d).intoArray(y, to + 2 * stride);
      e.intoArray(y, to + 3 * stride);
    }
  }

  /**
   * Transforms sums into gradients of 3 x 3 taps, {@code G^T u G}.
   *
   * @param stride distance between points
   * @param tap distance between taps
   */
  public static void kernelGradient(
      float[] u, int uOff, int stride, int n, float[] g, int gOff, int tap) {
    for (int c = 0; c < n; c += LANES) {
      int at = uOff + c;
      FloatVector s0 = FloatVector.fromArray(SPECIES, u, at + 4 * stride);
      FloatVector t0 = FloatVector.fromArray(SPECIES, u, at + 8 * stride);
      FloatVector m0 = s0.add(t0).mul(0.5f);
      FloatVector a0 = FloatVector.fromArray(SPECIES, u, at).add(m0);
      FloatVector b0 = s0.sub(t0).mul(0.5f);
      FloatVector d0 = m0.add(FloatVector.fromArray(SPECIES, u, at + 12 * stride));
      at += stride;
      FloatVector s1 = FloatVector.fromArray(SPECIES, u, at + 4 * stride);
      FloatVector t1 = FloatVector.fromArray(SPECIES, u, at + 8 * stride);
      FloatVector m1 = s1.add(t1).mul(0.5f);
      FloatVector a1 = FloatVector.fromArray(SPECIES, u, at).add(m1);
      FloatVector b1 = s1.sub(t1).mul(0.5f);
      FloatVector d1 = m1.add(FloatVector.fromArray(SPECIES, u, at + 12 * stride));
      at += stride;
      FloatVector s2 = FloatVector.fromArray(SPECIES, u, at + 4 * stride);
      FloatVector t2 = FloatVector.fromArray(SPECIES, u, at + 8 * stride);
      FloatVector m2 = s2.add(t2).mul(0.5f);
      FloatVector a2 = FloatVector.fromArray(SPECIES, u, at).add(m2);
      FloatVector b2 = s2.sub(t2).mul(0.5f);
      FloatVector d2 = m2.add(FloatVector.fromArray(SPECIES, u, at + 12 * stride));
      at += stride;
      FloatVector s3 = FloatVector.fromArray(SPECIES, u, at + 4 * stride);
      FloatVector t3 = FloatVector.fromArray(SPECIES, u, at + 8 * stride);
      FloatVector m3 = s3.add(t3).mul(0.5f);
      FloatVector a3 = FloatVector.fromArray(SPECIES, u, at).add(m3);
      FloatVector b3 = s3.sub(t3).mul(0.5f);
      FloatVector d3 = m3.add(FloatVector.fromArray(SPECIES, u, at + 12 * stride));
      int to = gOff + c;
      FloatVector half = a1.add(a2).mul(0.5f);
      a0.add(half).intoArray(g, to);
      a1.sub(a2).mul(0.5f).intoArray(g, to + tap);
      half.add(a3).intoArray(g, to + 2 * tap);
      to += 3 * tap;
      half = b1.add(b2).mul(0.5f);
      b0.add(half).intoArray(g, to);
      b1.sub(b2).mul(0.5f).intoArray(g, to + tap);
      half.add(b3).intoArray(g, to + 2 * tap);
      to += 3 * tap;
      half = d1.add(d2).mul(0.5f);
      d0.add(half).intoArray(g, to);
      d1.sub(d2).mul(0.5f).intoArray(g, to + tap);
      half.add(d3).intoArray(g, to + 2 * tap);
    }
  }
}
