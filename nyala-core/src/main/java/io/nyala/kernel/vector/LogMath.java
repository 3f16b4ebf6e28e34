// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Logarithms, at most 2 ulp (softplus 3) from the truth.
 *
 * <p>{@code x = 2^e (1 + f)}; {@code log(1 + f) = f - f^2 / 2 + f^3 p(f)} with a minimax polynomial
 * p (degree 7 for {@code |f| <= 1/3}, 8 for f in [-1/4, 1/2], relative error below 2^-27); then
 * {@code log x = e ln 2 + log(1 + f)}.
 */
final class LogMath {
  private static final float LN2 = 0x1.62e43p-1f;
  private static final float LEAST_NORMAL = Float.MIN_NORMAL;
  private static final int EXPONENT = 0xff80_0000;

  private LogMath() {}

  /** Natural logarithm: -infinity for 0, NaN for negative numbers. */
  static FloatVector log(FloatVector x) {
    VectorMask<Float> denormal = x.compare(VectorOperators.LT, LEAST_NORMAL);
    IntVector bits = x.lanewise(VectorOperators.MUL, 0x1p23f, denormal).viewAsIntegralLanes();
    // 1 + f in [2/3, 4/3]
    IntVector e = bits.sub(0x3f2a_aaab).and(EXPONENT);
    FloatVector f = bits.sub(e).viewAsFloatingLanes().sub(1f);
    FloatVector exponent = toFloat(e).mul(0x1p-23f);
    exponent = exponent.lanewise(VectorOperators.SUB, 23f, denormal);

    FloatVector p = f.fma(-0x1.07bc3cp-3f, 0x1.1e6eb6p-3f);
    p = p.fma(f, constant(-0x1.f335dp-4f));
    p = p.fma(f, constant(0x1.1ed508p-3f));
    p = p.fma(f, constant(-0x1.559c54p-3f));
    p = p.fma(f, constant(0x1.99d054p-3f));
    p = p.fma(f, constant(-0x1.fffefap-3f));
    p = p.fma(f, constant(0x1.555506p-2f));
    p = p.fma(f, constant(-0.5f)).fma(f.mul(f), f);
    FloatVector r = exponent.fma(constant(LN2), p);

    r = x.blend(r, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
    r = r.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
    return r.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
  }

  /** {@code log(1 + x)}: -infinity for -1, NaN below. */
  static FloatVector log1p(FloatVector x) {
    FloatVector a = x.abs();
    VectorMask<Float> ordinary =
        a.compare(VectorOperators.GE, 0x1p-25f)
            .and(a.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
    // Else x itself: tiny numbers, zeros with their sign, infinity and NaN.
    FloatVector r = x.blend(log1pInRange(x), ordinary);
    r = r.blend(Float.NaN, x.compare(VectorOperators.LT, -1f));
    return r.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, -1f));
  }

  /** {@code log(1 + e^x)}, without overflow. */
  static FloatVector softplus(FloatVector x) {
    FloatVector z = ExpMath.expNegative(x.abs().neg());
    FloatVector positive = x.blend(0f, x.compare(VectorOperators.LT, 0f));
    return log1pInRange(z).add(positive);
  }

  /** {@code log(1 + x)} for finite x above -1; NaN may give anything. */
  private static FloatVector log1pInRange(FloatVector x) {
    // 1 + f = (1 + x) 2^-e in [3/4, 3/2]; f = x 2^-e + (2^-e - 1) loses nothing of x.
    IntVector e = x.add(1f).viewAsIntegralLanes().sub(0x3f40_0000).and(EXPONENT);
    FloatVector four =
        e.neg().add(0x4080_0000).viewAsFloatingLanes(); // 4 * 2^-e, because 2^-e may be denormal
    FloatVector f = x.viewAsIntegralLanes().sub(e).viewAsFloatingLanes().add(four.fma(0.25f, -1f));

    FloatVector p = f.fma(0x1.341cb4p-5f, -0x1.7506p-4f);
    p = p.fma(f, constant(0x1.df1c64p-4f));
    p = p.fma(f, constant(-0x1.04ad32p-3f));
    p = p.fma(f, constant(0x1.246388p-3f));
    p = p.fma(f, constant(-0x1.5519d6p-3f));
    p = p.fma(f, constant(0x1.999764p-3f));
    p = p.fma(f, constant(-0x1.00006ep-2f));
    p = p.fma(f, constant(0x1.55555ap-2f));
    p = p.fma(f, constant(-0.5f)).fma(f.mul(f), f);
    return toFloat(e).mul(0x1p-23f).fma(constant(LN2), p);
  }

  private static FloatVector toFloat(IntVector v) {
    return (FloatVector) v.convertShape(VectorOperators.I2F, SPECIES, 0);
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
