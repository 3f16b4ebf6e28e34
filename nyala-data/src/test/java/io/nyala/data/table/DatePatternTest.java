// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatePatternTest {
  private static final LocalDateTime DAY = LocalDateTime.of(2026, 3, 4, 0, 0);

  private static String found(String... texts) {
    return DatePattern.find(List.of(texts)).map(DatePattern::pattern).orElse("none");
  }

  @Test
  void reads_the_usual_forms() {
    for (String text :
        List.of("2026-03-04", "2026-03-04 00:00", "1772582400", "2026-03-04T00:00Z")) {
      assertThat(DatePattern.USUAL.parse(text)).as(text).isEqualTo(DAY);
    }
    assertThat(DatePattern.USUAL.parse("2026-03-04T02:30:00+02:30")).isEqualTo(DAY);
    assertThat(DatePattern.USUAL.parse("2026-03-03T19:00-05:00")).isEqualTo(DAY);
    for (String text : List.of("", "abc", "2026-02-30", "12", "99999999999999999999", "2026-3-4")) {
      assertThat(DatePattern.USUAL.parse(text)).as(text).isNull();
    }
  }

  @Test
  void reads_patterns_and_refuses_days_that_do_not_exist() {
    assertThat(DatePattern.of("d.M.yyyy").parse("4.3.2026")).isEqualTo(DAY);
    assertThat(DatePattern.of("d.M.yyyy").parse("31.2.2026")).isNull();
    assertThat(DatePattern.of("'day' d MMM yy").parse("day 4 Mar 26")).isEqualTo(DAY);
    assertThat(DatePattern.of("M/d/yyyy h:mm a").parse("3/4/2026 12:00 AM")).isEqualTo(DAY);
    assertThatThrownBy(() -> DatePattern.of("dR")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void finds_the_pattern_of_texts() {
    assertThat(DatePattern.find(List.of("2026-03-04", "2026-12-31")))
        .isEqualTo(Optional.of(DatePattern.USUAL));
    assertThat(found("4.3.2026", "31.12.2026")).isEqualTo("d.M.yyyy");
    assertThat(found("04.03.2026 08:15", "31.12.2026 23:00")).isEqualTo("d.M.yyyy H:mm");
    assertThat(found("3/4/2026", "1/2/2026")).isEqualTo("M/d/yyyy");
    assertThat(found("3/4/2026", "31/2/2026")).isEqualTo("none");
    assertThat(found("3/4/2026", "31/3/2026")).isEqualTo("d/M/yyyy");
    assertThat(found("4-Mar-2026", "31-Dec-2026")).isEqualTo("d-MMM-yyyy");
    assertThat(found("3/4/2026 1:05 PM")).isEqualTo("M/d/yyyy h:mm a");
    assertThat(found("20260304", "20261231")).isEqualTo("yyyyMMdd");
    assertThat(found("Bern", "Graz")).isEqualTo("none");
    assertThat(DatePattern.find(List.of())).isEmpty();
  }
}
