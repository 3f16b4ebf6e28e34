// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.math;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.FloatVector;

/**
 * The error function, with an error of at most 2 ulp: {@code x + x p(x^2)} up to 0.925, {@code 1 -
 * e^-(t + t q(t))} with {@code t = |x|} above, p and q minimax of degree 5 and 6.
 */
public final class ErfMath {
  private static final float BORDER = 0.925f;

  private ErfMath() {}

  /** The error function. */
  public static FloatVector erf(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector t = a.blend(4f, a.compare(GT, 4f)); // where erf rounds to 1
    FloatVector q = t.fma(0x1.78d112p-17f, -0x1.52795cp-12f);
    q = q.lanewise(FMA, t, 0x1.dd6ba8p-9f);
    q = q.lanewise(FMA, t, -0x1.855122p-6f);
    q = q.lanewise(FMA, t, 0x1.b32568p-4f);
    q = q.lanewise(FMA, t, 0x1.45328ep-1f);
    q = q.lanewise(FMA, t, 0x1.0778dcp-3f);
    FloatVector complement = ExpMath.expNegative(q.fma(t, t).neg());
    FloatVector far =
        complement
            .neg()
            .add(1f)
            .viewAsIntegralLanes()
            .or(x.viewAsIntegralLanes().and(0x8000_0000))
            .viewAsFloatingLanes();

    FloatVector s = x.mul(x);
    FloatVector p = s.fma(-0x1.38742ep-11f, 0x1.46d9e4p-8f);
    p = p.lanewise(FMA, s, -0x1.b67c04p-6f);
    p = p.lanewise(FMA, s, 0x1.ce1986p-4f);
    p = p.lanewise(FMA, s, -0x1.8126e2p-2f);
    p = p.lanewise(FMA, s, 0x1.06eba6p-3f);
    return p.fma(x, x).blend(far, a.compare(GT, BORDER));
  }
}
