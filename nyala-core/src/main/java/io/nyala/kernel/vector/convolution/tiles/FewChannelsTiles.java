// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;
import static io.nyala.kernel.vector.base.Simd.EIGHTH;
import static io.nyala.kernel.vector.base.Simd.HALF;
import static io.nyala.kernel.vector.base.Simd.QUARTER;
import static io.nyala.kernel.vector.base.Simd.SIXTEENTH;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of {@code FewChannels}. Vector j of pixel p is {@code a[aOff + in[p] + steps[j]]}
 * and on.
 */
public final class FewChannelsTiles {
  private FewChannelsTiles() {}

  /** Sums of four pixels by two channels: that of pixel i and channel k at {@code 2 * i + k}. */
  public static void tile4x2(
      int vectors,
      int[] steps,
      float[] a,
      int aOff,
      int[] in,
      int p,
      float[] b,
      int bOff,
      int bOther,
      float[] sums) {
    int a0 = aOff + in[p];
    int a1 = aOff + in[p + 1];
    int a2 = aOff + in[p + 2];
    int a3 = aOff + in[p + 3];
    FloatVector x0 = FloatVector.zero(SPECIES);
    FloatVector x1 = FloatVector.zero(SPECIES);
    FloatVector x2 = FloatVector.zero(SPECIES);
    FloatVector x3 = FloatVector.zero(SPECIES);
    FloatVector y0 = FloatVector.zero(SPECIES);
    FloatVector y1 = FloatVector.zero(SPECIES);
    FloatVector y2 = FloatVector.zero(SPECIES);
    FloatVector y3 = FloatVector.zero(SPECIES);
    for (int j = 0; j < vectors; j++) {
      int step = steps[j];
      FloatVector u = FloatVector.fromArray(SPECIES, b, bOff + j * LANES);
      FloatVector v = FloatVector.fromArray(SPECIES, b, bOther + j * LANES);
      FloatVector w = FloatVector.fromArray(SPECIES, a, a0 + step);
      x0 = w.fma(u, x0);
      y0 = w.fma(v, y0);
      w = FloatVector.fromArray(SPECIES, a, a1 + step);
      x1 = w.fma(u, x1);
      y1 = w.fma(v, y1);
      w = FloatVector.fromArray(SPECIES, a, a2 + step);
      x2 = w.fma(u, x2);
      y2 = w.fma(v, y2);
      w = FloatVector.fromArray(SPECIES, a, a3 + step);
      x3 = w.fma(u, x3);
      y3 = w.fma(v, y3);
    }
    x0.intoArray(sums, 0);
    y0.intoArray(sums, LANES);
    x1.intoArray(sums, 2 * LANES);
    y1.intoArray(sums, 3 * LANES);
    x2.intoArray(sums, 4 * LANES);
    y2.intoArray(sums, 5 * LANES);
    x3.intoArray(sums, 6 * LANES);
    y3.intoArray(sums, 7 * LANES);
    addLanes(sums, 8);
  }

  /** Leaves the sum of each vector's lanes in its first. */
  private static void addLanes(float[] x, int vectors) {
    for (int i = 0; i < vectors; i++) {
      FloatVector s = FloatVector.fromArray(SPECIES, x, i * LANES);
      s = s.add(s.rearrange(HALF));
      s = s.add(s.rearrange(QUARTER));
      if (LANES >= 8) {
        s = s.add(s.rearrange(EIGHTH));
      }
      if (LANES >= 16) {
        s = s.add(s.rearrange(SIXTEENTH));
      }
      s.intoArray(x, i * LANES);
    }
  }

  /** Sums over pixels of four vectors times the gradients of two channels, one after the other. */
  public static void gradient4x2(
      int pixels,
      float[] a,
      int aOff,
      int[] in,
      int step0,
      int step1,
      int step2,
      int step3,
      float[] dy,
      int dyOff,
      int dyOther,
      int dyStride,
      float[] sums) {
    FloatVector x0 = FloatVector.zero(SPECIES);
    FloatVector x1 = FloatVector.zero(SPECIES);
    FloatVector x2 = FloatVector.zero(SPECIES);
    FloatVector x3 = FloatVector.zero(SPECIES);
    FloatVector y0 = FloatVector.zero(SPECIES);
    FloatVector y1 = FloatVector.zero(SPECIES);
    FloatVector y2 = FloatVector.zero(SPECIES);
    FloatVector y3 = FloatVector.zero(SPECIES);
    for (int p = 0; p < pixels; p++) {
      int at = aOff + in[p];
      FloatVector u = FloatVector.broadcast(SPECIES, dy[dyOff + p * dyStride]);
      FloatVector v = FloatVector.broadcast(SPECIES, dy[dyOther + p * dyStride]);
      FloatVector w = FloatVector.fromArray(SPECIES, a, at + step0);
      x0 = w.fma(u, x0);
      y0 = w.fma(v, y0);
      w = FloatVector.fromArray(SPECIES, a, at + step1);
      x1 = w.fma(u, x1);
      y1 = w.fma(v, y1);
      w = FloatVector.fromArray(SPECIES, a, at + step2);
      x2 = w.fma(u, x2);
      y2 = w.fma(v, y2);
      w = FloatVector.fromArray(SPECIES, a, at + step3);
      x3 = w.fma(u, x3);
      y3 = w.fma(v, y3);
    }
    x0.intoArray(sums, 0);
    x1.intoArray(sums, LANES);
    x2.intoArray(sums, 2 * LANES);
    x3.intoArray(sums, 3 * LANES);
    y0.intoArray(sums, 4 * LANES);
    y1.intoArray(sums, 5 * LANES);
    y2.intoArray(sums, 6 * LANES);
    y3.intoArray(sums, 7 * LANES);
  }
}
