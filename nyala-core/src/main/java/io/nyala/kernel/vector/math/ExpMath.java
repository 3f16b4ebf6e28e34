// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.math;

import static io.nyala.kernel.vector.base.Lanes.INTS;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MUL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * The exponential and related functions, with an error of at most 2 ulp (3 ulp for expm1, sigmoid
 * and tanh).
 *
 * <p>{@code x = n ln 2 + r} with integer n and {@code |r| <= ln 2 / 2}; {@code e^r = 1 + r + r^2
 * q(r)} with a minimax polynomial q of degree 4 (relative error 2^-28, coefficients by Lawson's
 * iteration rounded one after the other); {@code e^x = 2^n e^r}. As fast as the intrinsic of
 * libjsvml, and the same bits on every JVM, compiled or not.
 */
public final class ExpMath {
  private static final float LOG2_E = 0x1.715476p0f;
  private static final float LN2_HIGH = 0x1.62e43p-1f;
  private static final float LN2_LOW = -0x1.05c61p-29f;

  /** Adding it rounds to an integer, which is then in the low bits. */
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
  public static FloatVector exp(FloatVector x) {
    // Half of it until the last step, because 2^128 is not a float, but e^x may be one for n = 128.
    FloatVector half = scaled(x, 126);
    return half.add(half).blend(Float.POSITIVE_INFINITY, x.compare(GT, LARGEST));
  }

  /** {@code e^x} where x is not above 88. */
  static FloatVector expNegative(FloatVector x) {
    return scaled(x, 127);
  }

  /** {@code e^x - 1}. */
  public static FloatVector expm1(FloatVector x) {
    return expm1InRange(x)
        .blend(-1f, x.compare(LT, -18f))
        .blend(Float.POSITIVE_INFINITY, x.compare(GT, LARGEST))
        // Keeps the sign of zero and the last bit of a denormal number.
        .blend(x, x.abs().compare(LT, 0x1p-25f));
  }

  /** {@code 1 / (1 + e^-x)}. */
  public static FloatVector sigmoid(FloatVector x) {
    FloatVector z = expNegative(x.abs().neg());
    FloatVector numerator = z.blend(1f, x.compare(GT, 0f));
    return numerator.div(z.add(1f));
  }

  /** Hyperbolic tangent. */
  public static FloatVector tanh(FloatVector x) {
    // tanh |x| = -u / (2 + u) with u = e^(-2 |x|) - 1
    FloatVector a = x.abs();
    FloatVector u = expm1InRange(a.mul(-2f));
    FloatVector r = u.div(u.add(2f)).abs();
    r = r.blend(1f, a.compare(GT, 9.1f)).blend(a, a.compare(LT, 0x1p-13f));
    return r.viewAsIntegralLanes()
        .or(x.viewAsIntegralLanes().and(0x8000_0000))
        .viewAsFloatingLanes();
  }

  /** {@code 2^(bias - 127) e^x}. */
  private static FloatVector scaled(FloatVector x, int bias) {
    FloatVector t = x.fma(LOG2_E, MAGIC);
    FloatVector n = t.sub(MAGIC);
    FloatVector r = n.lanewise(FMA, -LN2_LOW, n.lanewise(FMA, -LN2_HIGH, x));
    FloatVector q = r.fma(Q4, Q3);
    q = q.lanewise(FMA, r, Q2);
    q = q.lanewise(FMA, r, Q1);
    q = q.lanewise(FMA, r, Q0);
    FloatVector e = q.fma(r.mul(r), r).add(1f);
    // Results that may be denormal are computed 2^64 times too large.
    VectorMask<Float> low = x.compare(LT, NORMAL);
    IntVector scale = t.viewAsIntegralLanes().lanewise(LSHL, 23).add(bias << 23);
    scale = scale.lanewise(ADD, 64 << 23, low.cast(INTS));
    return e.mul(scale.viewAsFloatingLanes())
        .lanewise(MUL, 0x1p-64f, low)
        .blend(0f, x.compare(LT, LEAST));
  }

  /** {@code e^x - 1} for x between -18 and the overflow. */
  private static FloatVector expm1InRange(FloatVector x) {
    FloatVector t = x.fma(LOG2_E, MAGIC);
    FloatVector n = t.sub(MAGIC);
    FloatVector r = n.lanewise(FMA, -LN2_LOW, n.lanewise(FMA, -LN2_HIGH, x));
    FloatVector q = r.fma(Q4, Q3);
    q = q.lanewise(FMA, r, Q2);
    q = q.lanewise(FMA, r, Q1);
    q = q.lanewise(FMA, r, Q0);
    FloatVector p = q.fma(r.mul(r), r);
    // 2^n p + (2^n - 1), half of it until the last step.
    FloatVector scale =
        t.viewAsIntegralLanes().lanewise(LSHL, 23).add(126 << 23).viewAsFloatingLanes();
    FloatVector half = p.fma(scale, scale.sub(0.5f));
    return half.add(half);
  }
}
