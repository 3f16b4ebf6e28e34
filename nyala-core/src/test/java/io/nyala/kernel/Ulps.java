// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.fail;

/** Distances between a float and the truth, in units of the last place of the truth. */
public final class Ulps {
  private Ulps() {}

  /** Returns the distance; infinite where only one is NaN, or an infinity or a zero differs. */
  public static double between(float got, double truth) {
    float rounded = (float) truth;
    if (Float.isNaN(rounded)) {
      return Float.isNaN(got) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (rounded == got) {
      boolean sameSign = truth != 0 || 1 / rounded == 1 / got;
      return !sameSign
          ? Double.POSITIVE_INFINITY
          : Float.isInfinite(rounded) ? 0 : Math.abs(got - truth) / Math.ulp(rounded);
    }
    if (Float.isNaN(got) || Float.isInfinite(got) || Float.isInfinite(rounded)) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.abs(got - truth) / Math.ulp(rounded);
  }

  /** Fails with the worst element unless all of {@code y[off, off + n)} are within the bound. */
  public static void assertWithin(
      double bound, float[] y, int yOff, float[] truth, int truthOff, int n, String what) {
    double worst = 0;
    int at = 0;
    for (int i = 0; i < n; i++) {
      double distance = between(y[yOff + i], truth[truthOff + i]);
      if (distance > worst) {
        worst = distance;
        at = i;
      }
    }
    if (worst > bound) {
      fail(
          "%s: element %d of %d is %s, should be %s: %s ulp, bound %s",
          what, at, n, y[yOff + at], truth[truthOff + at], worst, bound);
    }
  }
}
