// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Sine and cosine, at most 2 ulp from the truth, up to {@link #FAR}: {@code x = n pi / 2 + r} with
 * pi in three parts, then a minimax polynomial of {@code |r| <= pi / 4}.
 */
final class TrigMath {
  /** Magnitudes above it need more of pi; callers turn to {@link Math} there. */
  static final float FAR = 32768f;

  private static final float MAGIC = 0x1.8p23f;

  private TrigMath() {}

  /** Sine where {@code |x|} is at most {@link #FAR}. */
  static FloatVector sin(FloatVector x) {
    FloatVector t = x.fma(0x1.45f306p-1f, MAGIC);
    FloatVector r = ofQuadrant(remainder(t, x), t.viewAsIntegralLanes());
    return x.blend(r, x.abs().compare(VectorOperators.LT, 0x1p-12f).not());
  }

  /** Cosine where {@code |x|} is at most {@link #FAR}. */
  static FloatVector cos(FloatVector x) {
    FloatVector t = x.fma(0x1.45f306p-1f, MAGIC);
    return ofQuadrant(remainder(t, x), t.viewAsIntegralLanes().add(1));
  }

  /** {@code cos(2 pi u)} for u in [0, 1). */
  static FloatVector cosOfTurns(FloatVector u) {
    FloatVector t = u.fma(4f, MAGIC);
    return ofQuadrant(ofTurns(t, u), t.viewAsIntegralLanes().add(1));
  }

  /** {@code sin(2 pi u)} for u in [0, 1). */
  static FloatVector sinOfTurns(FloatVector u) {
    FloatVector t = u.fma(4f, MAGIC);
    return ofQuadrant(ofTurns(t, u), t.viewAsIntegralLanes());
  }

  private static FloatVector ofTurns(FloatVector t, FloatVector u) {
    FloatVector quarters = u.fma(constant(4f), t.sub(MAGIC).neg()); // exact
    return quarters.mul(0x1.921fb6p0f);
  }

  private static FloatVector remainder(FloatVector t, FloatVector x) {
    FloatVector n = t.sub(MAGIC);
    FloatVector r = n.fma(constant(-0x1.921fb0p0f), x);
    r = n.fma(constant(-0x1.5110b4p-22f), r);
    return n.fma(constant(-0x1.846988p-48f), r);
  }

  /** The sine of {@code r + quadrant * pi / 2}. */
  private static FloatVector ofQuadrant(FloatVector r, IntVector quadrant) {
    FloatVector s = r.mul(r);
    FloatVector sine = s.fma(-0x1.991c16p-13f, 0x1.1106c6p-7f);
    sine = sine.fma(s, constant(-0x1.555544p-3f));
    sine = sine.fma(s.mul(r), r);
    FloatVector cosine = s.fma(0x1.99e714p-16f, -0x1.6c0c26p-10f);
    cosine = cosine.fma(s, constant(0x1.55554ap-5f));
    cosine = cosine.fma(s, constant(-0.5f)).fma(s, constant(1f));
    VectorMask<Float> odd = quadrant.and(1).compare(VectorOperators.NE, 0).cast(SPECIES);
    return sine.blend(cosine, odd)
        .viewAsIntegralLanes()
        .lanewise(VectorOperators.XOR, quadrant.and(2).lanewise(VectorOperators.LSHL, 30))
        .viewAsFloatingLanes();
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
