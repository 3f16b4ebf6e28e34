// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.limits.LimitException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @Test
  void objects_are_read_with_the_numbers_that_python_writes() throws IOException {
    assertThat(JsonText.object(" {\"a\": [1, 2.5, null], \"b\": NaN, \"c\": -Infinity} ", "f"))
        .containsEntry("b", Double.NaN)
        .containsEntry("c", Double.NEGATIVE_INFINITY)
        .extractingByKey("a")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactly(1, 2.5, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "\"text\"",
        "[1]",
        "true",
        "{\"a\": 1}}",
        "{\"a\": 1} {}",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": {\"b\": 1, \"b\": 1}}",
        "{\"a\": 1",
        "{a: 1}",
        "{\"a\": 1,}"
      })
  void anything_but_one_sound_object_is_refused(String json) {
    assertThatThrownBy(() -> JsonText.object(json, "f, config.json"))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("f, config.json: ");
  }

  @Test
  void what_lies_too_deep_is_refused() throws IOException {
    String json = "{\"a\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThatThrownBy(() -> JsonText.object(json, "f"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("f: is nested more than 200 levels deep; -Dnyala.limit.nesting");
    assertThat(JsonText.object("{\"a\": " + "[".repeat(199) + "]".repeat(199) + "}", "f"))
        .hasSize(1);
  }

  @Test
  void numbers_without_end_are_refused() {
    assertThatThrownBy(() -> JsonText.object("{\"a\": " + "9".repeat(100_000) + "}", "f"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("f: invalid JSON");
  }

  @Test
  void what_would_fill_the_memory_is_refused_before_it_is_read() {
    System.setProperty("nyala.limit.memory", "1m");
    try {
      assertThatThrownBy(() -> JsonText.object("{\"a\": [" + "[],".repeat(10_000) + "0]}", "f"))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("f, a JSON text of 30,010 bytes");
    } finally {
      System.clearProperty("nyala.limit.memory");
    }
  }
}
