// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Register tiles whose left operand lies in rows: element {@code (r, p)} of it is {@code a[aOff + r
 * * aStride + p]}. The right operand is a packed panel, {@code (k, columns)} without gaps. A tile
 * starts from {@code init} (rows {@code initStride} apart, 0 for a bias) and is stored whole to
 * {@code c}; rows from {@code rows} onwards repeat the last one. Two steps of k at a time share the
 * addresses of the rows.
 *
 * <p>Each method is one straight piece of code, because vectors stay in registers only as local
 * variables of one compiled method.
 */
public final class RowTiles {
  private RowTiles() {}

  public static void tile8x2(
      int k,
      float[] a,
      int aOff,
      int aStride,
      int rows,
      float[] b,
      float[] init,
      int initOff,
      int initStride,
      float[] c,
      int cOff,
      int ldc,
      float cap) {
    int last = aOff + (rows - 1) * aStride;
    int a0 = aOff;
    int a1 = Math.min(a0 + aStride, last);
    int a2 = Math.min(a1 + aStride, last);
    int a3 = Math.min(a2 + aStride, last);
    int a4 = Math.min(a3 + aStride, last);
    int a5 = Math.min(a4 + aStride, last);
    int a6 = Math.min(a5 + aStride, last);
    int a7 = Math.min(a6 + aStride, last);
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
    int even = k & ~1;
    for (int p = 0; p < even; p += 2) {
      int q = p * (2 * LANES);
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector v = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector w = FloatVector.broadcast(SPECIES, a[a0 + p]);
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
      w = FloatVector.broadcast(SPECIES, a[a4 + p]);
      x4 = w.fma(u, x4);
      y4 = w.fma(v, y4);
      w = FloatVector.broadcast(SPECIES, a[a5 + p]);
      x5 = w.fma(u, x5);
      y5 = w.fma(v, y5);
      w = FloatVector.broadcast(SPECIES, a[a6 + p]);
      x6 = w.fma(u, x6);
      y6 = w.fma(v, y6);
      w = FloatVector.broadcast(SPECIES, a[a7 + p]);
      x7 = w.fma(u, x7);
      y7 = w.fma(v, y7);
      u = FloatVector.fromArray(SPECIES, b, q + 2 * LANES);
      v = FloatVector.fromArray(SPECIES, b, q + 2 * LANES + LANES);
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
      w = FloatVector.broadcast(SPECIES, a[a4 + p + 1]);
      x4 = w.fma(u, x4);
      y4 = w.fma(v, y4);
      w = FloatVector.broadcast(SPECIES, a[a5 + p + 1]);
      x5 = w.fma(u, x5);
      y5 = w.fma(v, y5);
      w = FloatVector.broadcast(SPECIES, a[a6 + p + 1]);
      x6 = w.fma(u, x6);
      y6 = w.fma(v, y6);
      w = FloatVector.broadcast(SPECIES, a[a7 + p + 1]);
      x7 = w.fma(u, x7);
      y7 = w.fma(v, y7);
    }
    if (even < k) {
      int p = even;
      int q = p * (2 * LANES);
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector v = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector w = FloatVector.broadcast(SPECIES, a[a0 + p]);
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
      w = FloatVector.broadcast(SPECIES, a[a4 + p]);
      x4 = w.fma(u, x4);
      y4 = w.fma(v, y4);
      w = FloatVector.broadcast(SPECIES, a[a5 + p]);
      x5 = w.fma(u, x5);
      y5 = w.fma(v, y5);
      w = FloatVector.broadcast(SPECIES, a[a6 + p]);
      x6 = w.fma(u, x6);
      y6 = w.fma(v, y6);
      w = FloatVector.broadcast(SPECIES, a[a7 + p]);
      x7 = w.fma(u, x7);
      y7 = w.fma(v, y7);
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
  }

  public static void tile4x2(
      int k,
      float[] a,
      int aOff,
      int aStride,
      int rows,
      float[] b,
      float[] init,
      int initOff,
      int initStride,
      float[] c,
      int cOff,
      int ldc,
      float cap) {
    int last = aOff + (rows - 1) * aStride;
    int a0 = aOff;
    int a1 = Math.min(a0 + aStride, last);
    int a2 = Math.min(a1 + aStride, last);
    int a3 = Math.min(a2 + aStride, last);
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
    int even = k & ~1;
    for (int p = 0; p < even; p += 2) {
      int q = p * (2 * LANES);
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector v = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector w = FloatVector.broadcast(SPECIES, a[a0 + p]);
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
      u = FloatVector.fromArray(SPECIES, b, q + 2 * LANES);
      v = FloatVector.fromArray(SPECIES, b, q + 2 * LANES + LANES);
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
    if (even < k) {
      int p = even;
      int q = p * (2 * LANES);
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector v = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector w = FloatVector.broadcast(SPECIES, a[a0 + p]);
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
  }

  public static void tile4x1(
      int k,
      float[] a,
      int aOff,
      int aStride,
      int rows,
      float[] b,
      float[] init,
      int initOff,
      int initStride,
      float[] c,
      int cOff,
      int ldc,
      float cap) {
    int last = aOff + (rows - 1) * aStride;
    int a0 = aOff;
    int a1 = Math.min(a0 + aStride, last);
    int a2 = Math.min(a1 + aStride, last);
    int a3 = Math.min(a2 + aStride, last);
    int from = initOff;
    FloatVector x0 = FloatVector.fromArray(SPECIES, init, from);
    from += initStride;
    FloatVector x1 = FloatVector.fromArray(SPECIES, init, from);
    from += initStride;
    FloatVector x2 = FloatVector.fromArray(SPECIES, init, from);
    from += initStride;
    FloatVector x3 = FloatVector.fromArray(SPECIES, init, from);
    for (int p = 0; p < k; p++) {
      int q = p * LANES;
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector w = FloatVector.broadcast(SPECIES, a[a0 + p]);
      x0 = w.fma(u, x0);
      w = FloatVector.broadcast(SPECIES, a[a1 + p]);
      x1 = w.fma(u, x1);
      w = FloatVector.broadcast(SPECIES, a[a2 + p]);
      x2 = w.fma(u, x2);
      w = FloatVector.broadcast(SPECIES, a[a3 + p]);
      x3 = w.fma(u, x3);
    }
    if (cap >= 0) {
      FloatVector most = FloatVector.broadcast(SPECIES, cap);
      FloatVector zero = FloatVector.zero(SPECIES);
      x0 = x0.blend(zero, x0.compare(VectorOperators.LE, zero));
      x0 = x0.blend(most, x0.compare(VectorOperators.GT, most));
      x1 = x1.blend(zero, x1.compare(VectorOperators.LE, zero));
      x1 = x1.blend(most, x1.compare(VectorOperators.GT, most));
      x2 = x2.blend(zero, x2.compare(VectorOperators.LE, zero));
      x2 = x2.blend(most, x2.compare(VectorOperators.GT, most));
      x3 = x3.blend(zero, x3.compare(VectorOperators.LE, zero));
      x3 = x3.blend(most, x3.compare(VectorOperators.GT, most));
    }
    int to = cOff;
    x0.intoArray(c, to);
    to += ldc;
    x1.intoArray(c, to);
    to += ldc;
    x2.intoArray(c, to);
    to += ldc;
    x3.intoArray(c, to);
  }
}
