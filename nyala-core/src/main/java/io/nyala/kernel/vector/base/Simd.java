// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.VectorShuffle;

/**
 * The rules that every vector loop here follows, and the rotations used for sums across lanes.
 *
 * <ul>
 *   <li>No {@code reduceLanes} of float sums and no lanewise {@code EXP}, {@code LOG} and the like:
 *       their results differ between the interpreter and the compiler and therefore from run to
 *       run. Sums add the lanes by halves: {@code s = s.add(s.rearrange(HALF))} and so on.
 *   <li>Loops are flat: they call the Vector API but no method of this library that takes or
 *       returns a vector. The compiler always inlines the former; the latter only while the caller
 *       is small (18,000 nodes, some 45 operations), the call frequent, and the callee, if compiled
 *       already, short. Otherwise it boxes the vectors permanently. Exceptions are functions such
 *       as {@link ExpMath#exp} as long as they are called early, in a loop that always runs.
 *   <li>Each loop is a {@link Unit}, so that the size of its callers makes no difference.
 *   <li>Partial vectors are loaded and stored with masks if the processor has them ({@link
 *       Lanes#MASKS}), otherwise through {@link Padding}.
 * </ul>
 */
public final class Simd {
  public static final VectorShuffle<Float> HALF = rotation(LANES / 2);
  public static final VectorShuffle<Float> QUARTER = rotation(LANES / 4);

  /** For at least 8 lanes. */
  public static final VectorShuffle<Float> EIGHTH = rotation(LANES / 8);

  /** For at least 16 lanes. */
  public static final VectorShuffle<Float> SIXTEENTH = rotation(LANES / 16);

  private Simd() {}

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % LANES);
  }
}
