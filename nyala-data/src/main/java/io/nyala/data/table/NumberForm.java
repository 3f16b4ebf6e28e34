// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Detects the format of a number that does not match the options. */
final class NumberForm {
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?\\d+,\\d+");

  /** Digits in groups of three, optionally followed by another mark and more digits. */
  private static final Pattern GROUPS =
      Pattern.compile(
          "[-+]?\\d{1,3}(?:(?<thousands>[.,' \u00a0\u202f\u2019])\\d{3})(?:\\k<thousands>\\d{3})*"
              + "(?:(?<decimal>[.,])\\d+)?");

  private NumberForm() {}

  /**
   * Returns the options that would read a string as a number, or null if it is not a number in one
   * of these formats.
   */
  static String hint(String value, CsvOptions options) {
    boolean point = options.decimal == '.';
    if (point && DECIMAL_COMMA.matcher(value).matches()) {
      boolean groups = GROUPS.matcher(value).matches();
      return "decimal(',') reads decimal commas"
          + (groups ? ", thousands(',') commas between thousands" : "");
    }
    Matcher m = GROUPS.matcher(value);
    if (!m.matches() || m.group("thousands").equals(m.group("decimal"))) {
      return null;
    }
    String thousands = m.group("thousands");
    String decimal = m.group("decimal");
    if (decimal == null) {
      // There is no decimal mark: any character other than the thousands separator will do.
      decimal = thousands.equals(".") ? "," : thousands.equals(",") ? "." : null;
    }
    boolean other = decimal != null && decimal.charAt(0) != options.decimal;
    return "%sthousands('%s') reads such numbers"
        .formatted(other ? "decimal('%s') with ".formatted(decimal) : "", written(thousands));
  }

  private static String written(String mark) {
    char c = mark.charAt(0);
    return c == '\'' ? "\\'" : c < 128 ? mark : "\\u%04x".formatted((int) c);
  }
}
