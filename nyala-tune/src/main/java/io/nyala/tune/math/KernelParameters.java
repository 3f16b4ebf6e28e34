// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;

/**
 * The parameters of a Gaussian process.
 *
 * @param inverseSquares the inverse squared length scale of each axis
 * @param scale the variance of the function
 * @param noise the variance of the noise of an observation
 */
public record KernelParameters(double[] inverseSquares, double scale, double noise) {
  /** The minimum noise, which keeps the factors of close points well conditioned. */
  public static final double LEAST_NOISE = 1e-6;

  /** Returns the initial parameters: all 1. */
  public static KernelParameters initial(int axes) {
    double[] ones = new double[axes];
    Arrays.fill(ones, 1);
    return new KernelParameters(ones, 1, 1);
  }

  /** Returns the logarithms that a fit varies; the noise is measured above its minimum. */
  double[] toRaw() {
    double[] raw = new double[inverseSquares.length + 2];
    for (int a = 0; a < inverseSquares.length; a++) {
      raw[a] = Math.log(inverseSquares[a]);
    }
    raw[raw.length - 2] = Math.log(scale);
    raw[raw.length - 1] = Math.log(noise - 0.99 * LEAST_NOISE);
    return raw;
  }

  static KernelParameters ofRaw(double[] raw) {
    int axes = raw.length - 2;
    double[] inverseSquares = new double[axes];
    for (int a = 0; a < axes; a++) {
      inverseSquares[a] = Math.exp(raw[a]);
    }
    return new KernelParameters(
        inverseSquares, Math.exp(raw[axes]), Math.exp(raw[axes + 1]) + LEAST_NOISE);
  }
}
