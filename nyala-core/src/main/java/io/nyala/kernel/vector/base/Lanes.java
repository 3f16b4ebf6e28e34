// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of this JVM. */
public final class Lanes {
  /** The widest vectors of floats. */
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Vectors of the same number of ints. */
  public static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** Floats in one vector, a power of two. */
  public static final int LANES = SPECIES.length();

  /**
   * Whether the processor has 32 vector registers rather than 16. Java does not expose this; all
   * processors with vectors of 512 bits have 32, and so has every 64-bit ARM processor.
   */
  public static final boolean MANY_REGISTERS =
      SPECIES.vectorBitSize() >= 512 || System.getProperty("os.arch", "").equals("aarch64");

  /**
   * Whether parts of vectors are loaded and stored with masks. Vectors of 128 bits are mostly those
   * of NEON, which has no masks; at most three elements then remain for a plain loop.
   */
  public static final boolean MASKS = LANES > 4;

  private Lanes() {}
}
