// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The tiles of {@link ConvolutionTiles} for fewer registers or fewer channels. */
final class SmallConvolutionTiles {
  private SmallConvolutionTiles() {}

  static void tile4x2(
      int segments,
      int run,
      float[] a,
      int aOff,
      int[] seg,
      int segAt,
      int[] in,
      int[] out,
      int at,
      float[] b,
      int bOff,
      float[] init,
      int initOff,
      int initMask,
      float[] c,
      int cOff,
      boolean relu) {
    int from;
    from = initOff + (out[at + 0] & initMask);
    FloatVector x0 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y0 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from = initOff + (out[at + 1] & initMask);
    FloatVector x1 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y1 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from = initOff + (out[at + 2] & initMask);
    FloatVector x2 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y2 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from = initOff + (out[at + 3] & initMask);
    FloatVector x3 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y3 = FloatVector.fromArray(SPECIES, init, from + LANES);
    int q = bOff;
    for (int s = 0; s < segments; s++) {
      int begin = aOff + seg[segAt + s];
      int a0 = begin + in[at + 0];
      int a1 = begin + in[at + 1];
      int a2 = begin + in[at + 2];
      int a3 = begin + in[at + 3];
      int even = run & ~1;
      for (int p = 0; p < even; p += 2) {
        int k = q + p * (2 * LANES);
        FloatVector u;
        FloatVector v;
        FloatVector w;
        u = FloatVector.fromArray(SPECIES, b, k);
        v = FloatVector.fromArray(SPECIES, b, k + LANES);
        w = FloatVector.broadcast(SPECIES, a[a0 + p]);
        x0 = w.fma(u, x0);
        y0 = w.fma(v, y0);
        w = FloatVector.broadcast(SPECIES, a[a1 + p]);
        x1 = w.fma(u, x1);
        y1 = w.fma(v, y1);
        w = FloatVector.broadcast(SPECIES, a[a2 + p]);
        x2 = w.fma(u, x2);
        y2 = w.fma(v, y2);
        w = FloatVector.broadcast(SPECIES, a[a3 + p]);
        x3 = w.fma(u, x3);
        y3 = w.fma(v, y3);
        u = FloatVector.fromArray(SPECIES, b, k + 2 * LANES);
        v = FloatVector.fromArray(SPECIES, b, k + 3 * LANES);
        w = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
        x0 = w.fma(u, x0);
        y0 = w.fma(v, y0);
        w = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
        x1 = w.fma(u, x1);
        y1 = w.fma(v, y1);
        w = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
        x2 = w.fma(u, x2);
        y2 = w.fma(v, y2);
        w = FloatVector.broadcast(SPECIES, a[a3 + p + 1]);
        x3 = w.fma(u, x3);
        y3 = w.fma(v, y3);
      }
      if (even < run) {
        int p = even;
        int k = q + p * (2 * LANES);
        FloatVector u;
        FloatVector v;
        FloatVector w;
        u = FloatVector.fromArray(SPECIES, b, k);
        v = FloatVector.fromArray(SPECIES, b, k + LANES);
        w = FloatVector.broadcast(SPECIES, a[a0 + p]);
        x0 = w.fma(u, x0);
        y0 = w.fma(v, y0);
        w = FloatVector.broadcast(SPECIES, a[a1 + p]);
        x1 = w.fma(u, x1);
        y1 = w.fma(v, y1);
        w = FloatVector.broadcast(SPECIES, a[a2 + p]);
        x2 = w.fma(u, x2);
        y2 = w.fma(v, y2);
        w = FloatVector.broadcast(SPECIES, a[a3 + p]);
        x3 = w.fma(u, x3);
        y3 = w.fma(v, y3);
      }
      q += run * (2 * LANES);
    }
    if (relu) {
      FloatVector zero = FloatVector.zero(SPECIES);
      x0 = x0.blend(zero, x0.compare(VectorOperators.LE, zero));
      y0 = y0.blend(zero, y0.compare(VectorOperators.LE, zero));
      x1 = x1.blend(zero, x1.compare(VectorOperators.LE, zero));
      y1 = y1.blend(zero, y1.compare(VectorOperators.LE, zero));
      x2 = x2.blend(zero, x2.compare(VectorOperators.LE, zero));
      y2 = y2.blend(zero, y2.compare(VectorOperators.LE, zero));
      x3 = x3.blend(zero, x3.compare(VectorOperators.LE, zero));
      y3 = y3.blend(zero, y3.compare(VectorOperators.LE, zero));
    }
    from = cOff + out[at + 0];
    x0.intoArray(c, from);
    y0.intoArray(c, from + LANES);
    from = cOff + out[at + 1];
    x1.intoArray(c, from);
    y1.intoArray(c, from + LANES);
    from = cOff + out[at + 2];
    x2.intoArray(c, from);
    y2.intoArray(c, from + LANES);
    from = cOff + out[at + 3];
    x3.intoArray(c, from);
    y3.intoArray(c, from + LANES);
  }

  static void tile8x1(
      int segments,
      int run,
      float[] a,
      int aOff,
      int[] seg,
      int segAt,
      int[] in,
      int[] out,
      int at,
      float[] b,
      int bOff,
      float[] init,
      int initOff,
      int initMask,
      float[] c,
      int cOff,
      boolean relu) {
    int from;
    from = initOff + (out[at + 0] & initMask);
    FloatVector x0 = FloatVector.fromArray(SPECIES, init, from);
    from = initOff + (out[at + 1] & initMask);
    FloatVector x1 = FloatVector.fromArray(SPECIES, init, from);
    from = initOff + (out[at + 2] & initMask);
    FloatVector x2 = FloatVector.fromArray(SPECIES, init, from);
    from = initOff + (out[at + 3] & initMask);
    FloatVector x3 = FloatVector.fromArray(SPECIES, init, from);
    from = initOff + (out[at + 4] & initMask);
    FloatVector x4 = FloatVector.fromArray(SPECIES, init, from);
    from = initOff + (out[at + 5] & initMask);
    FloatVector x5 = FloatVector.fromArray(SPECIES, init, from);
    from = initOff + (out[at + 6] & initMask);
    FloatVector x6 = FloatVector.fromArray(SPECIES, init, from);
    from = initOff + (out[at + 7] & initMask);
    FloatVector x7 = FloatVector.fromArray(SPECIES, init, from);
    int q = bOff;
    for (int s = 0; s < segments; s++) {
      int begin = aOff + seg[segAt + s];
      int a0 = begin + in[at + 0];
      int a1 = begin + in[at + 1];
      int a2 = begin + in[at + 2];
      int a3 = begin + in[at + 3];
      int a4 = begin + in[at + 4];
      int a5 = begin + in[at + 5];
      int a6 = begin + in[at + 6];
      int a7 = begin + in[at + 7];
      int even = run & ~1;
      for (int p = 0; p < even; p += 2) {
        int k = q + p * LANES;
        FloatVector u;
        FloatVector w;
        u = FloatVector.fromArray(SPECIES, b, k);
        w = FloatVector.broadcast(SPECIES, a[a0 + p]);
        x0 = w.fma(u, x0);
        w = FloatVector.broadcast(SPECIES, a[a1 + p]);
        x1 = w.fma(u, x1);
        w = FloatVector.broadcast(SPECIES, a[a2 + p]);
        x2 = w.fma(u, x2);
        w = FloatVector.broadcast(SPECIES, a[a3 + p]);
        x3 = w.fma(u, x3);
        w = FloatVector.broadcast(SPECIES, a[a4 + p]);
        x4 = w.fma(u, x4);
        w = FloatVector.broadcast(SPECIES, a[a5 + p]);
        x5 = w.fma(u, x5);
        w = FloatVector.broadcast(SPECIES, a[a6 + p]);
        x6 = w.fma(u, x6);
        w = FloatVector.broadcast(SPECIES, a[a7 + p]);
        x7 = w.fma(u, x7);
        u = FloatVector.fromArray(SPECIES, b, k + LANES);
        w = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
        x0 = w.fma(u, x0);
        w = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
        x1 = w.fma(u, x1);
        w = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
        x2 = w.fma(u, x2);
        w = FloatVector.broadcast(SPECIES, a[a3 + p + 1]);
        x3 = w.fma(u, x3);
        w = FloatVector.broadcast(SPECIES, a[a4 + p + 1]);
        x4 = w.fma(u, x4);
        w = FloatVector.broadcast(SPECIES, a[a5 + p + 1]);
        x5 = w.fma(u, x5);
        w = FloatVector.broadcast(SPECIES, a[a6 + p + 1]);
        x6 = w.fma(u, x6);
        w = FloatVector.broadcast(SPECIES, a[a7 + p + 1]);
        x7 = w.fma(u, x7);
      }
      if (even < run) {
        int p = even;
        int k = q + p * LANES;
        FloatVector u;
        FloatVector w;
        u = FloatVector.fromArray(SPECIES, b, k);
        w = FloatVector.broadcast(SPECIES, a[a0 + p]);
        x0 = w.fma(u, x0);
        w = FloatVector.broadcast(SPECIES, a[a1 + p]);
        x1 = w.fma(u, x1);
        w = FloatVector.broadcast(SPECIES, a[a2 + p]);
        x2 = w.fma(u, x2);
        w = FloatVector.broadcast(SPECIES, a[a3 + p]);
        x3 = w.fma(u, x3);
        w = FloatVector.broadcast(SPECIES, a[a4 + p]);
        x4 = w.fma(u, x4);
        w = FloatVector.broadcast(SPECIES, a[a5 + p]);
        x5 = w.fma(u, x5);
        w = FloatVector.broadcast(SPECIES, a[a6 + p]);
        x6 = w.fma(u, x6);
        w = FloatVector.broadcast(SPECIES, a[a7 + p]);
        x7 = w.fma(u, x7);
      }
      q += run * LANES;
    }
    if (relu) {
      FloatVector zero = FloatVector.zero(SPECIES);
      x0 = x0.blend(zero, x0.compare(VectorOperators.LE, zero));
      x1 = x1.blend(zero, x1.compare(VectorOperators.LE, zero));
      x2 = x2.blend(zero, x2.compare(VectorOperators.LE, zero));
      x3 = x3.blend(zero, x3.compare(VectorOperators.LE, zero));
      x4 = x4.blend(zero, x4.compare(VectorOperators.LE, zero));
      x5 = x5.blend(zero, x5.compare(VectorOperators.LE, zero));
      x6 = x6.blend(zero, x6.compare(VectorOperators.LE, zero));
      x7 = x7.blend(zero, x7.compare(VectorOperators.LE, zero));
    }
    from = cOff + out[at + 0];
    x0.intoArray(c, from);
    from = cOff + out[at + 1];
    x1.intoArray(c, from);
    from = cOff + out[at + 2];
    x2.intoArray(c, from);
    from = cOff + out[at + 3];
    x3.intoArray(c, from);
    from = cOff + out[at + 4];
    x4.intoArray(c, from);
    from = cOff + out[at + 5];
    x5.intoArray(c, from);
    from = cOff + out[at + 6];
    x6.intoArray(c, from);
    from = cOff + out[at + 7];
    x7.intoArray(c, from);
  }
}
