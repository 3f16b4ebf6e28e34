// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import io.nyala.kernel.Kernels;
import jdk.incubator.vector.FloatVector;

/** The SIMD twin of every family. */
public final class VectorKernels {
  private VectorKernels() {}

  /**
   * Returns the width of the vectors in use.
   *
   * @return bits of one vector
   */
  public static int vectorBits() {
    return FloatVector.SPECIES_PREFERRED.vectorBitSize();
  }

  /**
   * Returns the family of kernels.
   *
   * @return kernels named {@code vector}
   */
  public static Kernels kernels() {
    return new Kernels(
        "vector",
        new VectorElementwise(),
        new VectorReduce(),
        new VectorGemm(),
        new VectorRows(),
        new VectorColumns(),
        new VectorRandom(),
        new VectorMove(),
        new VectorConvolutions(),
        new VectorRecurrent(),
        new VectorPooling(),
        new VectorNormalizedPooling());
  }
}
