// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles on operands that are packed on both sides: {@code y = A B}, or {@code y += A B},
 * for as many rows as the name says and two vectors of columns. A has its rows side by side: those
 * of a step of k are {@code lda} after those of the step before. B is one panel, {@code (k, 2 *
 * LANES)}. Two steps of k at a time leave the units that multiply more of the cycles.
 */
public final class PackedTiles {
  private PackedTiles() {}

  public static void tile10x2(
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      float[] y,
      int yOff,
      int ldy,
      boolean add) {
    FloatVector x0 = FloatVector.zero(SPECIES);
    FloatVector y0 = x0;
    FloatVector x1 = FloatVector.zero(SPECIES);
    FloatVector y1 = x1;
    FloatVector x2 = FloatVector.zero(SPECIES);
    FloatVector y2 = x2;
    FloatVector x3 = FloatVector.zero(SPECIES);
    FloatVector y3 = x3;
    FloatVector x4 = FloatVector.zero(SPECIES);
    FloatVector y4 = x4;
    FloatVector x5 = FloatVector.zero(SPECIES);
    FloatVector y5 = x5;
    FloatVector x6 = FloatVector.zero(SPECIES);
    FloatVector y6 = x6;
    FloatVector x7 = FloatVector.zero(SPECIES);
    FloatVector y7 = x7;
    FloatVector x8 = FloatVector.zero(SPECIES);
    FloatVector y8 = x8;
    FloatVector x9 = FloatVector.zero(SPECIES);
    FloatVector y9 = x9;
    if (add) {
      int from = yOff;
      x0 = FloatVector.fromArray(SPECIES, y, from);
      y0 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x1 = FloatVector.fromArray(SPECIES, y, from);
      y1 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x2 = FloatVector.fromArray(SPECIES, y, from);
      y2 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x3 = FloatVector.fromArray(SPECIES, y, from);
      y3 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x4 = FloatVector.fromArray(SPECIES, y, from);
      y4 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x5 = FloatVector.fromArray(SPECIES, y, from);
      y5 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x6 = FloatVector.fromArray(SPECIES, y, from);
      y6 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x7 = FloatVector.fromArray(SPECIES, y, from);
      y7 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x8 = FloatVector.fromArray(SPECIES, y, from);
      y8 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x9 = FloatVector.fromArray(SPECIES, y, from);
      y9 = FloatVector.fromArray(SPECIES, y, from + LANES);
    }
    int even = k & ~1;
    for (int p = 0; p < even; p += 2) {
      int at = aOff + p * lda;
      int q = bOff + p * (2 * LANES);
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
      u = FloatVector.fromArray(SPECIES, b, q + 2 * LANES);
      v = FloatVector.fromArray(SPECIES, b, q + 3 * LANES);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 0]);
      x0 = w.fma(u, x0);
      y0 = w.fma(v, y0);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 1]);
      x1 = w.fma(u, x1);
      y1 = w.fma(v, y1);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 2]);
      x2 = w.fma(u, x2);
      y2 = w.fma(v, y2);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 3]);
      x3 = w.fma(u, x3);
      y3 = w.fma(v, y3);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 4]);
      x4 = w.fma(u, x4);
      y4 = w.fma(v, y4);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 5]);
      x5 = w.fma(u, x5);
      y5 = w.fma(v, y5);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 6]);
      x6 = w.fma(u, x6);
      y6 = w.fma(v, y6);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 7]);
      x7 = w.fma(u, x7);
      y7 = w.fma(v, y7);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 8]);
      x8 = w.fma(u, x8);
      y8 = w.fma(v, y8);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 9]);
      x9 = w.fma(u, x9);
      y9 = w.fma(v, y9);
    }
    if (even < k) {
      int at = aOff + even * lda;
      int q = bOff + even * (2 * LANES);
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
    }
    int to = yOff;
    x0.intoArray(y, to);
    y0.intoArray(y, to + LANES);
    to += ldy;
    x1.intoArray(y, to);
    y1.intoArray(y, to + LANES);
    to += ldy;
    x2.intoArray(y, to);
    y2.intoArray(y, to + LANES);
    to += ldy;
    x3.intoArray(y, to);
    y3.intoArray(y, to + LANES);
    to += ldy;
    x4.intoArray(y, to);
    y4.intoArray(y, to + LANES);
    to += ldy;
    x5.intoArray(y, to);
    y5.intoArray(y, to + LANES);
    to += ldy;
    x6.intoArray(y, to);
    y6.intoArray(y, to + LANES);
    to += ldy;
    x7.intoArray(y, to);
    y7.intoArray(y, to + LANES);
    to += ldy;
    x8.intoArray(y, to);
    y8.intoArray(y, to + LANES);
    to += ldy;
    x9.intoArray(y, to);
    y9.intoArray(y, to + LANES);
  }

  public static void tile4x2(
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      float[] y,
      int yOff,
      int ldy,
      boolean add) {
    FloatVector x0 = FloatVector.zero(SPECIES);
    FloatVector y0 = x0;
    FloatVector x1 = FloatVector.zero(SPECIES);
    FloatVector y1 = x1;
    FloatVector x2 = FloatVector.zero(SPECIES);
    FloatVector y2 = x2;
    FloatVector x3 = FloatVector.zero(SPECIES);
    FloatVector y3 = x3;
    if (add) {
      int from = yOff;
      x0 = FloatVector.fromArray(SPECIES, y, from);
      y0 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x1 = FloatVector.fromArray(SPECIES, y, from);
      y1 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x2 = FloatVector.fromArray(SPECIES, y, from);
      y2 = FloatVector.fromArray(SPECIES, y, from + LANES);
      from += ldy;
      x3 = FloatVector.fromArray(SPECIES, y, from);
      y3 = FloatVector.fromArray(SPECIES, y, from + LANES);
    }
    int even = k & ~1;
    for (int p = 0; p < even; p += 2) {
      int at = aOff + p * lda;
      int q = bOff + p * (2 * LANES);
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
      u = FloatVector.fromArray(SPECIES, b, q + 2 * LANES);
      v = FloatVector.fromArray(SPECIES, b, q + 3 * LANES);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 0]);
      x0 = w.fma(u, x0);
      y0 = w.fma(v, y0);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 1]);
      x1 = w.fma(u, x1);
      y1 = w.fma(v, y1);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 2]);
      x2 = w.fma(u, x2);
      y2 = w.fma(v, y2);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 3]);
      x3 = w.fma(u, x3);
      y3 = w.fma(v, y3);
    }
    if (even < k) {
      int at = aOff + even * lda;
      int q = bOff + even * (2 * LANES);
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
    }
    int to = yOff;
    x0.intoArray(y, to);
    y0.intoArray(y, to + LANES);
    to += ldy;
    x1.intoArray(y, to);
    y1.intoArray(y, to + LANES);
    to += ldy;
    x2.intoArray(y, to);
    y2.intoArray(y, to + LANES);
    to += ldy;
    x3.intoArray(y, to);
    y3.intoArray(y, to + LANES);
  }
}
