// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.elementwise;

import static io.nyala.kernel.vector.base.Lanes.INTS;
import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.SUB;

import io.nyala.kernel.PerThread;
import io.nyala.kernel.vector.base.Unit;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Powers, with an error of at most 3 ulp: {@code e^(b log |a|)} with the logarithm as the
 * unevaluated sum of two floats (relative error 2^-30; {@code log m = 2 atanh((m - 1) / (m + 1))}),
 * then the special cases of IEEE 754.
 *
 * <p>Too many operations for one {@link Unit}, so they run in two steps through per-thread buffers,
 * which also pads the tail.
 */
final class PowerLoops {
  private static final float LN2_HIGH = 0x1.62e43p-1f;
  private static final float LN2_LOW = -0x1.05c61p-29f;

  /** A multiple of the lanes. */
  private static final int CHUNK = 256;

  /** The buffers of each thread, created on first use. */
  private static final PerThread<PowerLoops> BUFFERS = new PerThread<>(PowerLoops::new);

  /** The signature of the two steps. */
  public interface Step {
    void run(float[] a, float[] b, float[] r, int n);
  }

  private static final MethodHandle[] STEPS = {
    Unit.of(Step.class, PowerLoops::ofPositive), Unit.of(Step.class, PowerLoops::ofAny)
  };

  private final float[] a = new float[CHUNK];
  private final float[] b = new float[CHUNK];
  private final float[] r = new float[CHUNK];

  private PowerLoops() {}

  static void power(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    PowerLoops buffers = BUFFERS.get();
    for (int i = 0; i < n; i += CHUNK) {
      int size = Math.min(CHUNK, n - i);
      System.arraycopy(a, aOff + i, buffers.a, 0, size);
      System.arraycopy(b, bOff + i, buffers.b, 0, size);
      buffers.compute(y, yOff + i, size);
    }
  }

  static void powerRight(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    PowerLoops buffers = BUFFERS.get();
    Arrays.fill(buffers.b, 0, Math.min(n, CHUNK), b);
    for (int i = 0; i < n; i += CHUNK) {
      int size = Math.min(CHUNK, n - i);
      System.arraycopy(a, aOff + i, buffers.a, 0, size);
      buffers.compute(y, yOff + i, size);
    }
  }

  static void powerLeft(float a, float[] b, int bOff, float[] y, int yOff, int n) {
    PowerLoops buffers = BUFFERS.get();
    Arrays.fill(buffers.a, 0, Math.min(n, CHUNK), a);
    for (int i = 0; i < n; i += CHUNK) {
      int size = Math.min(CHUNK, n - i);
      System.arraycopy(b, bOff + i, buffers.b, 0, size);
      buffers.compute(y, yOff + i, size);
    }
  }

  private void compute(float[] y, int yOff, int n) {
    try {
      STEPS[0].invokeExact(a, b, r, n);
      STEPS[1].invokeExact(a, b, r, n);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
    System.arraycopy(r, 0, y, yOff, n);
  }

  /** {@code rs = |as|^bs}, except for zero and infinity. */
  private static void ofPositive(float[] as, float[] bs, float[] rs, int count) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, as, i).abs();
      FloatVector b = FloatVector.fromArray(SPECIES, bs, i);

      // 1. x = 2^n m, m in [sqrt 1/2, sqrt 2]
      VectorMask<Float> denormal = x.compare(LT, Float.MIN_NORMAL);
      IntVector bits = x.lanewise(MUL, 0x1p23f, denormal).viewAsIntegralLanes();
      IntVector exponent = bits.sub(0x3f35_04f3).and(0xff80_0000);
      FloatVector m = bits.sub(exponent).viewAsFloatingLanes();
      FloatVector n = ((FloatVector) exponent.convertShape(I2F, SPECIES, 0)).mul(0x1p-23f);
      n = n.lanewise(SUB, 23f, denormal);

      // 2. q + qLow = (m - 1) / (m + 1), s + sLow = its square, c + cLow = its cube
      FloatVector d = m.sub(1f);
      FloatVector reciprocal = FloatVector.broadcast(SPECIES, 1f).div(m.add(1f));
      FloatVector q = reciprocal.mul(d);
      FloatVector qLow = q.neg().fma(d, q.lanewise(FMA, -2f, d)).mul(reciprocal);
      FloatVector s = q.mul(q);
      FloatVector sLow = q.fma(qLow.add(qLow), q.fma(q, s.neg()));
      FloatVector c = s.mul(q);
      FloatVector cLow = s.fma(qLow, sLow.fma(q, s.fma(q, c.neg())));

      // 3. log + logLow = n ln 2 + 2 atanh q, atanh q = q + q^3 p(q^2)
      FloatVector p = s.fma(0x1.08cp-3f, 0x1.22cd2ap-3f);
      p = p.lanewise(FMA, s, 0x1.99a162p-3f);
      p = p.lanewise(FMA, s, 0x1.555554p-2f);
      FloatVector tail = p.fma(c, p.fma(cLow, qLow));
      FloatVector twice = q.add(q);
      FloatVector sum = n.lanewise(FMA, LN2_HIGH, twice);
      FloatVector lost = twice.sub(n.lanewise(FMA, -LN2_HIGH, sum));
      FloatVector low = n.lanewise(FMA, LN2_LOW, tail.lanewise(FMA, 2f, lost));
      FloatVector log = sum.add(low);
      FloatVector logLow = sum.sub(log).add(low);

      // 4. y + yLow = b log x; past the limits of exp only y counts, and infinity must not meet
      // zero
      FloatVector product = log.mul(b);
      FloatVector rest = logLow.fma(b, log.fma(b, product.neg()));
      rest = rest.blend(0f, product.abs().compare(LT, 200f).not());
      FloatVector y = product.add(rest);
      FloatVector yLow = product.sub(y).add(rest);
      yLow = yLow.blend(0f, product.abs().compare(LT, 200f).not());

      // 5. r = e^(y + yLow) as in ExpMath
      FloatVector t = y.fma(0x1.715476p0f, 0x1.8p23f);
      FloatVector k = t.sub(0x1.8p23f);
      FloatVector f = k.lanewise(FMA, -LN2_LOW, k.lanewise(FMA, -LN2_HIGH, y)).add(yLow);
      FloatVector e = f.fma(0x1.6a4002p-10f, 0x1.1239ecp-7f);
      e = e.lanewise(FMA, f, 0x1.5558bep-5f);
      e = e.lanewise(FMA, f, 0x1.555492p-3f);
      e = e.lanewise(FMA, f, 0x1.fffffcp-2f);
      e = e.fma(f.mul(f), f).add(1f);
      VectorMask<Float> tiny = y.compare(LT, -86f);
      IntVector scale = t.viewAsIntegralLanes().lanewise(LSHL, 23).add(126 << 23);
      scale = scale.lanewise(ADD, 64 << 23, tiny.cast(INTS));
      FloatVector half = e.mul(scale.viewAsFloatingLanes()).lanewise(MUL, 0x1p-64f, tiny);
      FloatVector r = half.add(half);
      r = r.blend(0f, y.compare(LT, -105f)).blend(Float.POSITIVE_INFINITY, y.compare(GT, 89f));
      r.intoArray(rs, i);
    }
  }

  /** {@code rs = as^bs}, given {@code |as|^bs}. */
  private static void ofAny(float[] as, float[] bs, float[] rs, int count) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, as, i);
      FloatVector b = FloatVector.fromArray(SPECIES, bs, i);
      FloatVector r = FloatVector.fromArray(SPECIES, rs, i);

      // 1. zero, infinite and negative a
      FloatVector x = a.abs();
      VectorMask<Float> zero = x.compare(EQ, 0f);
      VectorMask<Float> infinite = x.compare(EQ, Float.POSITIVE_INFINITY);
      VectorMask<Float> down = b.compare(LT, 0f);
      r = r.blend(0f, zero.or(infinite));
      r = r.blend(Float.POSITIVE_INFINITY, zero.and(down).or(infinite.andNot(down)));
      r = r.blend(1f, x.compare(EQ, 1f));
      IntVector whole = (IntVector) b.convertShape(F2I, INTS, 0);
      FloatVector back = (FloatVector) whole.convertShape(I2F, SPECIES, 0);
      VectorMask<Float> large = b.abs().compare(GE, 0x1p24f); // even numbers, all of them
      VectorMask<Float> exact = back.compare(EQ, b);
      VectorMask<Float> odd = whole.and(1).compare(NE, 0).cast(SPECIES).and(exact).andNot(large);
      VectorMask<Float> minus = a.viewAsIntegralLanes().compare(LT, 0).cast(SPECIES); // -0 too
      r = r.blend(r.neg(), minus.and(odd));
      VectorMask<Float> finite = a.compare(LT, 0f).andNot(infinite);
      r = r.blend(Float.NaN, finite.andNot(exact.or(large)));

      // 2. exponent 1 (exact, up to the largest float), NaN, and what is 1 even for NaN
      r = r.blend(a, b.compare(EQ, 1f));
      r = r.blend(a.add(b), a.compare(NE, a).or(b.compare(NE, b)));
      r = r.blend(1f, b.compare(EQ, 0f).or(a.compare(EQ, 1f)));
      r.intoArray(rs, i);
    }
  }
}
