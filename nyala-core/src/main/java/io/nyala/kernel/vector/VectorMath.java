// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Functions of a vector, made of exactly rounded operations only. The Vector API's own {@code EXP},
 * {@code TANH} and float {@code reduceLanes} give other bits before and after a method is compiled,
 * which would make results depend on when the compiler gets round to it; these do not, and have the
 * same bits at every vector width ({@link #sum} aside).
 */
final class VectorMath {
  private static final float LOG2_E = 1.44269504f;
  // ln 2 in two parts, the first with so few bits that its small multiples are exact.
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  // Adding it leaves a float rounded to a whole number in its low bits.
  private static final float ROUNDER = 0x1.8p23f;
  // exp rounds to 0 below and to infinity above.
  private static final float EXP_LEAST = -104;
  private static final float EXP_MOST = 89;
  private static final int BIAS = 127;
  private static final int FRACTION_BITS = 23;
  private static final float TANH_SMALL = 0.625f;

  // Lane i takes lane i + 8 (4, 2, 1), round the end.
  private static final VectorShuffle<Float> BY_8 = by(8);
  private static final VectorShuffle<Float> BY_4 = by(4);
  private static final VectorShuffle<Float> BY_2 = by(2);
  private static final VectorShuffle<Float> BY_1 = by(1);

  private VectorMath() {}

  /** Returns e to the power of each lane; relative error below 2e-7, subnormal results included. */
  static FloatVector exp(FloatVector x) {
    // Blends rather than max and min, which take three times as long to be right about zeros.
    FloatVector t = x.blend(EXP_LEAST, x.lt(EXP_LEAST));
    t = t.blend(EXP_MOST, t.compare(VectorOperators.GT, EXP_MOST));
    FloatVector shifted = t.fma(broadcast(LOG2_E), broadcast(ROUNDER));
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.fma(broadcast(-LN2_HIGH), t);
    r = n.fma(broadcast(-LN2_LOW), r);
    // Polynomial of the Cephes library (expf.c): e^r = 1 + r + r^2 P(r) for |r| <= ln(2) / 2.
    FloatVector p = r.fma(broadcast(1.9875691500e-4f), broadcast(1.3981999507e-3f));
    p = p.fma(r, broadcast(8.3334519073e-3f));
    p = p.fma(r, broadcast(4.1665795894e-2f));
    p = p.fma(r, broadcast(1.6666665459e-1f));
    p = p.fma(r, broadcast(5.0000001201e-1f));
    p = p.fma(r.mul(r), r).add(1);
    // 2^n in two factors: one alone would miss subnormal results and overflow too early.
    IntVector power = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER));
    IntVector half = power.lanewise(VectorOperators.ASHR, 1);
    return p.mul(powerOfTwo(half)).mul(powerOfTwo(power.sub(half)));
  }

  /** Returns {@code 1 / (1 + e^-x)} of each lane. */
  static FloatVector sigmoid(FloatVector x) {
    return broadcast(1).div(exp(x.neg()).add(1));
  }

  /** Returns the hyperbolic tangent of each lane; relative error below 4e-7. */
  static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector large = broadcast(1).sub(broadcast(2).div(exp(size.add(size)).add(1)));
    // Polynomial of the Cephes library (tanhf.c), where 1 - 2 / (e^2x + 1) would cancel.
    FloatVector square = x.mul(x);
    FloatVector p = square.fma(broadcast(-5.70498872745e-3f), broadcast(2.06390887954e-2f));
    p = p.fma(square, broadcast(-5.37397155531e-2f));
    p = p.fma(square, broadcast(1.33314422036e-1f));
    p = p.fma(square, broadcast(-3.33332819422e-1f));
    FloatVector small = p.mul(square).fma(size, size);
    FloatVector result = large.blend(small, size.lt(TANH_SMALL));
    return withSign(result, x);
  }

  /**
   * Returns the sum of the lanes by halves: lane i plus lane i + n/2, then those by n/4, and so on.
   */
  static float sum(FloatVector x) {
    FloatVector sum = x;
    for (int half = LANES / 2; half > 8; half /= 2) {
      sum = sum.add(sum.rearrange(by(half)));
    }
    if (LANES > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (LANES > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    sum = sum.add(sum.rearrange(BY_2));
    sum = sum.add(sum.rearrange(BY_1));
    return sum.lane(0);
  }

  /** Loads up to a vector of elements; lanes from {@code n} onwards are 0. */
  static FloatVector load(float[] x, int at, int n) {
    return FloatVector.fromArray(SPECIES, x, at, lanes(n));
  }

  /** Returns a mask of the first {@code n} lanes. */
  static VectorMask<Float> lanes(int n) {
    return SPECIES.indexInRange(0, n);
  }

  private static FloatVector broadcast(float x) {
    return FloatVector.broadcast(SPECIES, x);
  }

  private static FloatVector powerOfTwo(IntVector exponent) {
    return exponent.add(BIAS).lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsFloats();
  }

  private static FloatVector withSign(FloatVector size, FloatVector sign) {
    return size.reinterpretAsInts()
        .or(sign.reinterpretAsInts().and(Integer.MIN_VALUE))
        .reinterpretAsFloats();
  }

  private static VectorShuffle<Float> by(int distance) {
    return VectorShuffle.iota(SPECIES, distance, 1, true);
  }
}
