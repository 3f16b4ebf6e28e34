// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The error function, at most 2 ulp from the truth: {@code x + x p(x^2)} up to 0.925, {@code 1 -
 * e^-(t + t q(t))} with {@code t = |x|} above, p and q minimax of degree 5 and 6.
 */
final class ErfMath {
  private static final float BORDER = 0.925f;

  private ErfMath() {}

  /** The error function. */
  static FloatVector erf(FloatVector x) {
    FloatVector s = x.mul(x);
    FloatVector p = s.fma(-0x1.38742ep-11f, 0x1.46d9e4p-8f);
    p = p.fma(s, constant(-0x1.b67c04p-6f));
    p = p.fma(s, constant(0x1.ce1986p-4f));
    p = p.fma(s, constant(-0x1.8126e2p-2f));
    p = p.fma(s, constant(0x1.06eba6p-3f));
    FloatVector near = p.fma(x, x);

    FloatVector a = x.abs();
    FloatVector t = a.blend(4f, a.compare(VectorOperators.GT, 4f)); // where erf rounds to 1
    FloatVector q = t.fma(0x1.78d112p-17f, -0x1.52795cp-12f);
    q = q.fma(t, constant(0x1.dd6ba8p-9f));
    q = q.fma(t, constant(-0x1.855122p-6f));
    q = q.fma(t, constant(0x1.b32568p-4f));
    q = q.fma(t, constant(0x1.45328ep-1f));
    q = q.fma(t, constant(0x1.0778dcp-3f));
    FloatVector complement = ExpMath.expFlushed(q.fma(t, t).neg());
    FloatVector far = ExpMath.withSignOf(x, constant(1f).sub(complement));
    return near.blend(far, a.compare(VectorOperators.GT, BORDER));
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
