// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.INTS;
import static io.nyala.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Powers, at most 3 ulp from the truth: {@code e^(b log |a|)} with the logarithm as the unevaluated
 * sum of two floats (relative error 2^-30; {@code log m = 2 atanh((m - 1) / (m + 1))}), then the
 * special cases of IEEE 754.
 */
final class PowerMath {
  private static final float LN2_HIGH = 0x1.62e43p-1f;
  private static final float LN2_LOW = -0x1.05c61p-29f;

  private PowerMath() {}

  /** {@code a^b}. */
  static FloatVector power(FloatVector a, FloatVector b) {
    FloatVector x = a.abs();
    return special(a, x, b, ofPositive(x, b));
  }

  private static FloatVector ofPositive(FloatVector x, FloatVector b) {
    VectorMask<Float> denormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits = x.lanewise(VectorOperators.MUL, 0x1p23f, denormal).viewAsIntegralLanes();
    IntVector e = bits.sub(0x3f35_04f3).and(0xff80_0000); // m in [sqrt 1/2, sqrt 2]
    FloatVector m = bits.sub(e).viewAsFloatingLanes();
    FloatVector n = ((FloatVector) e.convertShape(VectorOperators.I2F, SPECIES, 0)).mul(0x1p-23f);
    n = n.lanewise(VectorOperators.SUB, 23f, denormal);

    // q + qLow = (m - 1) / (m + 1)
    FloatVector d = m.sub(1f);
    FloatVector reciprocal = constant(1f).div(m.add(1f));
    FloatVector q = reciprocal.mul(d);
    FloatVector qLow = q.neg().fma(d, q.fma(constant(-2f), d)).mul(reciprocal);

    // s + sLow = q^2, c + cLow = q^3
    FloatVector s = q.mul(q);
    FloatVector sLow = q.fma(qLow.add(qLow), q.fma(q, s.neg()));
    FloatVector c = s.mul(q);
    FloatVector cLow = s.fma(qLow, sLow.fma(q, s.fma(q, c.neg())));

    // atanh q = q + q^3 p(q^2)
    FloatVector p = s.fma(0x1.08cp-3f, 0x1.22cd2ap-3f);
    p = p.fma(s, constant(0x1.99a162p-3f));
    p = p.fma(s, constant(0x1.555554p-2f));
    FloatVector tail = p.fma(c, p.fma(cLow, qLow));

    FloatVector twice = q.add(q);
    FloatVector sum = n.fma(constant(LN2_HIGH), twice);
    FloatVector lost = twice.sub(n.fma(constant(-LN2_HIGH), sum));
    FloatVector low = n.fma(constant(LN2_LOW), tail.fma(constant(2f), lost));
    FloatVector log = sum.add(low);
    FloatVector logLow = sum.sub(log).add(low);

    FloatVector high = log.mul(b);
    FloatVector rest = logLow.fma(b, log.fma(b, high.neg()));
    // Past the limits of exp only the sign matters, and infinity times zero must not come up.
    rest = rest.blend(0f, high.abs().compare(VectorOperators.LT, 200f).not());
    FloatVector total = high.add(rest);
    FloatVector lostRest = high.sub(total).add(rest);
    lostRest = lostRest.blend(0f, high.abs().compare(VectorOperators.LT, 200f).not());
    FloatVector r = ExpMath.exp(total);
    return r.blend(r.fma(lostRest, r), r.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
  }

  private static FloatVector special(FloatVector a, FloatVector x, FloatVector b, FloatVector r) {
    VectorMask<Float> aZero = x.compare(VectorOperators.EQ, 0f);
    VectorMask<Float> aInfinite = x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY);
    VectorMask<Float> bNegative = b.compare(VectorOperators.LT, 0f);
    r = r.blend(0f, aZero.or(aInfinite));
    r = r.blend(Float.POSITIVE_INFINITY, aZero.and(bNegative).or(aInfinite.andNot(bNegative)));
    r = r.blend(1f, x.compare(VectorOperators.EQ, 1f));

    IntVector whole = (IntVector) b.convertShape(VectorOperators.F2I, INTS, 0);
    FloatVector back = (FloatVector) whole.convertShape(VectorOperators.I2F, SPECIES, 0);
    VectorMask<Float> large = b.abs().compare(VectorOperators.GE, 0x1p24f); // even, all of them
    VectorMask<Float> exact = back.compare(VectorOperators.EQ, b);
    VectorMask<Float> odd = whole.and(1).compare(VectorOperators.NE, 0).cast(SPECIES).and(exact);
    VectorMask<Float> minus =
        a.viewAsIntegralLanes().compare(VectorOperators.LT, 0).cast(SPECIES); // -0 too
    r = r.blend(r.neg(), minus.and(odd.andNot(large)));
    VectorMask<Float> finite = a.compare(VectorOperators.LT, 0f).andNot(aInfinite);
    r = r.blend(Float.NaN, finite.andNot(exact.or(large)));

    r = r.blend(a, b.compare(VectorOperators.EQ, 1f)); // exact, up to the largest float
    FloatVector either = a.add(b);
    r = r.blend(either, a.compare(VectorOperators.NE, a).or(b.compare(VectorOperators.NE, b)));
    return r.blend(1f, b.compare(VectorOperators.EQ, 0f).or(a.compare(VectorOperators.EQ, 1f)));
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
