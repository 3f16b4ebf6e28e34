// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.MASKS;
import static io.nyala.kernel.vector.Lanes.SPECIES;

import java.util.Arrays;
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
 *   <li>The compiler stops inlining at 18,000 nodes, some 45 vector operations; only methods of the
 *       Vector API itself are exempt. A method of ours that takes or gives vectors would box them
 *       from there on. So such methods are flat (they call the Vector API, little else), are called
 *       early, and the loops that call them stand behind {@link Unit}.
 *   <li>In a branch that is seldom taken only methods of at most 35 bytecodes are inlined.
 * </ul>
 */
final class Simd {
  private static final VectorShuffle<Float> HALF = rotation(LANES / 2);
  private static final VectorShuffle<Float> QUARTER = rotation(LANES / 4);
  private static final VectorShuffle<Float> EIGHTH = rotation(LANES / 8);
  private static final VectorShuffle<Float> SIXTEENTH = rotation(LANES / 16);

  private static final ThreadLocal<float[]> BUFFER =
      ThreadLocal.withInitial(() -> new float[LANES]);

  private Simd() {}

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % LANES);
  }

  /**
   * Returns a vector's worth of array that starts with {@code count} elements and ends with zeros.
   * It belongs to the thread and is good until the next call.
   */
  static float[] padded(float[] x, int off, int count) {
    float[] buffer = BUFFER.get();
    System.arraycopy(x, off, buffer, 0, count);
    Arrays.fill(buffer, count, LANES, 0f);
    return buffer;
  }

  /** Loads {@code count < LANES} elements; the other lanes are 0. */
  static FloatVector load(float[] x, int off, int count) {
    return MASKS
        ? FloatVector.fromArray(SPECIES, x, off, SPECIES.indexInRange(0, count))
        : FloatVector.fromArray(SPECIES, padded(x, off, count), 0);
  }

  /** Stores the first {@code count < LANES} lanes. */
  static void store(FloatVector v, float[] y, int off, int count) {
    if (MASKS) {
      v.intoArray(y, off, SPECIES.indexInRange(0, count));
    } else {
      storeLanes(v, y, off, count);
    }
  }

  private static void storeLanes(FloatVector v, float[] y, int off, int count) {
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
