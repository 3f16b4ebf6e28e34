// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of this JVM. */
public final class Lanes {
  /** The widest vectors of floats. */
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** As many ints. */
  public static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** Floats in one vector, a power of two. */
  public static final int LANES = SPECIES.length();

  /**
   * Whether the processor has 32 vector registers rather than 16. Java does not tell; all that have
   * vectors of 512 bits do, and so has every 64-bit ARM.
   */
  public static final boolean MANY_REGISTERS =
      SPECIES.vectorBitSize() >= 512 || System.getProperty("os.arch", "").equals("aarch64");

  /**
   * Whether parts of vectors are loaded and stored by masks. Vectors of 128 bits are mostly NEON's,
   * which has none; there at most three elements remain, for a plain loop.
   */
  public static final boolean MASKS = LANES > 4;

  private Lanes() {}
}
