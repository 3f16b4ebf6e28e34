// SPDX-License-Identifier: Apache-2.0
package io.nyala.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final String MEMORY = "nyala.limit.memory";

  @AfterEach
  void clear() {
    System.clearProperty(MEMORY);
  }

  @Test
  void the_memory_is_three_quarters_of_the_heap_unless_it_is_set() {
    long heap = Runtime.getRuntime().maxMemory();
    assertThat(Limits.inForce().memory()).isEqualTo(heap / 4 * 3);
    System.setProperty(MEMORY, "3G");
    assertThat(Limits.inForce().memory()).isEqualTo(3L << 30);
    System.setProperty(MEMORY, "800m");
    assertThat(Limits.inForce().memory()).isEqualTo(800L << 20);
    System.setProperty(MEMORY, "123456789012");
    assertThat(Limits.inForce().memory()).isEqualTo(123_456_789_012L);
    System.setProperty(MEMORY, "999999999999999g");
    assertThat(Limits.inForce().memory()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_setting_that_is_no_amount_is_refused() {
    for (String wrong : new String[] {"", "0", "-1", "1.5g", "3gb", "9999999999999999"}) {
      System.setProperty(MEMORY, wrong);
      assertThatThrownBy(Limits::inForce)
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("-Dnyala.limit.memory: expected a positive number")
          .hasMessageContaining("\"" + wrong + "\"");
    }
  }

  @Test
  void what_is_too_much_is_refused_with_the_way_to_raise_the_limit() {
    Limits limits = new Limits(1000, 10, 100, 5);
    assertThatCode(() -> limits.checkMemory(1000, "f")).doesNotThrowAnyException();
    assertThatThrownBy(() -> limits.checkMemory(1001, "f, array a"))
        .isInstanceOf(LimitException.class)
        .hasMessage(
            "f, array a: takes 1,001 bytes of memory, the limit is 1,000 bytes; to raise it, use "
                + "a larger heap (-Xmx) or -Dnyala.limit.memory");
    assertThatThrownBy(() -> limits.checkMemory(-1, "f")).isInstanceOf(LimitException.class);
    assertThatCode(() -> limits.checkJson(15, "f")).doesNotThrowAnyException();
    assertThatThrownBy(() -> limits.checkJson(16, "f"))
        .hasMessageContaining("f, a JSON text of 16 bytes: takes 1,024 bytes");
    assertThatCode(() -> limits.checkPixels(10, 10, "f")).doesNotThrowAnyException();
    assertThatThrownBy(() -> limits.checkPixels(11, 10, "f"))
        .hasMessageContaining("11 x 10 pixels, the limit is 100; -Dnyala.limit.pixels");
    assertThatThrownBy(() -> limits.checkPixels(Long.MAX_VALUE, 2, "f"))
        .isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> limits.checkNesting(6, "f"))
        .hasMessageContaining("more than 5 levels deep; -Dnyala.limit.nesting");
  }

  @Test
  void packed_texts_may_unpack_to_64_MB_whatever_their_size() {
    Limits limits = new Limits(Long.MAX_VALUE, 10, 100, 5);
    assertThatCode(() -> limits.checkRatio(1, 64 << 20, "f")).doesNotThrowAnyException();
    assertThatCode(() -> limits.checkRatio(10 << 20, 100 << 20, "f")).doesNotThrowAnyException();
    assertThatThrownBy(() -> limits.checkRatio(9 << 20, 100 << 20, "f"))
        .hasMessageContaining("f: decompresses to more than 10 times its 9,437,184 bytes");
  }
}
