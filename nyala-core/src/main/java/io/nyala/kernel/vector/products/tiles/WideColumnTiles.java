// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The tile of {@link ColumnTiles} for processors with 32 vector registers. Two steps of k at a time
 * leave the units that multiply more of the cycles.
 */
public final class WideColumnTiles {
  private WideColumnTiles() {}

  public static void tile12x2(
      int k,
      float[] a,
      int aOff,
      int aStride,
      float[] b,
      float[] init,
      int initOff,
      int initStride,
      float[] c,
      int cOff,
      int ldc,
      float cap) {
    int from = initOff;
    FloatVector x0 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y0 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from += initStride;
    FloatVector x1 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y1 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from += initStride;
    FloatVector x2 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y2 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from += initStride;
    FloatVector x3 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y3 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from += initStride;
    FloatVector x4 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y4 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from += initStride;
    FloatVector x5 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y5 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from += initStride;
    FloatVector x6 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y6 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from += initStride;
    FloatVector x7 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y7 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from += initStride;
    FloatVector x8 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y8 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from += initStride;
    FloatVector x9 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y9 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from += initStride;
    FloatVector x10 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y10 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from += initStride;
    FloatVector x11 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y11 = FloatVector.fromArray(SPECIES, init, from + LANES);
    int at = aOff;
    int even = k & ~1;
    for (int p = 0; p < even; p += 2) {
      int q = p * (2 * LANES);
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector v = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector w = FloatVector.broadcast(SPECIES, a[at]);
      x0 = w.fma(u, x0);
      y0 = w.fma(v, y0);
      w = FloatVector.broadcast(SPECIES, a[at + 1]);
      x1 = w.fma(u, x1);
      y1 = w.fma(v, y1);
      w = FloatVector.broadcast(SPECIES, a[at + 2]);
      x2 = w.fma(u, x2);
      y2 = w.fma(v, y2);
      w = FloatVector.broadcast(SPECIES, a[at + 3]);
      x3 = w.fma(u, x3);
      y3 = w.fma(v, y3);
      w = FloatVector.broadcast(SPECIES, a[at + 4]);
      x4 = w.fma(u, x4);
      y4 = w.fma(v, y4);
      w = FloatVector.broadcast(SPECIES, a[at + 5]);
      x5 = w.fma(u, x5);
      y5 = w.fma(v, y5);
      w = FloatVector.broadcast(SPECIES, a[at + 6]);
      x6 = w.fma(u, x6);
      y6 = w.fma(v, y6);
      w = FloatVector.broadcast(SPECIES, a[at + 7]);
      x7 = w.fma(u, x7);
      y7 = w.fma(v, y7);
      w = FloatVector.broadcast(SPECIES, a[at + 8]);
      x8 = w.fma(u, x8);
      y8 = w.fma(v, y8);
      w = FloatVector.broadcast(SPECIES, a[at + 9]);
      x9 = w.fma(u, x9);
      y9 = w.fma(v, y9);
      w = FloatVector.broadcast(SPECIES, a[at + 10]);
      x10 = w.fma(u, x10);
      y10 = w.fma(v, y10);
      w = FloatVector.broadcast(SPECIES, a[at + 11]);
      x11 = w.fma(u, x11);
      y11 = w.fma(v, y11);
      u = FloatVector.fromArray(SPECIES, b, q + 2 * LANES);
      v = FloatVector.fromArray(SPECIES, b, q + 2 * LANES + LANES);
      w = FloatVector.broadcast(SPECIES, a[at + aStride]);
      x0 = w.fma(u, x0);
      y0 = w.fma(v, y0);
      w = FloatVector.broadcast(SPECIES, a[at + aStride + 1]);
      x1 = w.fma(u, x1);
      y1 = w.fma(v, y1);
      w = FloatVector.broadcast(SPECIES, a[at + aStride + 2]);
      x2 = w.fma(u, x2);
      y2 = w.fma(v, y2);
      w = FloatVector.broadcast(SPECIES, a[at + aStride + 3]);
      x3 = w.fma(u, x3);
      y3 = w.fma(v, y3);
      w = FloatVector.broadcast(SPECIES, a[at + aStride + 4]);
      x4 = w.fma(u, x4);
      y4 = w.fma(v, y4);
      w = FloatVector.broadcast(SPECIES, a[at + aStride + 5]);
      x5 = w.fma(u, x5);
      y5 = w.fma(v, y5);
      w = FloatVector.broadcast(SPECIES, a[at + aStride + 6]);
      x6 = w.fma(u, x6);
      y6 = w.fma(v, y6);
      w = FloatVector.broadcast(SPECIES, a[at + aStride + 7]);
      x7 = w.fma(u, x7);
      y7 = w.fma(v, y7);
      w = FloatVector.broadcast(SPECIES, a[at + aStride + 8]);
      x8 = w.fma(u, x8);
      y8 = w.fma(v, y8);
      w = FloatVector.broadcast(SPECIES, a[at + aStride + 9]);
      x9 = w.fma(u, x9);
      y9 = w.fma(v, y9);
      w = FloatVector.broadcast(SPECIES, a[at + aStride + 10]);
      x10 = w.fma(u, x10);
      y10 = w.fma(v, y10);
      w = FloatVector.broadcast(SPECIES, a[at + aStride + 11]);
      x11 = w.fma(u, x11);
      y11 = w.fma(v, y11);
      at += 2 * aStride;
    }
    if (even < k) {
      int q = even * (2 * LANES);
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector v = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector w = FloatVector.broadcast(SPECIES, a[at]);
      x0 = w.fma(u, x0);
      y0 = w.fma(v, y0);
      w = FloatVector.broadcast(SPECIES, a[at + 1]);
      x1 = w.fma(u, x1);
      y1 = w.fma(v, y1);
      w = FloatVector.broadcast(SPECIES, a[at + 2]);
      x2 = w.fma(u, x2);
      y2 = w.fma(v, y2);
      w = FloatVector.broadcast(SPECIES, a[at + 3]);
      x3 = w.fma(u, x3);
      y3 = w.fma(v, y3);
      w = FloatVector.broadcast(SPECIES, a[at + 4]);
      x4 = w.fma(u, x4);
      y4 = w.fma(v, y4);
      w = FloatVector.broadcast(SPECIES, a[at + 5]);
      x5 = w.fma(u, x5);
      y5 = w.fma(v, y5);
      w = FloatVector.broadcast(SPECIES, a[at + 6]);
      x6 = w.fma(u, x6);
      y6 = w.fma(v, y6);
      w = FloatVector.broadcast(SPECIES, a[at + 7]);
      x7 = w.fma(u, x7);
      y7 = w.fma(v, y7);
      w = FloatVector.broadcast(SPECIES, a[at + 8]);
      x8 = w.fma(u, x8);
      y8 = w.fma(v, y8);
      w = FloatVector.broadcast(SPECIES, a[at + 9]);
      x9 = w.fma(u, x9);
      y9 = w.fma(v, y9);
      w = FloatVector.broadcast(SPECIES, a[at + 10]);
      x10 = w.fma(u, x10);
      y10 = w.fma(v, y10);
      w = FloatVector.broadcast(SPECIES, a[at + 11]);
      x11 = w.fma(u, x11);
      y11 = w.fma(v, y11);
    }
    if (cap >= 0) {
      FloatVector most = FloatVector.broadcast(SPECIES, cap);
      FloatVector zero = FloatVector.zero(SPECIES);
      x0 = x0.blend(zero, x0.compare(VectorOperators.LE, zero));
      x0 = x0.blend(most, x0.compare(VectorOperators.GT, most));
      y0 = y0.blend(zero, y0.compare(VectorOperators.LE, zero));
      y0 = y0.blend(most, y0.compare(VectorOperators.GT, most));
      x1 = x1.blend(zero, x1.compare(VectorOperators.LE, zero));
      x1 = x1.blend(most, x1.compare(VectorOperators.GT, most));
      y1 = y1.blend(zero, y1.compare(VectorOperators.LE, zero));
      y1 = y1.blend(most, y1.compare(VectorOperators.GT, most));
      x2 = x2.blend(zero, x2.compare(VectorOperators.LE, zero));
      x2 = x2.blend(most, x2.compare(VectorOperators.GT, most));
      y2 = y2.blend(zero, y2.compare(VectorOperators.LE, zero));
      y2 = y2.blend(most, y2.compare(VectorOperators.GT, most));
      x3 = x3.blend(zero, x3.compare(VectorOperators.LE, zero));
      x3 = x3.blend(most, x3.compare(VectorOperators.GT, most));
      y3 = y3.blend(zero, y3.compare(VectorOperators.LE, zero));
      y3 = y3.blend(most, y3.compare(VectorOperators.GT, most));
      x4 = x4.blend(zero, x4.compare(VectorOperators.LE, zero));
      x4 = x4.blend(most, x4.compare(VectorOperators.GT, most));
      y4 = y4.blend(zero, y4.compare(VectorOperators.LE, zero));
      y4 = y4.blend(most, y4.compare(VectorOperators.GT, most));
      x5 = x5.blend(zero, x5.compare(VectorOperators.LE, zero));
      x5 = x5.blend(most, x5.compare(VectorOperators.GT, most));
      y5 = y5.blend(zero, y5.compare(VectorOperators.LE, zero));
      y5 = y5.blend(most, y5.compare(VectorOperators.GT, most));
      x6 = x6.blend(zero, x6.compare(VectorOperators.LE, zero));
      x6 = x6.blend(most, x6.compare(VectorOperators.GT, most));
      y6 = y6.blend(zero, y6.compare(VectorOperators.LE, zero));
      y6 = y6.blend(most, y6.compare(VectorOperators.GT, most));
      x7 = x7.blend(zero, x7.compare(VectorOperators.LE, zero));
      x7 = x7.blend(most, x7.compare(VectorOperators.GT, most));
      y7 = y7.blend(zero, y7.compare(VectorOperators.LE, zero));
      y7 = y7.blend(most, y7.compare(VectorOperators.GT, most));
      x8 = x8.blend(zero, x8.compare(VectorOperators.LE, zero));
      x8 = x8.blend(most, x8.compare(VectorOperators.GT, most));
      y8 = y8.blend(zero, y8.compare(VectorOperators.LE, zero));
      y8 = y8.blend(most, y8.compare(VectorOperators.GT, most));
      x9 = x9.blend(zero, x9.compare(VectorOperators.LE, zero));
      x9 = x9.blend(most, x9.compare(VectorOperators.GT, most));
      y9 = y9.blend(zero, y9.compare(VectorOperators.LE, zero));
      y9 = y9.blend(most, y9.compare(VectorOperators.GT, most));
      x10 = x10.blend(zero, x10.compare(VectorOperators.LE, zero));
      x10 = x10.blend(most, x10.compare(VectorOperators.GT, most));
      y10 = y10.blend(zero, y10.compare(VectorOperators.LE, zero));
      y10 = y10.blend(most, y10.compare(VectorOperators.GT, most));
      x11 = x11.blend(zero, x11.compare(VectorOperators.LE, zero));
      x11 = x11.blend(most, x11.compare(VectorOperators.GT, most));
      y11 = y11.blend(zero, y11.compare(VectorOperators.LE, zero));
      y11 = y11.blend(most, y11.compare(VectorOperators.GT, most));
    }
    int to = cOff;
    x0.intoArray(c, to);
    y0.intoArray(c, to + LANES);
    to += ldc;
    x1.intoArray(c, to);
    y1.intoArray(c, to + LANES);
    to += ldc;
    x2.intoArray(c, to);
    y2.intoArray(c, to + LANES);
    to += ldc;
    x3.intoArray(c, to);
    y3.intoArray(c, to + LANES);
    to += ldc;
    x4.intoArray(c, to);
    y4.intoArray(c, to + LANES);
    to += ldc;
    x5.intoArray(c, to);
    y5.intoArray(c, to + LANES);
    to += ldc;
    x6.intoArray(c, to);
    y6.intoArray(c, to + LANES);
    to += ldc;
    x7.intoArray(c, to);
    y7.intoArray(c, to + LANES);
    to += ldc;
    x8.intoArray(c, to);
    y8.intoArray(c, to + LANES);
    to += ldc;
    x9.intoArray(c, to);
    y9.intoArray(c, to + LANES);
    to += ldc;
    x10.intoArray(c, to);
    y10.intoArray(c, to + LANES);
    to += ldc;
    x11.intoArray(c, to);
    y11.intoArray(c, to + LANES);
  }
}
