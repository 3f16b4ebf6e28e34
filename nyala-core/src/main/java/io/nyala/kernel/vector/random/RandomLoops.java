// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.random;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.nyala.kernel.Philox;
import io.nyala.kernel.vector.math.LogMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The loops of the random kernels over whole tiles. */
final class RandomLoops {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

  /** The numbers of the even blocks among as many blocks as there are int lanes. */
  private static final LongVector EVEN = LongVector.zero(LONGS).addIndex(2);

  private static final long LOW = 0xFFFF_FFFFL;
  private static final float HALF_PI = 0x1.921fb6p0f;

  /** Adding it rounds to an integer, which is then in the low bits. */
  private static final float MAGIC = 0x1.8p23f;

  private RandomLoops() {}

  /**
   * Fills whole tiles with random words. Each lane of 64 bits computes a block in the low halves;
   * even and odd blocks use separate vectors, which gives two independent chains of multiplications
   * and lets their words interleave with a shift.
   */
  static void words(long key, long counter, long tile, float[] words, int tiles) {
    // The compiler sees that both factors have 32 bits, so it uses one vpmuludq instead of a long
    // multiplication.
    LongVector low = LongVector.broadcast(LONGS, LOW);
    LongVector m0 = LongVector.broadcast(LONGS, Philox.M0 & LOW).and(low);
    LongVector m1 = LongVector.broadcast(LONGS, Philox.M1 & LOW).and(low);
    for (int t = 0; t < tiles; t++) {
      for (int lane = 0; lane < Philox.ROW; lane += LANES) {
        LongVector a0 = EVEN.add((tile + t) * Philox.ROW + lane);
        LongVector b0 = a0.add(1);
        LongVector a1 = a0.lanewise(LSHR, 32);
        LongVector b1 = b0.lanewise(LSHR, 32);
        LongVector a2 = LongVector.broadcast(LONGS, counter);
        LongVector b2 = a2;
        LongVector a3 = a2.lanewise(LSHR, 32);
        LongVector b3 = a3;
        long k0 = key & LOW;
        long k1 = key >>> 32;
        for (int round = 0; round < Philox.ROUNDS; round++) {
          LongVector p0 = a0.and(low).mul(m0);
          LongVector p1 = a2.and(low).mul(m1);
          LongVector q0 = b0.and(low).mul(m0);
          LongVector q1 = b2.and(low).mul(m1);
          a0 = p1.lanewise(LSHR, 32).lanewise(XOR, a1).lanewise(XOR, k0);
          a1 = p1;
          a2 = p0.lanewise(LSHR, 32).lanewise(XOR, a3).lanewise(XOR, k1);
          a3 = p0;
          b0 = q1.lanewise(LSHR, 32).lanewise(XOR, b1).lanewise(XOR, k0);
          b1 = q1;
          b2 = q0.lanewise(LSHR, 32).lanewise(XOR, b3).lanewise(XOR, k1);
          b3 = q0;
          k0 = k0 + Philox.W0 & LOW;
          k1 = k1 + Philox.W1 & LOW;
        }
        int at = t * Philox.TILE + lane;
        a0.and(low).or(b0.lanewise(LSHL, 32)).reinterpretAsFloats().intoArray(words, at);
        at += Philox.ROW;
        a1.and(low).or(b1.lanewise(LSHL, 32)).reinterpretAsFloats().intoArray(words, at);
        at += Philox.ROW;
        a2.and(low).or(b2.lanewise(LSHL, 32)).reinterpretAsFloats().intoArray(words, at);
        at += Philox.ROW;
        a3.and(low).or(b3.lanewise(LSHL, 32)).reinterpretAsFloats().intoArray(words, at);
      }
    }
  }

  /** Turns the words of even rows into radii {@code sqrt(-2 log u)}, u in (0, 1]. */
  static void radii(float[] words, int tiles) {
    for (int row = 0; row < tiles * Philox.TILE; row += 2 * Philox.ROW) {
      for (int at = row; at < row + Philox.ROW; at += LANES) {
        // (word + 1) 2^-32 without sign, rounded once
        IntVector bits = FloatVector.fromArray(SPECIES, words, at).viewAsIntegralLanes();
        FloatVector high = (FloatVector) bits.lanewise(LSHR, 16).convertShape(I2F, SPECIES, 0);
        FloatVector rest = (FloatVector) bits.and(0xffff).convertShape(I2F, SPECIES, 0);
        FloatVector u = high.lanewise(FMA, 65536f, rest.add(1f)).mul(0x1p-32f);
        LogMath.log(u).mul(-2f).sqrt().intoArray(words, at);
      }
    }
  }

  /** Turns a row of radii and a row of words into two rows of normal numbers. */
  static void angles(float[] words, int tiles) {
    for (int row = 0; row < tiles * Philox.TILE; row += 2 * Philox.ROW) {
      for (int at = row; at < row + Philox.ROW; at += LANES) {
        IntVector bits =
            FloatVector.fromArray(SPECIES, words, at + Philox.ROW).viewAsIntegralLanes();
        FloatVector quarters =
            ((FloatVector) bits.lanewise(LSHR, 8).convertShape(I2F, SPECIES, 0)).mul(0x1p-22f);
        FloatVector t = quarters.add(MAGIC);
        FloatVector r = quarters.sub(t.sub(MAGIC)).mul(HALF_PI);
        // Polynomials of TrigMath
        FloatVector s = r.mul(r);
        FloatVector sine = s.fma(-0x1.991c16p-13f, 0x1.1106c6p-7f);
        sine = sine.lanewise(FMA, s, -0x1.555544p-3f).fma(s.mul(r), r);
        FloatVector cosine = s.fma(0x1.99e714p-16f, -0x1.6c0c26p-10f);
        cosine = cosine.lanewise(FMA, s, 0x1.55554ap-5f);
        cosine = cosine.lanewise(FMA, s, -0.5f).lanewise(FMA, s, 1f);
        IntVector quadrant = t.viewAsIntegralLanes();
        VectorMask<Float> odd = quadrant.and(1).compare(NE, 0).cast(SPECIES);
        FloatVector radius = FloatVector.fromArray(SPECIES, words, at);
        radius
            .mul(cosine.blend(sine, odd))
            .viewAsIntegralLanes()
            .lanewise(XOR, quadrant.add(1).and(2).lanewise(LSHL, 30))
            .viewAsFloatingLanes()
            .intoArray(words, at);
        radius
            .mul(sine.blend(cosine, odd))
            .viewAsIntegralLanes()
            .lanewise(XOR, quadrant.and(2).lanewise(LSHL, 30))
            .viewAsFloatingLanes()
            .intoArray(words, at + Philox.ROW);
      }
    }
  }
}
