// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The tile of {@link ColumnTiles} for processors with 16 vector registers: twelve sums, two vectors
 * of the panel and one number fill fifteen. Every row has an index of its own, and the last row
 * comes first: with one index for all rows, the compiler loads several numbers ahead, has no
 * register left for a sum, and the code is twice as slow.
 */
public final class SlimColumnTiles {
  private SlimColumnTiles() {}

  public static void tile6x2(
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
    int a0 = aOff + 0;
    int a1 = aOff + 1;
    int a2 = aOff + 2;
    int a3 = aOff + 3;
    int a4 = aOff + 4;
    int a5 = aOff + 5;
    for (int p = 0; p < k; p++) {
      int q = p * (2 * LANES);
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector v = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector w = FloatVector.broadcast(SPECIES, a[a5]);
      x5 = w.fma(u, x5);
      y5 = w.fma(v, y5);
      w = FloatVector.broadcast(SPECIES, a[a4]);
      x4 = w.fma(u, x4);
      y4 = w.fma(v, y4);
      w = FloatVector.broadcast(SPECIES, a[a3]);
      x3 = w.fma(u, x3);
      y3 = w.fma(v, y3);
      w = FloatVector.broadcast(SPECIES, a[a2]);
      x2 = w.fma(u, x2);
      y2 = w.fma(v, y2);
      w = FloatVector.broadcast(SPECIES, a[a1]);
      x1 = w.fma(u, x1);
      y1 = w.fma(v, y1);
      w = FloatVector.broadcast(SPECIES, a[a0]);
      x0 = w.fma(u, x0);
      y0 = w.fma(v, y0);
      a0 += aStride;
      a1 += aStride;
      a2 += aStride;
      a3 += aStride;
      a4 += aStride;
      a5 += aStride;
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
  }
}
