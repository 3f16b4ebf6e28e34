// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The tile of {@link ConvolutionTiles} with four vectors of channels, for processors with 32 vector
 * registers: it loads least for what it multiplies.
 */
public final class WideConvolutionTiles {
  private WideConvolutionTiles() {}

  public static void tile4x4(
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
    FloatVector z0 = FloatVector.fromArray(SPECIES, init, from + 2 * LANES);
    FloatVector t0 = FloatVector.fromArray(SPECIES, init, from + 3 * LANES);
    from = initOff + (out[at + 1] & initMask);
    FloatVector x1 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y1 = FloatVector.fromArray(SPECIES, init, from + LANES);
    FloatVector z1 = FloatVector.fromArray(SPECIES, init, from + 2 * LANES);
    FloatVector t1 = FloatVector.fromArray(SPECIES, init, from + 3 * LANES);
    from = initOff + (out[at + 2] & initMask);
    FloatVector x2 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y2 = FloatVector.fromArray(SPECIES, init, from + LANES);
    FloatVector z2 = FloatVector.fromArray(SPECIES, init, from + 2 * LANES);
    FloatVector t2 = FloatVector.fromArray(SPECIES, init, from + 3 * LANES);
    from = initOff + (out[at + 3] & initMask);
    FloatVector x3 = FloatVector.fromArray(SPECIES, init, from);
    FloatVector y3 = FloatVector.fromArray(SPECIES, init, from + LANES);
    FloatVector z3 = FloatVector.fromArray(SPECIES, init, from + 2 * LANES);
    FloatVector t3 = FloatVector.fromArray(SPECIES, init, from + 3 * LANES);
    int a0 = aOff + in[at + 0];
    int a1 = aOff + in[at + 1];
    int a2 = aOff + in[at + 2];
    int a3 = aOff + in[at + 3];
    for (int p = 0; p < run; p++) {
      int q = bOff + p * (4 * LANES);
      FloatVector u = FloatVector.fromArray(SPECIES, b, q);
      FloatVector v = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector g = FloatVector.fromArray(SPECIES, b, q + 2 * LANES);
      FloatVector h = FloatVector.fromArray(SPECIES, b, q + 3 * LANES);
      FloatVector w = FloatVector.broadcast(SPECIES, a[a0 + p]);
      x0 = w.fma(u, x0);
      y0 = w.fma(v, y0);
      z0 = w.fma(g, z0);
      t0 = w.fma(h, t0);
      w = FloatVector.broadcast(SPECIES, a[a1 + p]);
      x1 = w.fma(u, x1);
      y1 = w.fma(v, y1);
      z1 = w.fma(g, z1);
      t1 = w.fma(h, t1);
      w = FloatVector.broadcast(SPECIES, a[a2 + p]);
      x2 = w.fma(u, x2);
      y2 = w.fma(v, y2);
      z2 = w.fma(g, z2);
      t2 = w.fma(h, t2);
      w = FloatVector.broadcast(SPECIES, a[a3 + p]);
      x3 = w.fma(u, x3);
      y3 = w.fma(v, y3);
      z3 = w.fma(g, z3);
      t3 = w.fma(h, t3);
    }
    if (cap >= 0) {
      FloatVector most = FloatVector.broadcast(SPECIES, cap);
      FloatVector zero = FloatVector.zero(SPECIES);
      x0 = x0.blend(zero, x0.compare(VectorOperators.LE, zero));
      x0 = x0.blend(most, x0.compare(VectorOperators.GT, most));
      y0 = y0.blend(zero, y0.compare(VectorOperators.LE, zero));
      y0 = y0.blend(most, y0.compare(VectorOperators.GT, most));
      z0 = z0.blend(zero, z0.compare(VectorOperators.LE, zero));
      z0 = z0.blend(most, z0.compare(VectorOperators.GT, most));
      t0 = t0.blend(zero, t0.compare(VectorOperators.LE, zero));
      t0 = t0.blend(most, t0.compare(VectorOperators.GT, most));
      x1 = x1.blend(zero, x1.compare(VectorOperators.LE, zero));
      x1 = x1.blend(most, x1.compare(VectorOperators.GT, most));
      y1 = y1.blend(zero, y1.compare(VectorOperators.LE, zero));
      y1 = y1.blend(most, y1.compare(VectorOperators.GT, most));
      z1 = z1.blend(zero, z1.compare(VectorOperators.LE, zero));
      z1 = z1.blend(most, z1.compare(VectorOperators.GT, most));
      t1 = t1.blend(zero, t1.compare(VectorOperators.LE, zero));
      t1 = t1.blend(most, t1.compare(VectorOperators.GT, most));
      x2 = x2.blend(zero, x2.compare(VectorOperators.LE, zero));
      x2 = x2.blend(most, x2.compare(VectorOperators.GT, most));
      y2 = y2.blend(zero, y2.compare(VectorOperators.LE, zero));
      y2 = y2.blend(most, y2.compare(VectorOperators.GT, most));
      z2 = z2.blend(zero, z2.compare(VectorOperators.LE, zero));
      z2 = z2.blend(most, z2.compare(VectorOperators.GT, most));
      t2 = t2.blend(zero, t2.compare(VectorOperators.LE, zero));
      t2 = t2.blend(most, t2.compare(VectorOperators.GT, most));
      x3 = x3.blend(zero, x3.compare(VectorOperators.LE, zero));
      x3 = x3.blend(most, x3.compare(VectorOperators.GT, most));
      y3 = y3.blend(zero, y3.compare(VectorOperators.LE, zero));
      y3 = y3.blend(most, y3.compare(VectorOperators.GT, most));
      z3 = z3.blend(zero, z3.compare(VectorOperators.LE, zero));
      z3 = z3.blend(most, z3.compare(VectorOperators.GT, most));
      t3 = t3.blend(zero, t3.compare(VectorOperators.LE, zero));
      t3 = t3.blend(most, t3.compare(VectorOperators.GT, most));
    }
    from = cOff + out[at + 0];
    x0.intoArray(c, from);
    y0.intoArray(c, from + LANES);
    z0.intoArray(c, from + 2 * LANES);
    t0.intoArray(c, from + 3 * LANES);
    from = cOff + out[at + 1];
    x1.intoArray(c, from);
    y1.intoArray(c, from + LANES);
    z1.intoArray(c, from + 2 * LANES);
    t1.intoArray(c, from + 3 * LANES);
    from = cOff + out[at + 2];
    x2.intoArray(c, from);
    y2.intoArray(c, from + LANES);
    z2.intoArray(c, from + 2 * LANES);
    t2.intoArray(c, from + 3 * LANES);
    from = cOff + out[at + 3];
    x3.intoArray(c, from);
    y3.intoArray(c, from + LANES);
    z3.intoArray(c, from + 2 * LANES);
    t3.intoArray(c, from + 3 * LANES);
  }
}
