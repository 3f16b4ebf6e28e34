// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import static io.nyala.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayerNamesTest {
  private static List<String> twoNames() {
    return List.of(dense(1).name(), dense(1).name());
  }

  @Test
  void names_are_counted_from_the_start_where_asked() {
    String before = dense(1).name();
    List<String> inside =
        LayerNames.counting(
            () -> {
              List<String> outer = twoNames();
              assertThat(LayerNames.counting(LayerNamesTest::twoNames)).isEqualTo(outer);
              return outer;
            });
    assertThat(inside).containsExactly("dense", "dense_1");
    assertThat(LayerNames.counting(LayerNamesTest::twoNames)).isEqualTo(inside);
    assertThat(dense(1).name()).isNotEqualTo(before);
  }
}
