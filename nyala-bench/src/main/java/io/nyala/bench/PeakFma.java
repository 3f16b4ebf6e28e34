// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Performs multiply-adds at the peak rate of a core, with which all other kernels are compared.
 * Nothing is loaded or stored, and twelve independent sums hide the latency of the instruction (4
 * cycles on two ports need eight).
 */
final class PeakFma {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int SUMS = 12;
  private static final int OPERATIONS = 2;

  private PeakFma() {}

  /**
   * Returns the floating-point operations of one round.
   *
   * @return a multiplication and an addition for each element of twelve vectors
   */
  static int operationsPerRound() {
    return SUMS * OPERATIONS * SPECIES.length();
  }

  /**
   * Runs the loop.
   *
   * @param rounds the number of rounds, each of {@link #operationsPerRound()}
   * @return a number that depends on every operation, so that none can be optimized away
   */
  static float run(int rounds) {
    FloatVector x = FloatVector.broadcast(SPECIES, 1e-3f);
    FloatVector y = FloatVector.broadcast(SPECIES, rounds);
    // The initial values differ, so that the compiler cannot merge the sums.
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.broadcast(SPECIES, 1);
    FloatVector s2 = FloatVector.broadcast(SPECIES, 2);
    FloatVector s3 = FloatVector.broadcast(SPECIES, 3);
    FloatVector s4 = FloatVector.broadcast(SPECIES, 4);
    FloatVector s5 = FloatVector.broadcast(SPECIES, 5);
    FloatVector s6 = FloatVector.broadcast(SPECIES, 6);
    FloatVector s7 = FloatVector.broadcast(SPECIES, 7);
    FloatVector s8 = FloatVector.broadcast(SPECIES, 8);
    FloatVector s9 = FloatVector.broadcast(SPECIES, 9);
    FloatVector s10 = FloatVector.broadcast(SPECIES, 10);
    FloatVector s11 = FloatVector.broadcast(SPECIES, 11);
    for (int i = 0; i < rounds; i++) {
      s0 = x.fma(y, s0);
      s1 = x.fma(y, s1);
      s2 = x.fma(y, s2);
      s3 = x.fma(y, s3);
      s4 = x.fma(y, s4);
      s5 = x.fma(y, s5);
      s6 = x.fma(y, s6);
      s7 = x.fma(y, s7);
      s8 = x.fma(y, s8);
      s9 = x.fma(y, s9);
      s10 = x.fma(y, s10);
      s11 = x.fma(y, s11);
    }
    FloatVector low = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    FloatVector high = s6.add(s7).add(s8).add(s9).add(s10).add(s11);
    // Not reduceLanes: it is slow until compiled, and this runs cold at the end of the loop.
    return low.add(high).lane(0);
  }
}
