// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.INTS;
import static io.nyala.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential and what follows from it, at most 2 ulp (expm1, sigmoid and tanh 3) from the
 * truth.
 *
 * <p>{@code x = n ln 2 + r} with whole n and {@code |r| <= ln 2 / 2}; {@code e^r = 1 + r + r^2
 * q(r)} with a minimax polynomial q of degree 4 (relative error 2^-28, coefficients by Lawson's
 * iteration rounded one after the other); {@code e^x = 2^n e^r}. As fast as the intrinsic of
 * libjsvml, and the same bits on every JVM, compiled or not.
 */
final class ExpMath {
  private static final float LOG2_E = 0x1.715476p0f;
  private static final float LN2_HIGH = 0x1.62e43p-1f;
  private static final float LN2_LOW = -0x1.05c61p-29f;

  /** Adding it rounds to a whole number, which then stands in the low bits. */
  private static final float MAGIC = 0x1.8p23f;

  private static final float Q4 = 0x1.6a4002p-10f;
  private static final float Q3 = 0x1.1239ecp-7f;
  private static final float Q2 = 0x1.5558bep-5f;
  private static final float Q1 = 0x1.555492p-3f;
  private static final float Q0 = 0x1.fffffcp-2f;

  /** Above it the result is infinite. */
  private static final float LARGEST = 0x1.62e42ep6f;

  /** Below it the result is zero. */
  private static final float LEAST = -104f;

  /** Below it n would leave the exponent field of a normal number. */
  private static final float NORMAL = -86f;

  private ExpMath() {}

  /** {@code e^x}. */
  static FloatVector exp(FloatVector x) {
    // Half of it until the last step, because 2^128 is not a float, but e^x may be one for n = 128.
    FloatVector half = scaled(x, 126);
    return half.add(half).blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, LARGEST));
  }

  /** {@code e^x} where x is not above 88. */
  static FloatVector expNegative(FloatVector x) {
    return scaled(x, 127);
  }

  /** {@code e^x} where x is not above 88, with 0 for results below 2^-124. */
  static FloatVector expFlushed(FloatVector x) {
    FloatVector t = x.fma(LOG2_E, MAGIC);
    FloatVector scale = powerOfTwo(t, 127).viewAsFloatingLanes();
    FloatVector e = exponential(remainder(t, x)).mul(scale);
    return e.blend(0f, x.compare(VectorOperators.LT, NORMAL));
  }

  /** {@code 2^(bias - 127) e^x}. */
  private static FloatVector scaled(FloatVector x, int bias) {
    FloatVector t = x.fma(LOG2_E, MAGIC);
    // Results that may be denormal are computed 2^64 times too large.
    VectorMask<Float> low = x.compare(VectorOperators.LT, NORMAL);
    IntVector scale = powerOfTwo(t, bias).lanewise(VectorOperators.ADD, 64 << 23, low.cast(INTS));
    return exponential(remainder(t, x))
        .mul(scale.viewAsFloatingLanes())
        .lanewise(VectorOperators.MUL, 0x1p-64f, low)
        .blend(0f, x.compare(VectorOperators.LT, LEAST));
  }

  /** {@code e^x - 1}. */
  static FloatVector expm1(FloatVector x) {
    FloatVector r = expm1InRange(x);
    r = r.blend(-1f, x.compare(VectorOperators.LT, -18f));
    r = r.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, LARGEST));
    // Keeps the sign of zero and the last bit of a denormal number.
    return r.blend(x, x.abs().compare(VectorOperators.LT, 0x1p-25f));
  }

  /** {@code 1 / (1 + e^-x)}. */
  static FloatVector sigmoid(FloatVector x) {
    FloatVector z = expNegative(x.abs().neg());
    FloatVector numerator = z.blend(1f, x.compare(VectorOperators.GT, 0f));
    return numerator.div(z.add(1f));
  }

  /** Hyperbolic tangent. */
  static FloatVector tanh(FloatVector x) {
    // tanh |x| = -u / (2 + u) with u = e^(-2 |x|) - 1
    FloatVector a = x.abs();
    FloatVector u = expm1InRange(a.mul(-2f));
    FloatVector r = u.div(u.add(2f)).abs();
    r = r.blend(1f, a.compare(VectorOperators.GT, 9.1f));
    r = r.blend(a, a.compare(VectorOperators.LT, 0x1p-13f));
    return withSignOf(x, r);
  }

  /** Gives a magnitude that is not negative the sign of x. */
  static FloatVector withSignOf(FloatVector x, FloatVector magnitude) {
    return x.viewAsIntegralLanes()
        .and(0x8000_0000)
        .or(magnitude.viewAsIntegralLanes())
        .viewAsFloatingLanes();
  }

  /** {@code e^x - 1} for x between -18 and the overflow; half of it until the last step. */
  private static FloatVector expm1InRange(FloatVector x) {
    FloatVector t = x.fma(LOG2_E, MAGIC);
    FloatVector r = remainder(t, x);
    FloatVector p = polynomial(r).fma(r.mul(r), r);
    FloatVector scale = powerOfTwo(t, 126).viewAsFloatingLanes();
    FloatVector half = p.fma(scale, scale.sub(0.5f));
    return half.add(half);
  }

  /** The bits of 2^(n + bias - 127). */
  private static IntVector powerOfTwo(FloatVector t, int bias) {
    return t.viewAsIntegralLanes().lanewise(VectorOperators.LSHL, 23).add(bias << 23);
  }

  private static FloatVector exponential(FloatVector r) {
    return polynomial(r).fma(r.mul(r), r).add(1f);
  }

  private static FloatVector remainder(FloatVector t, FloatVector x) {
    FloatVector n = t.sub(MAGIC);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x);
    return n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
  }

  private static FloatVector polynomial(FloatVector r) {
    FloatVector q = r.fma(Q4, Q3);
    q = q.fma(r, FloatVector.broadcast(SPECIES, Q2));
    q = q.fma(r, FloatVector.broadcast(SPECIES, Q1));
    return q.fma(r, FloatVector.broadcast(SPECIES, Q0));
  }
}
