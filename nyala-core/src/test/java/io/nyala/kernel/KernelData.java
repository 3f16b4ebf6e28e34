// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import jdk.incubator.vector.FloatVector;

/** Sizes and numbers that break loops. */
final class KernelData {
  /** Elements around the range of a kernel, which it must neither read nor write. */
  static final int OFFSET = 3;

  static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    2.5f,
    -2.5f,
    7f,
    Float.NaN,
    Float.intBitsToFloat(0x7fc0_1234),
    Float.intBitsToFloat(0xffff_ffff),
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    88.72f,
    -87.5f,
    -103.5f,
    105f,
    -200f,
    0x1p23f,
    0x1p23f - 0.5f,
    -0x1p24f - 2,
    1e10f,
  };

  private KernelData() {}

  /** Returns the vector twin, or skips the test. */
  static Kernels vector() {
    assumeTrue(
        KernelProvider.vector().isPresent(), "needs the Vector API, which this JVM does not have");
    return KernelProvider.vector().get();
  }

  /**
   * Returns 0, 1, the number of lanes and its neighbours, the same for four vectors, odd primes.
   */
  static int[] sizes() {
    int lanes = FloatVector.SPECIES_PREFERRED.length();
    return new int[] {
      0,
      1,
      2,
      3,
      5,
      7,
      lanes - 1,
      lanes,
      lanes + 1,
      4 * lanes - 1,
      4 * lanes,
      4 * lanes + 1,
      101,
      257
    };
  }

  /** Returns numbers of the usual magnitudes with some special ones strewn in. */
  static float[] mixed(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] =
          random.nextInt(3) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) (random.nextGaussian() * Math.exp(2 * random.nextGaussian()));
    }
    return x;
  }

  /** Returns standard normal numbers. */
  static float[] normal(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
