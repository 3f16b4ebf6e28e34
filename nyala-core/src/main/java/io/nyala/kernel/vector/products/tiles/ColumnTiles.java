// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Register tiles whose left operand lies in columns: element {@code (r, p)} of it is {@code a[aOff
 * + r + p * aStride]}, as in a transposed or a packed matrix. Otherwise like {@link RowTiles}.
 */
public final class ColumnTiles {
  private ColumnTiles() {}

  public static void tile8x2(
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
    int at = aOff;
    for (int p = 0; p < k; p++) {
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
      at += aStride;
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
    int at = aOff;
    for (int p = 0; p < k; p++) {
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
      at += aStride;
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

  public static void tile8x1(
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
    from += initStride;
    FloatVector x1 = FloatVector.fromArray(SPECIES, init, from);
    from += initStride;
    FloatVector x2 = FloatVector.fromArray(SPECIES, init, from);
    from += initStride;
    FloatVector x3 = FloatVector.fromArray(SPECIES, init, from);
    from += initStride;
    FloatVector x4 = FloatVector.fromArray(SPECIES, init, from);
    from += initStride;
    FloatVector x5 = FloatVector.fromArray(SPECIES, init, from);
    from += initStride;
    FloatVector x6 = FloatVector.fromArray(SPECIES, init, from);
    from += initStride;
    FloatVector x7 = FloatVector.fromArray(SPECIES, init, from);
    int at = aOff;
    for (int p = 0; p < k; p++) {
      int q = p * LANES;
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector w = FloatVector.broadcast(SPECIES, a[at]);
      x0 = w.fma(u, x0);
      w = FloatVector.broadcast(SPECIES, a[at + 1]);
      x1 = w.fma(u, x1);
      w = FloatVector.broadcast(SPECIES, a[at + 2]);
      x2 = w.fma(u, x2);
      w = FloatVector.broadcast(SPECIES, a[at + 3]);
      x3 = w.fma(u, x3);
      w = FloatVector.broadcast(SPECIES, a[at + 4]);
      x4 = w.fma(u, x4);
      w = FloatVector.broadcast(SPECIES, a[at + 5]);
      x5 = w.fma(u, x5);
      w = FloatVector.broadcast(SPECIES, a[at + 6]);
      x6 = w.fma(u, x6);
      w = FloatVector.broadcast(SPECIES, a[at + 7]);
      x7 = w.fma(u, x7);
      at += aStride;
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
      x4 = x4.blend(zero, x4.compare(VectorOperators.LE, zero));
      x4 = x4.blend(most, x4.compare(VectorOperators.GT, most));
      x5 = x5.blend(zero, x5.compare(VectorOperators.LE, zero));
      x5 = x5.blend(most, x5.compare(VectorOperators.GT, most));
      x6 = x6.blend(zero, x6.compare(VectorOperators.LE, zero));
      x6 = x6.blend(most, x6.compare(VectorOperators.GT, most));
      x7 = x7.blend(zero, x7.compare(VectorOperators.LE, zero));
      x7 = x7.blend(most, x7.compare(VectorOperators.GT, most));
    }
    int to = cOff;
    x0.intoArray(c, to);
    to += ldc;
    x1.intoArray(c, to);
    to += ldc;
    x2.intoArray(c, to);
    to += ldc;
    x3.intoArray(c, to);
    to += ldc;
    x4.intoArray(c, to);
    to += ldc;
    x5.intoArray(c, to);
    to += ldc;
    x6.intoArray(c, to);
    to += ldc;
    x7.intoArray(c, to);
  }

  public static void tile4x1(
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
    from += initStride;
    FloatVector x1 = FloatVector.fromArray(SPECIES, init, from);
    from += initStride;
    FloatVector x2 = FloatVector.fromArray(SPECIES, init, from);
    from += initStride;
    FloatVector x3 = FloatVector.fromArray(SPECIES, init, from);
    int at = aOff;
    for (int p = 0; p < k; p++) {
      int q = p * LANES;
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector w = FloatVector.broadcast(SPECIES, a[at]);
      x0 = w.fma(u, x0);
      w = FloatVector.broadcast(SPECIES, a[at + 1]);
      x1 = w.fma(u, x1);
      w = FloatVector.broadcast(SPECIES, a[at + 2]);
      x2 = w.fma(u, x2);
      w = FloatVector.broadcast(SPECIES, a[at + 3]);
      x3 = w.fma(u, x3);
      at += aStride;
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
