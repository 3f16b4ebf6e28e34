// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

/** Turn text into numbers without making strings. */
final class NumberParser {
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long EXACT = 1L << 53;
  private static final int MAX_DIGITS = 18;

  private NumberParser() {}

  /**
   * Returns the number nearest to the text, or NaN if the text is not a plain decimal number
   * (optional sign, digits with at most one decimal mark, optional exponent).
   */
  static double parse(char[] text, int from, int to, char decimal) {
    int i = from;
    boolean negative = false;
    if (i < to && (text[i] == '-' || text[i] == '+')) {
      negative = text[i++] == '-';
    }
    long digits = 0;
    int significant = 0;
    int scale = 0;
    boolean any = false;
    boolean fraction = false;
    for (; i < to; i++) {
      char c = text[i];
      if (c >= '0' && c <= '9') {
        any = true;
        if (significant < MAX_DIGITS) {
          digits = digits * 10 + (c - '0');
        }
        if (digits != 0) {
          significant++;
        }
        if (fraction) {
          scale--;
        }
      } else if (c == decimal && !fraction) {
        fraction = true;
      } else {
        break;
      }
    }
    if (!any) {
      return Double.NaN;
    }
    if (i < to) {
      int exponent = exponent(text, i, to);
      if (exponent == Integer.MIN_VALUE) {
        return Double.NaN;
      }
      scale += exponent;
    }
    // Digits and power of ten are both exact, so one rounding remains: the correct one.
    if (significant <= MAX_DIGITS && digits <= EXACT && scale >= -22 && scale <= 22) {
      double value = scale < 0 ? digits / POWERS_OF_TEN[-scale] : digits * POWERS_OF_TEN[scale];
      return negative ? -value : value;
    }
    String s = new String(text, from, to - from);
    return Double.parseDouble(decimal == '.' ? s : s.replace(decimal, '.'));
  }

  /** Returns the exponent that begins at {@code i}, or the least int if there is none. */
  private static int exponent(char[] text, int i, int to) {
    if (text[i] != 'e' && text[i] != 'E') {
      return Integer.MIN_VALUE;
    }
    int at = i + 1;
    boolean negative = false;
    if (at < to && (text[at] == '-' || text[at] == '+')) {
      negative = text[at++] == '-';
    }
    if (at == to) {
      return Integer.MIN_VALUE;
    }
    int exponent = 0;
    for (; at < to; at++) {
      if (text[at] < '0' || text[at] > '9') {
        return Integer.MIN_VALUE;
      }
      exponent = Math.min(exponent * 10 + (text[at] - '0'), 100_000);
    }
    return negative ? -exponent : exponent;
  }
}
