// SPDX-License-Identifier: Apache-2.0
package io.nyala.testing;

import io.nyala.tensor.Tensor;

/** Assertions on tensors whose messages say where and by how much they differ. */
public final class TensorAssert {
  private TensorAssert() {}

  /**
   * Asserts {@code |actual - expected| <= absolute + relative * |expected|} for every element; NaN
   * equals NaN.
   *
   * @throws AssertionError with the worst element, both values and the number of failures
   */
  public static void assertClose(Tensor actual, Tensor expected, double absolute, double relative) {
    if (!actual.shape().equals(expected.shape())) {
      throw new AssertionError("shape " + actual.shape() + ", expected " + expected.shape());
    }
    int worst = -1;
    double worstExcess = 0;
    int failures = 0;
    for (int i = 0; i < actual.size(); i++) {
      float a = actual.at(i);
      float e = expected.at(i);
      if (a == e || (Float.isNaN(a) && Float.isNaN(e))) {
        continue;
      }
      double excess = Math.abs((double) a - e) - (absolute + relative * Math.abs((double) e));
      if (!(excess <= 0)) {
        failures++;
        if (worst < 0 || !(excess <= worstExcess)) {
          worst = i;
          worstExcess = excess;
        }
      }
    }
    if (failures > 0) {
      throw new AssertionError(
          "%d of %d elements of %s differ; worst at %d: %.9g, expected %.9g (%d ulps)"
              .formatted(
                  failures,
                  actual.size(),
                  actual.shape(),
                  worst,
                  actual.at(worst),
                  expected.at(worst),
                  ulps(actual.at(worst), expected.at(worst))));
    }
  }

  /** Asserts that all elements have the same bits. */
  public static void assertSameBits(Tensor actual, Tensor expected) {
    if (!actual.equals(expected)) {
      assertClose(actual, expected, 0, 0);
      throw new AssertionError("the bits differ although the numbers compare equal (-0 or NaN)");
    }
  }

  private static long ulps(float a, float b) {
    return Math.abs((long) ordered(a) - ordered(b));
  }

  private static int ordered(float x) {
    int bits = Float.floatToIntBits(x);
    return bits >= 0 ? bits : Integer.MIN_VALUE - bits;
  }
}
