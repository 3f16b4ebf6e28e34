// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Register tiles of a convolution: some pixels by one, two or four vectors of channels. To the sum
 * of pixel r is added the product of a segment of the source, {@code run} elements from {@code aOff
 * + in[at + r]}, and the rows of a packed panel. It starts from {@code init} at {@code initOff +
 * (out[at + r] & initMask)} and is stored at {@code cOff + out[at + r]}.
 *
 * <p>Each method is one straight piece of code, because vectors stay in registers only as local
 * variables of one compiled method. A single loop that is not unrolled, and no more sums than leave
 * registers over: with either the compiler's code is twice as slow.
 *
 * <p>The tile of 6 is for 16 registers: twelve sums, two vectors of the panel and one number fill
 * fifteen. Eight sums leave two units that multiply, at a latency of four cycles, no slack.
 */
public final class ConvolutionTiles {
  private ConvolutionTiles() {}

  public static void tile8x2(
      int run,
      float[] a,
      int aOff,
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
      float cap) {
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
    from = initOff + (out[at + 4] & initMask);
    FloatVector x4 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y4 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from = initOff + (out[at + 5] & initMask);
    FloatVector x5 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y5 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from = initOff + (out[at + 6] & initMask);
    FloatVector x6 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y6 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from = initOff + (out[at + 7] & initMask);
    FloatVector x7 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y7 = FloatVector.fromArray(SPECIES, init, from + LANES);
    int a0 = aOff + in[at + 0];
    int a1 = aOff + in[at + 1];
    int a2 = aOff + in[at + 2];
    int a3 = aOff + in[at + 3];
    int a4 = aOff + in[at + 4];
    int a5 = aOff + in[at + 5];
    int a6 = aOff + in[at + 6];
    int a7 = aOff + in[at + 7];
    for (int p = 0; p < run; p++) {
      int q = bOff + p * (2 * LANES);
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
    from = cOff + out[at + 4];
    x4.intoArray(c, from);
    y4.intoArray(c, from + LANES);
    from = cOff + out[at + 5];
    x5.intoArray(c, from);
    y5.intoArray(c, from + LANES);
    from = cOff + out[at + 6];
    x6.intoArray(c, from);
    y6.intoArray(c, from + LANES);
    from = cOff + out[at + 7];
    x7.intoArray(c, from);
    y7.intoArray(c, from + LANES);
  }

  public static void tile6x2(
      int run,
      float[] a,
      int aOff,
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
      float cap) {
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
    from = initOff + (out[at + 4] & initMask);
    FloatVector x4 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y4 = FloatVector.fromArray(SPECIES, init, from + LANES);
    from = initOff + (out[at + 5] & initMask);
    FloatVector x5 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y5 = FloatVector.fromArray(SPECIES, init, from + LANES);
    int a0 = aOff + in[at + 0];
    int a1 = aOff + in[at + 1];
    int a2 = aOff + in[at + 2];
    int a3 = aOff + in[at + 3];
    int a4 = aOff + in[at + 4];
    int a5 = aOff + in[at + 5];
    for (int p = 0; p < run; p++) {
      int q = bOff + p * (2 * LANES);
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
    from = cOff + out[at + 4];
    x4.intoArray(c, from);
    y4.intoArray(c, from + LANES);
    from = cOff + out[at + 5];
    x5.intoArray(c, from);
    y5.intoArray(c, from + LANES);
  }

  public static void tile8x1(
      int run,
      float[] a,
      int aOff,
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
      float cap) {
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
    int a0 = aOff + in[at + 0];
    int a1 = aOff + in[at + 1];
    int a2 = aOff + in[at + 2];
    int a3 = aOff + in[at + 3];
    int a4 = aOff + in[at + 4];
    int a5 = aOff + in[at + 5];
    int a6 = aOff + in[at + 6];
    int a7 = aOff + in[at + 7];
    for (int p = 0; p < run; p++) {
      int q = bOff + p * LANES;
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector w = FloatVector.broadcast(SPECIES, a[a0 + p]);
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
