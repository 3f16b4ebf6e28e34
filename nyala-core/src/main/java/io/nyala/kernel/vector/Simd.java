// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Tails of vectors and what goes across their lanes.
 *
 * <p>Rules that keep the kernels fast and their results repeatable:
 *
 * <ul>
 *   <li>No {@code reduceLanes} of float sums and no lanewise {@code EXP}, {@code LOG} and the like:
 *       their results differ between the interpreter and the compiler, hence from run to run.
 *   <li>A method that takes or returns vectors and has more than 35 bytecodes is called from a loop
 *       or from a method of its own, never from a branch that is seldom taken: the compiler would
 *       not inline it there and would box its operands.
 *   <li>A method that takes vectors stays below some hundred operations: past 18,000 nodes the
 *       compiler stops inlining.
 * </ul>
 */
final class Simd {
  /** 128-bit vectors are mostly NEON's, which has no masked access to memory. */
  private static final boolean MASKS = LANES > 4;

  private static final VectorShuffle<Float> HALF = rotation(LANES / 2);
  private static final VectorShuffle<Float> QUARTER = rotation(LANES / 4);
  private static final VectorShuffle<Float> EIGHTH = rotation(LANES / 8);
  private static final VectorShuffle<Float> SIXTEENTH = rotation(LANES / 16);

  private Simd() {}

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % LANES);
  }

  /** Loads {@code count < LANES} elements; the other lanes are 0. */
  static FloatVector load(float[] x, int off, int count) {
    return MASKS
        ? FloatVector.fromArray(SPECIES, x, off, SPECIES.indexInRange(0, count))
        : few(x, off, count);
  }

  /** Stores the first {@code count < LANES} lanes. */
  static void store(FloatVector v, float[] y, int off, int count) {
    if (MASKS) {
      v.intoArray(y, off, SPECIES.indexInRange(0, count));
    } else {
      few(v, y, off, count);
    }
  }

  private static FloatVector few(float[] x, int off, int count) {
    FloatVector v = FloatVector.zero(SPECIES).withLane(0, x[off]);
    if (count > 1) {
      v = v.withLane(1, x[off + 1]);
    }
    return count > 2 ? v.withLane(2, x[off + 2]) : v;
  }

  private static void few(FloatVector v, float[] y, int off, int count) {
    y[off] = v.lane(0);
    if (count > 1) {
      y[off + 1] = v.lane(1);
    }
    if (count > 2) {
      y[off + 2] = v.lane(2);
    }
  }

  /** Sums the lanes, pairwise by halves: always the same order, and as fast as reduceLanes. */
  static float sum(FloatVector v) {
    FloatVector s = v.add(v.rearrange(HALF));
    s = s.add(s.rearrange(QUARTER));
    if (LANES >= 8) {
      s = s.add(s.rearrange(EIGHTH));
    }
    if (LANES >= 16) {
      s = s.add(s.rearrange(SIXTEENTH));
    }
    return s.lane(0);
  }

  /** Multiplies the lanes in the order of {@link #sum}. */
  static float product(FloatVector v) {
    FloatVector p = v.mul(v.rearrange(HALF));
    p = p.mul(p.rearrange(QUARTER));
    if (LANES >= 8) {
      p = p.mul(p.rearrange(EIGHTH));
    }
    if (LANES >= 16) {
      p = p.mul(p.rearrange(SIXTEENTH));
    }
    return p.lane(0);
  }

  /** Returns the largest lane; a NaN may be overlooked. */
  static float greatest(FloatVector v) {
    FloatVector m = greater(v, v.rearrange(HALF));
    m = greater(m, m.rearrange(QUARTER));
    if (LANES >= 8) {
      m = greater(m, m.rearrange(EIGHTH));
    }
    if (LANES >= 16) {
      m = greater(m, m.rearrange(SIXTEENTH));
    }
    return m.lane(0);
  }

  /** Picks the larger of each lane; a NaN on the right is overlooked. Cheaper than MAX. */
  static FloatVector greater(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(VectorOperators.GT, a));
  }
}
