// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static final DateTimeFormatter JDK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

  @Test
  void times_are_those_of_the_formatter_of_the_JDK() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1000L);
      String text = Times.format(time);
      assertThat(text).isEqualTo(JDK.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC)));
      assertThat(Times.parse(text)).isEqualTo(time);
    }
  }

  @Test
  void python_leaves_out_a_fraction_of_zero() {
    assertThat(Times.parse("2026-03-01T09:05:00")).isEqualTo("2026-03-01T09:05:00Z");
    assertThat(Times.parse("2026-03-01T09:05:00.5")).isEqualTo("2026-03-01T09:05:00.500Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026-13-01T09:05:00.000000", "2026-03-01 09:05:00.000000", "noon"})
  void what_is_no_time_is_refused(String text) {
    assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
