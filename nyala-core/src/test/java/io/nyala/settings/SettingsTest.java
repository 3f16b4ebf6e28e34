// SPDX-License-Identifier: Apache-2.0
package io.nyala.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static Settings of(String key, Object value) {
    return new Settings("Thing", Map.of(key, value));
  }

  @Test
  void reads_what_json_gives() {
    assertThat(of("n", 3.0).getInt("n")).isEqualTo(3);
    assertThat(of("n", 3L).getDouble("n", 1)).isEqualTo(3);
    assertThat(of("n", List.of(1, 2)).getInts("n")).containsExactly(1, 2);
    assertThat(of("n", 5).getInts("n")).containsExactly(5);
    assertThat(of("n", Arrays.asList(null, 2)).getShape("n")).isEqualTo(Shape.of(Shape.UNKNOWN, 2));
    assertThat(of("n", List.of(List.of(1, 2), List.of(3, 4))).getTensor("n"))
        .isEqualTo(Tensor.matrix(new float[] {1, 2}, new float[] {3, 4}));
    assertThat(of("n", 2.5).getTensor("n")).isEqualTo(Tensor.scalar(2.5f));
    assertThat(of("n", Map.of("__float__", "inf")).getDouble("n"))
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(of("n", true).getBoolean("other", true)).isTrue();
  }

  @Test
  void truth_values_may_be_written_as_numbers() {
    assertThat(of("n", 1).getBoolean("n", false)).isTrue();
    assertThat(of("n", 0.0).getBoolean("n", true)).isFalse();
  }

  @Test
  void writes_tensors_that_it_reads() {
    Tensor t = Tensor.of(Shape.of(2, 1, 2), 1, 2, 3, 4);
    assertThat(of("t", Serialized.tensor(t)).getTensor("t")).isEqualTo(t);
    assertThat(Serialized.nested(t).toString()).isEqualTo("[[[1.0, 2.0]], [[3.0, 4.0]]]");
  }

  @Test
  void names_object_setting_and_value_of_what_is_wrong() {
    assertThatThrownBy(() -> of("n", "x").getInt("n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Thing: setting \"n\" must be an integer, got x");
    assertThatThrownBy(() -> of("n", 2).getBoolean("n", true))
        .hasMessage("Thing: setting \"n\" must be true or false, got 2");
    assertThatThrownBy(() -> of("n", 1).getString("n", ""))
        .hasMessage("Thing: setting \"n\" must be a string, got 1");
    assertThatThrownBy(() -> of("n", 1).getShape("n"))
        .hasMessage("Thing: setting \"n\" must be a list of extents, got 1");
    assertThatThrownBy(() -> of("n", "x").getSeed("n"))
        .hasMessage("Thing: setting \"n\" must be a seed, got x");
    assertThatThrownBy(() -> of("n", List.of(List.of(1), List.of(1, 2))).getTensor("n"))
        .hasMessage("Thing: setting \"n\" must be lists of equal length, got [[1], [1, 2]]");
    assertThatThrownBy(() -> of("n", 1).getInt("m"))
        .hasMessage("Thing: setting \"m\" is missing; there are [n]");
  }
}
