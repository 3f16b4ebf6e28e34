// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.math;

import static io.nyala.kernel.vector.base.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Sine and cosine, with an error of at most 2 ulp, up to {@link #FAR}: {@code x = n pi / 2 + r}
 * with pi in three parts, then a minimax polynomial of {@code |r| <= pi / 4}.
 */
public final class TrigMath {
  /** Larger magnitudes need more digits of pi; callers use {@link Math} for them. */
  public static final float FAR = 32768f;

  /** Adding it rounds to an integer, which is then in the low bits. */
  private static final float MAGIC = 0x1.8p23f;

  private TrigMath() {}

  /** Sine where {@code |x|} is at most {@link #FAR}. */
  public static FloatVector sin(FloatVector x) {
    return sinOfSum(x, 0).blend(x, x.abs().compare(LT, 0x1p-12f)); // keeps the sign of zero
  }

  /** Cosine where {@code |x|} is at most {@link #FAR}. */
  public static FloatVector cos(FloatVector x) {
    return sinOfSum(x, 1);
  }

  /** The sine of {@code x + quarters * pi / 2}. */
  private static FloatVector sinOfSum(FloatVector x, int quarters) {
    FloatVector t = x.fma(0x1.45f306p-1f, MAGIC);
    FloatVector n = t.sub(MAGIC);
    FloatVector r = n.lanewise(FMA, -0x1.921fb0p0f, x);
    r = n.lanewise(FMA, -0x1.5110b4p-22f, r);
    r = n.lanewise(FMA, -0x1.846988p-48f, r);
    FloatVector s = r.mul(r);
    FloatVector sine = s.fma(-0x1.991c16p-13f, 0x1.1106c6p-7f);
    sine = sine.lanewise(FMA, s, -0x1.555544p-3f).fma(s.mul(r), r);
    FloatVector cosine = s.fma(0x1.99e714p-16f, -0x1.6c0c26p-10f);
    cosine = cosine.lanewise(FMA, s, 0x1.55554ap-5f);
    cosine = cosine.lanewise(FMA, s, -0.5f).lanewise(FMA, s, 1f);
    IntVector quadrant = t.viewAsIntegralLanes().add(quarters);
    VectorMask<Float> odd = quadrant.and(1).compare(NE, 0).cast(SPECIES);
    return sine.blend(cosine, odd)
        .viewAsIntegralLanes()
        .lanewise(XOR, quadrant.and(2).lanewise(LSHL, 30))
        .viewAsFloatingLanes();
  }
}
