// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.math.BigDecimal;
import java.math.MathContext;

/** Formats numbers for people. */
public final class Digits {
  private Digits() {}

  /** Returns a number with at most this number of significant digits, without trailing zeros. */
  public static String of(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toString();
  }
}
