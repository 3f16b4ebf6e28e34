// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.math;

import static io.nyala.kernel.vector.base.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.SUB;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Logarithms, with an error of at most 2 ulp (3 ulp for softplus).
 *
 * <p>{@code x = 2^e (1 + f)}; {@code log(1 + f) = f - f^2 / 2 + f^3 p(f)} with a minimax polynomial
 * p (degree 7 for {@code |f| <= 1/3}, 8 for f in [-1/4, 1/2], relative error below 2^-27); then
 * {@code log x = e ln 2 + log(1 + f)}.
 */
public final class LogMath {
  private static final float LN2 = 0x1.62e43p-1f;
  private static final int EXPONENT = 0xff80_0000;

  // p for f in [-1/4, 1/2]
  private static final float P8 = 0x1.341cb4p-5f;
  private static final float P7 = -0x1.7506p-4f;
  private static final float P6 = 0x1.df1c64p-4f;
  private static final float P5 = -0x1.04ad32p-3f;
  private static final float P4 = 0x1.246388p-3f;
  private static final float P3 = -0x1.5519d6p-3f;
  private static final float P2 = 0x1.999764p-3f;
  private static final float P1 = -0x1.00006ep-2f;
  private static final float P0 = 0x1.55555ap-2f;

  private LogMath() {}

  /** Natural logarithm: -infinity for 0, NaN for negative numbers. */
  public static FloatVector log(FloatVector x) {
    VectorMask<Float> denormal = x.compare(LT, Float.MIN_NORMAL);
    IntVector bits = x.lanewise(MUL, 0x1p23f, denormal).viewAsIntegralLanes();
    // 1 + f in [2/3, 4/3]
    IntVector e = bits.sub(0x3f2a_aaab).and(EXPONENT);
    FloatVector f = bits.sub(e).viewAsFloatingLanes().sub(1f);
    FloatVector exponent = ((FloatVector) e.convertShape(I2F, SPECIES, 0)).mul(0x1p-23f);
    exponent = exponent.lanewise(SUB, 23f, denormal);

    FloatVector p = f.fma(-0x1.07bc3cp-3f, 0x1.1e6eb6p-3f);
    p = p.lanewise(FMA, f, -0x1.f335dp-4f);
    p = p.lanewise(FMA, f, 0x1.1ed508p-3f);
    p = p.lanewise(FMA, f, -0x1.559c54p-3f);
    p = p.lanewise(FMA, f, 0x1.99d054p-3f);
    p = p.lanewise(FMA, f, -0x1.fffefap-3f);
    p = p.lanewise(FMA, f, 0x1.555506p-2f);
    p = p.lanewise(FMA, f, -0.5f).fma(f.mul(f), f);
    FloatVector r = exponent.lanewise(FMA, LN2, p);

    return x.blend(r, x.compare(LT, Float.POSITIVE_INFINITY))
        .blend(Float.NaN, x.compare(LT, 0f))
        .blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f));
  }

  /** {@code log(1 + x)}: -infinity for -1, NaN below. */
  public static FloatVector log1p(FloatVector x) {
    // 1 + f = (1 + x) 2^-e in [3/4, 3/2]; f = x 2^-e + (2^-e - 1) loses nothing of x.
    IntVector e = x.add(1f).viewAsIntegralLanes().sub(0x3f40_0000).and(EXPONENT);
    // 4 * 2^-e, because 2^-e itself may be denormal
    FloatVector four = e.neg().add(0x4080_0000).viewAsFloatingLanes();
    FloatVector f = x.viewAsIntegralLanes().sub(e).viewAsFloatingLanes().add(four.fma(0.25f, -1f));

    FloatVector p = f.fma(P8, P7);
    p = p.lanewise(FMA, f, P6);
    p = p.lanewise(FMA, f, P5);
    p = p.lanewise(FMA, f, P4);
    p = p.lanewise(FMA, f, P3);
    p = p.lanewise(FMA, f, P2);
    p = p.lanewise(FMA, f, P1);
    p = p.lanewise(FMA, f, P0);
    p = p.lanewise(FMA, f, -0.5f).fma(f.mul(f), f);
    FloatVector exponent = ((FloatVector) e.convertShape(I2F, SPECIES, 0)).mul(0x1p-23f);
    FloatVector r = exponent.lanewise(FMA, LN2, p);

    // Else x itself: tiny numbers, zeros with their sign, infinity and NaN.
    FloatVector a = x.abs();
    VectorMask<Float> ordinary =
        a.compare(GE, 0x1p-25f).and(a.compare(LT, Float.POSITIVE_INFINITY));
    return x.blend(r, ordinary)
        .blend(Float.NaN, x.compare(LT, -1f))
        .blend(Float.NEGATIVE_INFINITY, x.compare(EQ, -1f));
  }

  /** {@code log(1 + e^x)}, without overflow. */
  public static FloatVector softplus(FloatVector x) {
    // max(x, 0) + log(1 + z) with z at most 1
    FloatVector z = ExpMath.expNegative(x.abs().neg());
    VectorMask<Float> upper = z.compare(GE, 0.5f);
    FloatVector f = z.blend(z.fma(0.5f, -0.5f), upper); // 1 + f = (1 + z) / 2 where upper
    FloatVector p = f.fma(P8, P7);
    p = p.lanewise(FMA, f, P6);
    p = p.lanewise(FMA, f, P5);
    p = p.lanewise(FMA, f, P4);
    p = p.lanewise(FMA, f, P3);
    p = p.lanewise(FMA, f, P2);
    p = p.lanewise(FMA, f, P1);
    p = p.lanewise(FMA, f, P0);
    p = p.lanewise(FMA, f, -0.5f).fma(f.mul(f), f);
    p = p.blend(p.add(LN2), upper);
    return p.add(x.blend(0f, x.compare(LT, 0f)));
  }
}
