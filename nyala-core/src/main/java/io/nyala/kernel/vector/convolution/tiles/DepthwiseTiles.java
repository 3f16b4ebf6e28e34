// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution.tiles;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops of depthwise convolutions: some pixels, channel vector by channel vector, tap by tap.
 * Element i of pixel r at tap t is {@code a[aOff + in[at + r] + seg[t] + i]}, its weight {@code
 * b[bOff + t * channels + i]}. There is at least one vector of channels.
 */
public final class DepthwiseTiles {
  private DepthwiseTiles() {}

  public static void tile8(
      int channels,
      int taps,
      float[] a,
      int aOff,
      int[] seg,
      int[] in,
      int[] out,
      int at,
      float[] b,
      int bOff,
      float[] bias,
      int biasOff,
      float[] c,
      int cOff,
      float cap) {
    int a0 = aOff + in[at + 0];
    int a1 = aOff + in[at + 1];
    int a2 = aOff + in[at + 2];
    int a3 = aOff + in[at + 3];
    int a4 = aOff + in[at + 4];
    int a5 = aOff + in[at + 5];
    int a6 = aOff + in[at + 6];
    int a7 = aOff + in[at + 7];
    FloatVector zero = FloatVector.zero(SPECIES);
    int last = channels - LANES;
    for (int i = 0; i < channels; i += LANES) {
      // The last vector overlaps the one before it.
      int k = Math.min(i, last);
      FloatVector x0 = FloatVector.fromArray(SPECIES, bias, biasOff + k);
      FloatVector x1 = x0;
      FloatVector x2 = x0;
      FloatVector x3 = x0;
      FloatVector x4 = x0;
      FloatVector x5 = x0;
      FloatVector x6 = x0;
      FloatVector x7 = x0;
      for (int t = 0; t < taps; t++) {
        int s = seg[t] + k;
        FloatVector w = FloatVector.fromArray(SPECIES, b, bOff + t * channels + k);
        x0 = w.fma(FloatVector.fromArray(SPECIES, a, a0 + s), x0);
        x1 = w.fma(FloatVector.fromArray(SPECIES, a, a1 + s), x1);
        x2 = w.fma(FloatVector.fromArray(SPECIES, a, a2 + s), x2);
        x3 = w.fma(FloatVector.fromArray(SPECIES, a, a3 + s), x3);
        x4 = w.fma(FloatVector.fromArray(SPECIES, a, a4 + s), x4);
        x5 = w.fma(FloatVector.fromArray(SPECIES, a, a5 + s), x5);
        x6 = w.fma(FloatVector.fromArray(SPECIES, a, a6 + s), x6);
        x7 = w.fma(FloatVector.fromArray(SPECIES, a, a7 + s), x7);
      }
      if (cap >= 0) {
        FloatVector most = FloatVector.broadcast(SPECIES, cap);
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
      int to = cOff + k;
      x0.intoArray(c, to + out[at + 0]);
      x1.intoArray(c, to + out[at + 1]);
      x2.intoArray(c, to + out[at + 2]);
      x3.intoArray(c, to + out[at + 3]);
      x4.intoArray(c, to + out[at + 4]);
      x5.intoArray(c, to + out[at + 5]);
      x6.intoArray(c, to + out[at + 6]);
      x7.intoArray(c, to + out[at + 7]);
    }
  }

  public static void taps9(
      int pixels,
      int channels,
      float[] a,
      int aOff,
      int[] seg,
      int segAt,
      int[] in,
      float[] dy,
      int dyOff,
      float[] c,
      int cOff) {
    int s0 = aOff + seg[segAt];
    int s1 = aOff + seg[segAt + 1];
    int s2 = aOff + seg[segAt + 2];
    int s3 = aOff + seg[segAt + 3];
    int s4 = aOff + seg[segAt + 4];
    int s5 = aOff + seg[segAt + 5];
    int s6 = aOff + seg[segAt + 6];
    int s7 = aOff + seg[segAt + 7];
    int s8 = aOff + seg[segAt + 8];
    int whole = channels & -LANES;
    for (int k = 0; k < whole; k += LANES) {
      FloatVector x0 = FloatVector.zero(SPECIES);
      FloatVector x1 = FloatVector.zero(SPECIES);
      FloatVector x2 = FloatVector.zero(SPECIES);
      FloatVector x3 = FloatVector.zero(SPECIES);
      FloatVector x4 = FloatVector.zero(SPECIES);
      FloatVector x5 = FloatVector.zero(SPECIES);
      FloatVector x6 = FloatVector.zero(SPECIES);
      FloatVector x7 = FloatVector.zero(SPECIES);
      FloatVector x8 = FloatVector.zero(SPECIES);
      int from = dyOff + k;
      for (int p = 0; p < pixels; p++) {
        int at = in[p] + k;
        FloatVector g = FloatVector.fromArray(SPECIES, dy, from);
        x0 = g.fma(FloatVector.fromArray(SPECIES, a, at + s0), x0);
        x1 = g.fma(FloatVector.fromArray(SPECIES, a, at + s1), x1);
        x2 = g.fma(FloatVector.fromArray(SPECIES, a, at + s2), x2);
        x3 = g.fma(FloatVector.fromArray(SPECIES, a, at + s3), x3);
        x4 = g.fma(FloatVector.fromArray(SPECIES, a, at + s4), x4);
        x5 = g.fma(FloatVector.fromArray(SPECIES, a, at + s5), x5);
        x6 = g.fma(FloatVector.fromArray(SPECIES, a, at + s6), x6);
        x7 = g.fma(FloatVector.fromArray(SPECIES, a, at + s7), x7);
        x8 = g.fma(FloatVector.fromArray(SPECIES, a, at + s8), x8);
        from += channels;
      }
      int to = cOff + k;
      x0.add(FloatVector.fromArray(SPECIES, c, to)).intoArray(c, to);
      to += channels;
      x1.add(FloatVector.fromArray(SPECIES, c, to)).intoArray(c, to);
      to += channels;
      x2.add(FloatVector.fromArray(SPECIES, c, to)).intoArray(c, to);
      to += channels;
      x3.add(FloatVector.fromArray(SPECIES, c, to)).intoArray(c, to);
      to += channels;
      x4.add(FloatVector.fromArray(SPECIES, c, to)).intoArray(c, to);
      to += channels;
      x5.add(FloatVector.fromArray(SPECIES, c, to)).intoArray(c, to);
      to += channels;
      x6.add(FloatVector.fromArray(SPECIES, c, to)).intoArray(c, to);
      to += channels;
      x7.add(FloatVector.fromArray(SPECIES, c, to)).intoArray(c, to);
      to += channels;
      x8.add(FloatVector.fromArray(SPECIES, c, to)).intoArray(c, to);
    }
  }

  public static void taps1(
      int pixels,
      int channels,
      float[] a,
      int aOff,
      int[] seg,
      int segAt,
      int[] in,
      float[] dy,
      int dyOff,
      float[] c,
      int cOff) {
    int s0 = aOff + seg[segAt];
    int whole = channels & -LANES;
    for (int k = 0; k < whole; k += LANES) {
      FloatVector x0 = FloatVector.zero(SPECIES);
      int from = dyOff + k;
      for (int p = 0; p < pixels; p++) {
        int at = in[p] + k;
        FloatVector g = FloatVector.fromArray(SPECIES, dy, from);
        x0 = g.fma(FloatVector.fromArray(SPECIES, a, at + s0), x0);
        from += channels;
      }
      int to = cOff + k;
      x0.add(FloatVector.fromArray(SPECIES, c, to)).intoArray(c, to);
    }
  }
}
