// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberParserTest {
  private static double parse(String s) {
    return NumberParser.parse(s.toCharArray(), 0, s.length(), '.');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "7",
        "+7",
        ".5",
        "5.",
        "-22",
        "0.00000",
        "3.14159",
        "1e3",
        "1E-3",
        "1.5e+10",
        "0.9967799999999999",
        "0.027999999999999997",
        "9007199254740993",
        "123456789012345678",
        "12345678901234567890123",
        "1e22",
        "1e23",
        "4.9e-324",
        "1e400",
        "-1e-400",
        "0e99999999999",
        "000000000000000000000000012",
        "0.000000000000000000000000000012",
        "2.2250738585072011e-308"
      })
  void agrees_with_the_jdk(String s) {
    assertThat(Double.doubleToRawLongBits(parse(s)))
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(s)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "-",
        ".",
        "e5",
        "1e",
        "1e+",
        "1.2.3",
        "1,5",
        "abc",
        "12abc",
        "NaN",
        "Infinity",
        "inf",
        "0x1p3",
        "1d",
        "1f",
        "1e5f",
        "--1",
        "1 2",
        "1_000"
      })
  void refuses_what_is_not_a_plain_number(String s) {
    assertThat(parse(s)).isNaN();
  }

  @Test
  void agrees_with_the_jdk_on_random_numbers_in_many_spellings() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-30, 30));
      String[] spellings = {
        Double.toString(value),
        Float.toString((float) value),
        String.format(Locale.ROOT, "%.6f", value),
        String.format(Locale.ROOT, "%.12e", value)
      };
      for (String s : spellings) {
        assertThat(parse(s)).as(s).isEqualTo(Double.parseDouble(s));
      }
    }
  }

  @Test
  void reads_decimal_commas() {
    char[] text = "x-3,25;12345678901234567890,5".toCharArray();
    assertThat(NumberParser.parse(text, 1, 6, ',')).isEqualTo(-3.25);
    assertThat(NumberParser.parse(text, 7, text.length, ',')).isEqualTo(12345678901234567890.5);
    assertThat(NumberParser.parse("3.25".toCharArray(), 0, 4, ',')).isNaN();
  }
}
