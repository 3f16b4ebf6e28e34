// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.Kernels;

/** The scalar twin of every family. */
public final class ScalarKernels {
  private ScalarKernels() {}

  /**
   * Returns the family of kernels.
   *
   * @return kernels named {@code scalar}
   */
  public static Kernels kernels() {
    return new Kernels(
        "scalar",
        new ScalarElementwise(),
        new ScalarReduce(),
        new ScalarGemm(),
        new ScalarRows(),
        new ScalarColumns(),
        new ScalarRandom(),
        new ScalarMove(),
        new ScalarConvolutions(),
        new ScalarRecurrent(),
        new ScalarPooling(),
        new ScalarNormalizedPooling());
  }
}
