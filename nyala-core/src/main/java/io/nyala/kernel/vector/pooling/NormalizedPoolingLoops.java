// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.pooling;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of normalization and pooling over a line of windows. The maximum is found by
 * comparisons in which the first of equal elements wins. NaN needs no special handling, because the
 * moments of the batch then turn the whole channel into NaN.
 */
final class NormalizedPoolingLoops {
  private NormalizedPoolingLoops() {}

  static void largest(
      float[] x,
      int xOff,
      int row,
      int channels,
      int pixels,
      float[] line,
      int lineOff,
      float[] y,
      int yOff) {
    int at = xOff;
    int to = yOff;
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c += LANES) {
        FloatVector s = FloatVector.fromArray(SPECIES, line, lineOff + c);
        FloatVector t = FloatVector.fromArray(SPECIES, line, lineOff + channels + c);
        int i = at + c;
        FloatVector most = FloatVector.fromArray(SPECIES, x, i).fma(s, t);
        FloatVector z = FloatVector.fromArray(SPECIES, x, i + channels).fma(s, t);
        most = most.blend(z, z.compare(VectorOperators.GT, most));
        z = FloatVector.fromArray(SPECIES, x, i + row).fma(s, t);
        most = most.blend(z, z.compare(VectorOperators.GT, most));
        z = FloatVector.fromArray(SPECIES, x, i + row + channels).fma(s, t);
        most.blend(z, z.compare(VectorOperators.GT, most)).intoArray(y, to + c);
      }
      at += 2 * channels;
      to += channels;
    }
  }

  /** Adds to {@code (2, channels)} sums: of dy, and of {@code dy * (x - mean)}. */
  static void sums(
      float[] x,
      int xOff,
      int row,
      int channels,
      int pixels,
      float[] line,
      int lineOff,
      float[] mean,
      int meanOff,
      float[] dy,
      int dyOff,
      float[] sums) {
    int at = xOff;
    int from = dyOff;
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c += LANES) {
        FloatVector s = FloatVector.fromArray(SPECIES, line, lineOff + c);
        FloatVector t = FloatVector.fromArray(SPECIES, line, lineOff + channels + c);
        int i = at + c;
        FloatVector of = FloatVector.fromArray(SPECIES, x, i);
        FloatVector most = of.fma(s, t);
        FloatVector v = FloatVector.fromArray(SPECIES, x, i + channels);
        FloatVector z = v.fma(s, t);
        VectorMask<Float> larger = z.compare(VectorOperators.GT, most);
        most = most.blend(z, larger);
        of = of.blend(v, larger);
        v = FloatVector.fromArray(SPECIES, x, i + row);
        z = v.fma(s, t);
        larger = z.compare(VectorOperators.GT, most);
        most = most.blend(z, larger);
        of = of.blend(v, larger);
        v = FloatVector.fromArray(SPECIES, x, i + row + channels);
        z = v.fma(s, t);
        of = of.blend(v, z.compare(VectorOperators.GT, most));
        FloatVector d = FloatVector.fromArray(SPECIES, dy, from + c);
        d.add(FloatVector.fromArray(SPECIES, sums, c)).intoArray(sums, c);
        of.sub(FloatVector.fromArray(SPECIES, mean, meanOff + c))
            .fma(d, FloatVector.fromArray(SPECIES, sums, channels + c))
            .intoArray(sums, channels + c);
      }
      at += 2 * channels;
      from += channels;
    }
  }

  /**
   * {@code dx = p * d + q * x + r}, where d is the gradient of the normalized images, if {@code x >
   * least}, otherwise 0.
   */
  static void gradient(
      float[] x,
      int xOff,
      int row,
      int channels,
      int pixels,
      float[] line,
      int lineOff,
      float[] plane,
      int planeOff,
      float least,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int at = 0;
    int from = dyOff;
    for (int n = 0; n < pixels; n++) {
      for (int c = 0; c < channels; c += LANES) {
        FloatVector s = FloatVector.fromArray(SPECIES, line, lineOff + c);
        FloatVector t = FloatVector.fromArray(SPECIES, line, lineOff + channels + c);
        int i = xOff + at + c;
        FloatVector x0 = FloatVector.fromArray(SPECIES, x, i);
        FloatVector x1 = FloatVector.fromArray(SPECIES, x, i + channels);
        FloatVector x2 = FloatVector.fromArray(SPECIES, x, i + row);
        FloatVector x3 = FloatVector.fromArray(SPECIES, x, i + row + channels);
        FloatVector most = x0.fma(s, t);
        FloatVector z = x1.fma(s, t);
        VectorMask<Float> second = z.compare(VectorOperators.GT, most);
        most = most.blend(z, second);
        z = x2.fma(s, t);
        VectorMask<Float> third = z.compare(VectorOperators.GT, most);
        most = most.blend(z, third);
        VectorMask<Float> fourth = x3.fma(s, t).compare(VectorOperators.GT, most);
        FloatVector p = FloatVector.fromArray(SPECIES, plane, planeOff + c);
        FloatVector q = FloatVector.fromArray(SPECIES, plane, planeOff + channels + c);
        FloatVector r = FloatVector.fromArray(SPECIES, plane, planeOff + 2 * channels + c);
        FloatVector left = FloatVector.fromArray(SPECIES, dy, from + c);
        int to = dxOff + at + c;
        p.fma(zero.blend(left, fourth), q.fma(x3, r))
            .blend(zero, x3.compare(VectorOperators.LE, least))
            .intoArray(dx, to + row + channels);
        left = left.blend(zero, fourth);
        p.fma(zero.blend(left, third), q.fma(x2, r))
            .blend(zero, x2.compare(VectorOperators.LE, least))
            .intoArray(dx, to + row);
        left = left.blend(zero, third);
        p.fma(zero.blend(left, second), q.fma(x1, r))
            .blend(zero, x1.compare(VectorOperators.LE, least))
            .intoArray(dx, to + channels);
        left = left.blend(zero, second);
        p.fma(left, q.fma(x0, r))
            .blend(zero, x0.compare(VectorOperators.LE, least))
            .intoArray(dx, to);
      }
      at += 2 * channels;
      from += channels;
    }
  }

  /** The same for n elements that receive no gradient. */
  static void rest(
      float[] x,
      int xOff,
      int channels,
      int n,
      float[] plane,
      int planeOff,
      float least,
      float[] dx,
      int dxOff) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int at = 0; at < n; at += channels) {
      for (int c = 0; c < channels; c += LANES) {
        FloatVector p = FloatVector.fromArray(SPECIES, plane, planeOff + c);
        FloatVector q = FloatVector.fromArray(SPECIES, plane, planeOff + channels + c);
        FloatVector r = FloatVector.fromArray(SPECIES, plane, planeOff + 2 * channels + c);
        FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + at + c);
        p.fma(zero, q.fma(v, r))
            .blend(zero, v.compare(VectorOperators.LE, least))
            .intoArray(dx, dxOff + at + c);
      }
    }
  }
}
