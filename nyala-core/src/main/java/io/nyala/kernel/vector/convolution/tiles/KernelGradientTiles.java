// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of the gradient of a convolution's kernel: some rows of it, neighbours in the
 * source, by one or two vectors of filters, summed over pixels. Element r of pixel p is {@code
 * a[aOff + in[p] + r]}; its gradients begin at {@code b[bOff + p * ldb]}.
 */
public final class KernelGradientTiles {
  private KernelGradientTiles() {}

  public static void tile9x2(
      int pixels,
      float[] a,
      int aOff,
      int[] in,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean add) {
    FloatVector x0 = FloatVector.zero(SPECIES);
    FloatVector y0 = FloatVector.zero(SPECIES);
    FloatVector x1 = FloatVector.zero(SPECIES);
    FloatVector y1 = FloatVector.zero(SPECIES);
    FloatVector x2 = FloatVector.zero(SPECIES);
    FloatVector y2 = FloatVector.zero(SPECIES);
    FloatVector x3 = FloatVector.zero(SPECIES);
    FloatVector y3 = FloatVector.zero(SPECIES);
    FloatVector x4 = FloatVector.zero(SPECIES);
    FloatVector y4 = FloatVector.zero(SPECIES);
    FloatVector x5 = FloatVector.zero(SPECIES);
    FloatVector y5 = FloatVector.zero(SPECIES);
    FloatVector x6 = FloatVector.zero(SPECIES);
    FloatVector y6 = FloatVector.zero(SPECIES);
    FloatVector x7 = FloatVector.zero(SPECIES);
    FloatVector y7 = FloatVector.zero(SPECIES);
    FloatVector x8 = FloatVector.zero(SPECIES);
    FloatVector y8 = FloatVector.zero(SPECIES);
    for (int p = 0; p < pixels; p++) {
      int at = aOff + in[p];
      int q = bOff + p * ldb;
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
    }
    int to = cOff;
    if (add) {
      x0 = x0.add(FloatVector.fromArray(SPECIES, c, to));
      y0 = y0.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      x1 = x1.add(FloatVector.fromArray(SPECIES, c, to));
      y1 = y1.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      x2 = x2.add(FloatVector.fromArray(SPECIES, c, to));
      y2 = y2.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      x3 = x3.add(FloatVector.fromArray(SPECIES, c, to));
      y3 = y3.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      x4 = x4.add(FloatVector.fromArray(SPECIES, c, to));
      y4 = y4.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      x5 = x5.add(FloatVector.fromArray(SPECIES, c, to));
      y5 = y5.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      x6 = x6.add(FloatVector.fromArray(SPECIES, c, to));
      y6 = y6.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      x7 = x7.add(FloatVector.fromArray(SPECIES, c, to));
      y7 = y7.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      x8 = x8.add(FloatVector.fromArray(SPECIES, c, to));
      y8 = y8.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to = cOff;
    }
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
  }

  public static void tile4x2(
      int pixels,
      float[] a,
      int aOff,
      int[] in,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean add) {
    FloatVector x0 = FloatVector.zero(SPECIES);
    FloatVector y0 = FloatVector.zero(SPECIES);
    FloatVector x1 = FloatVector.zero(SPECIES);
    FloatVector y1 = FloatVector.zero(SPECIES);
    FloatVector x2 = FloatVector.zero(SPECIES);
    FloatVector y2 = FloatVector.zero(SPECIES);
    FloatVector x3 = FloatVector.zero(SPECIES);
    FloatVector y3 = FloatVector.zero(SPECIES);
    for (int p = 0; p < pixels; p++) {
      int at = aOff + in[p];
      int q = bOff + p * ldb;
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
    int to = cOff;
    if (add) {
      x0 = x0.add(FloatVector.fromArray(SPECIES, c, to));
      y0 = y0.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      x1 = x1.add(FloatVector.fromArray(SPECIES, c, to));
      y1 = y1.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      x2 = x2.add(FloatVector.fromArray(SPECIES, c, to));
      y2 = y2.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      x3 = x3.add(FloatVector.fromArray(SPECIES, c, to));
      y3 = y3.add(FloatVector.fromArray(SPECIES, c, to + LANES));
      to += ldc;
      to = cOff;
    }
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
      int pixels,
      float[] a,
      int aOff,
      int[] in,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean add) {
    FloatVector x0 = FloatVector.zero(SPECIES);
    FloatVector x1 = FloatVector.zero(SPECIES);
    FloatVector x2 = FloatVector.zero(SPECIES);
    FloatVector x3 = FloatVector.zero(SPECIES);
    FloatVector x4 = FloatVector.zero(SPECIES);
    FloatVector x5 = FloatVector.zero(SPECIES);
    FloatVector x6 = FloatVector.zero(SPECIES);
    FloatVector x7 = FloatVector.zero(SPECIES);
    for (int p = 0; p < pixels; p++) {
      int at = aOff + in[p];
      int q = bOff + p * ldb;
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
    }
    int to = cOff;
    if (add) {
      x0 = x0.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      x1 = x1.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      x2 = x2.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      x3 = x3.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      x4 = x4.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      x5 = x5.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      x6 = x6.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      x7 = x7.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      to = cOff;
    }
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
      int pixels,
      float[] a,
      int aOff,
      int[] in,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean add) {
    FloatVector x0 = FloatVector.zero(SPECIES);
    FloatVector x1 = FloatVector.zero(SPECIES);
    FloatVector x2 = FloatVector.zero(SPECIES);
    FloatVector x3 = FloatVector.zero(SPECIES);
    for (int p = 0; p < pixels; p++) {
      int at = aOff + in[p];
      int q = bOff + p * ldb;
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
    int to = cOff;
    if (add) {
      x0 = x0.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      x1 = x1.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      x2 = x2.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      x3 = x3.add(FloatVector.fromArray(SPECIES, c, to));
      to += ldc;
      to = cOff;
    }
    x0.intoArray(c, to);
    to += ldc;
    x1.intoArray(c, to);
    to += ldc;
    x2.intoArray(c, to);
    to += ldc;
    x3.intoArray(c, to);
  }
}
