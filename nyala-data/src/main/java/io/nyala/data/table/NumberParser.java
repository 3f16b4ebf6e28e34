// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.Locale;
import java.util.regex.Pattern;

/** Parses numbers without creating strings. */
final class NumberParser {
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long EXACT = 1L << 53;
  private static final int MAX_DIGITS = 18;
  private static final int GROUP = 3;

  private NumberParser() {}

  /**
   * Returns the number nearest to the text, or NaN if the text is not a plain decimal number
   * (optional sign, digits with at most one decimal mark, optional exponent), or has the thousands
   * separator anywhere but between groups of three digits. By option, {@code true} and {@code yes}
   * are 1, {@code false} and {@code no} are 0.
   */
  static double parse(char[] text, int from, int to, CsvOptions options) {
    if (options.booleans && from < to && Character.isLetter(text[from])) {
      return truth(new String(text, from, to - from));
    }
    char thousands = options.thousands;
    if (thousands != CsvOptions.AUTO) {
      for (int i = from; i < to; i++) {
        if (text[i] == thousands) {
          String plain = ungrouped(new String(text, from, to - from), options);
          return plain == null
              ? Double.NaN
              : parse(plain.toCharArray(), 0, plain.length(), options.decimal);
        }
      }
    }
    return parse(text, from, to, options.decimal);
  }

  /** Returns 1, 0, or NaN for another word. */
  static double truth(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> 1;
      case "false", "no" -> 0;
      default -> Double.NaN;
    };
  }

  /** Returns the text without thousands separators, or null if they are in other places. */
  private static String ungrouped(String text, CsvOptions options) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != options.decimal && !isExponent(text, end)) {
      end++;
    }
    int first = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    String[] groups =
        text.substring(first, end).split(Pattern.quote(String.valueOf(options.thousands)), -1);
    for (int i = 0; i < groups.length; i++) {
      boolean whole = i == 0 ? groups[i].length() >= 1 : groups[i].length() == GROUP;
      if (!whole || groups[i].length() > GROUP) {
        return null;
      }
    }
    return text.substring(0, first) + String.join("", groups) + text.substring(end);
  }

  private static boolean isExponent(String text, int at) {
    return text.charAt(at) == 'e' || text.charAt(at) == 'E';
  }

  /** Parses a number without thousands separators. */
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
    // Digits and power of ten are both exact, so a single, correct rounding remains.
    if (significant <= MAX_DIGITS && digits <= EXACT && scale >= -22 && scale <= 22) {
      double value = scale < 0 ? digits / POWERS_OF_TEN[-scale] : digits * POWERS_OF_TEN[scale];
      return negative ? -value : value;
    }
    String s = new String(text, from, to - from);
    return Double.parseDouble(decimal == '.' ? s : s.replace(decimal, '.'));
  }

  /** Returns the exponent that begins at {@code i}, or the minimum int if there is none. */
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
