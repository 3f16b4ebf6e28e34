// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** The tiles of {@link PackedTiles} with one vector of columns; B is {@code (k, LANES)}. */
public final class NarrowPackedTiles {
  private NarrowPackedTiles() {}

  public static void tile12x1(
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
    FloatVector x1 = FloatVector.zero(SPECIES);
    FloatVector x2 = FloatVector.zero(SPECIES);
    FloatVector x3 = FloatVector.zero(SPECIES);
    FloatVector x4 = FloatVector.zero(SPECIES);
    FloatVector x5 = FloatVector.zero(SPECIES);
    FloatVector x6 = FloatVector.zero(SPECIES);
    FloatVector x7 = FloatVector.zero(SPECIES);
    FloatVector x8 = FloatVector.zero(SPECIES);
    FloatVector x9 = FloatVector.zero(SPECIES);
    FloatVector x10 = FloatVector.zero(SPECIES);
    FloatVector x11 = FloatVector.zero(SPECIES);
    if (add) {
      int from = yOff;
      x0 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x1 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x2 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x3 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x4 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x5 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x6 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x7 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x8 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x9 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x10 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x11 = FloatVector.fromArray(SPECIES, y, from);
    }
    int even = k & ~1;
    for (int p = 0; p < even; p += 2) {
      int at = aOff + p * lda;
      int q = bOff + p * LANES;
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
      w = FloatVector.broadcast(SPECIES, a[at + 8]);
      x8 = w.fma(u, x8);
      w = FloatVector.broadcast(SPECIES, a[at + 9]);
      x9 = w.fma(u, x9);
      w = FloatVector.broadcast(SPECIES, a[at + 10]);
      x10 = w.fma(u, x10);
      w = FloatVector.broadcast(SPECIES, a[at + 11]);
      x11 = w.fma(u, x11);
      u = FloatVector.fromArray(SPECIES, b, q + LANES);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 0]);
      x0 = w.fma(u, x0);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 1]);
      x1 = w.fma(u, x1);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 2]);
      x2 = w.fma(u, x2);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 3]);
      x3 = w.fma(u, x3);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 4]);
      x4 = w.fma(u, x4);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 5]);
      x5 = w.fma(u, x5);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 6]);
      x6 = w.fma(u, x6);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 7]);
      x7 = w.fma(u, x7);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 8]);
      x8 = w.fma(u, x8);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 9]);
      x9 = w.fma(u, x9);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 10]);
      x10 = w.fma(u, x10);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 11]);
      x11 = w.fma(u, x11);
    }
    if (even < k) {
      int at = aOff + even * lda;
      int q = bOff + even * LANES;
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
      w = FloatVector.broadcast(SPECIES, a[at + 8]);
      x8 = w.fma(u, x8);
      w = FloatVector.broadcast(SPECIES, a[at + 9]);
      x9 = w.fma(u, x9);
      w = FloatVector.broadcast(SPECIES, a[at + 10]);
      x10 = w.fma(u, x10);
      w = FloatVector.broadcast(SPECIES, a[at + 11]);
      x11 = w.fma(u, x11);
    }
    int to = yOff;
    x0.intoArray(y, to);
    to += ldy;
    x1.intoArray(y, to);
    to += ldy;
    x2.intoArray(y, to);
    to += ldy;
    x3.intoArray(y, to);
    to += ldy;
    x4.intoArray(y, to);
    to += ldy;
    x5.intoArray(y, to);
    to += ldy;
    x6.intoArray(y, to);
    to += ldy;
    x7.intoArray(y, to);
    to += ldy;
    x8.intoArray(y, to);
    to += ldy;
    x9.intoArray(y, to);
    to += ldy;
    x10.intoArray(y, to);
    to += ldy;
    x11.intoArray(y, to);
  }

  public static void tile10x1(
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
    FloatVector x1 = FloatVector.zero(SPECIES);
    FloatVector x2 = FloatVector.zero(SPECIES);
    FloatVector x3 = FloatVector.zero(SPECIES);
    FloatVector x4 = FloatVector.zero(SPECIES);
    FloatVector x5 = FloatVector.zero(SPECIES);
    FloatVector x6 = FloatVector.zero(SPECIES);
    FloatVector x7 = FloatVector.zero(SPECIES);
    FloatVector x8 = FloatVector.zero(SPECIES);
    FloatVector x9 = FloatVector.zero(SPECIES);
    if (add) {
      int from = yOff;
      x0 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x1 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x2 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x3 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x4 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x5 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x6 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x7 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x8 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x9 = FloatVector.fromArray(SPECIES, y, from);
    }
    int even = k & ~1;
    for (int p = 0; p < even; p += 2) {
      int at = aOff + p * lda;
      int q = bOff + p * LANES;
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
      w = FloatVector.broadcast(SPECIES, a[at + 8]);
      x8 = w.fma(u, x8);
      w = FloatVector.broadcast(SPECIES, a[at + 9]);
      x9 = w.fma(u, x9);
      u = FloatVector.fromArray(SPECIES, b, q + LANES);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 0]);
      x0 = w.fma(u, x0);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 1]);
      x1 = w.fma(u, x1);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 2]);
      x2 = w.fma(u, x2);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 3]);
      x3 = w.fma(u, x3);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 4]);
      x4 = w.fma(u, x4);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 5]);
      x5 = w.fma(u, x5);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 6]);
      x6 = w.fma(u, x6);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 7]);
      x7 = w.fma(u, x7);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 8]);
      x8 = w.fma(u, x8);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 9]);
      x9 = w.fma(u, x9);
    }
    if (even < k) {
      int at = aOff + even * lda;
      int q = bOff + even * LANES;
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
      w = FloatVector.broadcast(SPECIES, a[at + 8]);
      x8 = w.fma(u, x8);
      w = FloatVector.broadcast(SPECIES, a[at + 9]);
      x9 = w.fma(u, x9);
    }
    int to = yOff;
    x0.intoArray(y, to);
    to += ldy;
    x1.intoArray(y, to);
    to += ldy;
    x2.intoArray(y, to);
    to += ldy;
    x3.intoArray(y, to);
    to += ldy;
    x4.intoArray(y, to);
    to += ldy;
    x5.intoArray(y, to);
    to += ldy;
    x6.intoArray(y, to);
    to += ldy;
    x7.intoArray(y, to);
    to += ldy;
    x8.intoArray(y, to);
    to += ldy;
    x9.intoArray(y, to);
  }

  public static void tile4x1(
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
    FloatVector x1 = FloatVector.zero(SPECIES);
    FloatVector x2 = FloatVector.zero(SPECIES);
    FloatVector x3 = FloatVector.zero(SPECIES);
    if (add) {
      int from = yOff;
      x0 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x1 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x2 = FloatVector.fromArray(SPECIES, y, from);
      from += ldy;
      x3 = FloatVector.fromArray(SPECIES, y, from);
    }
    int even = k & ~1;
    for (int p = 0; p < even; p += 2) {
      int at = aOff + p * lda;
      int q = bOff + p * LANES;
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector w = FloatVector.broadcast(SPECIES, a[at]);
      x0 = w.fma(u, x0);
      w = FloatVector.broadcast(SPECIES, a[at + 1]);
      x1 = w.fma(u, x1);
      w = FloatVector.broadcast(SPECIES, a[at + 2]);
      x2 = w.fma(u, x2);
      w = FloatVector.broadcast(SPECIES, a[at + 3]);
      x3 = w.fma(u, x3);
      u = FloatVector.fromArray(SPECIES, b, q + LANES);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 0]);
      x0 = w.fma(u, x0);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 1]);
      x1 = w.fma(u, x1);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 2]);
      x2 = w.fma(u, x2);
      w = FloatVector.broadcast(SPECIES, a[at + lda + 3]);
      x3 = w.fma(u, x3);
    }
    if (even < k) {
      int at = aOff + even * lda;
      int q = bOff + even * LANES;
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector w = FloatVector.broadcast(SPECIES, a[at]);
      x0 = w.fma(u, x0);
      w = FloatVector.broadcast(SPECIES, a[at + 1]);
      x1 = w.fma(u, x1);
      w = FloatVector.broadcast(SPECIES, a[at + 2]);
      x2 = w.fma(u, x2);
      w = FloatVector.broadcast(SPECIES, a[at + 3]);
      x3 = w.fma(u, x3);
    }
    int to = yOff;
    x0.intoArray(y, to);
    to += ldy;
    x1.intoArray(y, to);
    to += ldy;
    x2.intoArray(y, to);
    to += ldy;
    x3.intoArray(y, to);
  }
}
