// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import io.nyala.kernel.Kernels;
import io.nyala.kernel.vector.convolution.VectorConvolutions;
import io.nyala.kernel.vector.elementwise.VectorElementwise;
import io.nyala.kernel.vector.move.VectorMove;
import io.nyala.kernel.vector.pooling.VectorNormalizedPooling;
import io.nyala.kernel.vector.pooling.VectorPooling;
import io.nyala.kernel.vector.products.VectorGemm;
import io.nyala.kernel.vector.random.VectorRandom;
import io.nyala.kernel.vector.recurrent.VectorRecurrent;
import io.nyala.kernel.vector.reduce.VectorColumns;
import io.nyala.kernel.vector.reduce.VectorReduce;
import io.nyala.kernel.vector.rows.VectorRows;
import jdk.incubator.vector.FloatVector;

/** The SIMD implementation of every kernel interface. */
public final class VectorKernels {
  private VectorKernels() {}

  /**
   * Returns the width of the vectors in use.
   *
   * @return the number of bits of a vector
   */
  public static int vectorBits() {
    return FloatVector.SPECIES_PREFERRED.vectorBitSize();
  }

  /**
   * Returns the kernels.
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
