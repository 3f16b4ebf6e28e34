// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.Kernels;

/** The scalar implementation of every kernel interface. */
public final class ScalarKernels {
  private ScalarKernels() {}

  /**
   * Returns the kernels.
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
