// SPDX-License-Identifier: Apache-2.0
package io.nyala.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final List<String> LOGGED =
      List.of("accuracy", "loss", "val_accuracy", "val_loss");
  private static final List<String> MANY =
      IntStream.range(0, 57).mapToObj(i -> "layer_" + i).toList();

  @Test
  void finds_the_name_that_was_meant() {
    assertThat(Names.near("val_los", LOGGED)).containsExactly("val_loss");
    assertThat(Names.near("Loss", LOGGED)).containsExactly("loss", "val_loss");
    assertThat(Names.near("f1_score", LOGGED)).isEmpty();
  }

  @Test
  void another_letter_is_no_near_name() {
    assertThat(Names.near("x", List.of("y", "X", "x1"))).containsExactly("x1", "X");
    assertThat(Names.hint("x", List.of("y"))).isEqualTo("there are [y]");
    assertThat(Names.near("x2", List.of("x1", "y1"))).containsExactly("x1");
  }

  @Test
  void names_what_there_is() {
    assertThat(Names.hint("val_los", LOGGED))
        .isEqualTo("did you mean \"val_loss\"? There are [accuracy, loss, val_accuracy, val_loss]");
    assertThat(Names.hint("f1", LOGGED)).startsWith("there are [accuracy, loss");
    assertThat(Names.hint("f1", List.of())).isEqualTo("there are none");
  }

  @Test
  void shortens_a_long_list_to_the_nearest_names() {
    String list = Names.list("layr_41", MANY);
    assertThat(list).startsWith("[layer_41, ").endsWith(" and 45 more]");
    assertThat(list.split(",")).hasSize(12);
    assertThat(Names.list(MANY)).startsWith("[layer_0, layer_1, ").endsWith(" and 45 more]");
    assertThat(Names.list(MANY.subList(0, 20))).endsWith("layer_18, layer_19]");
  }
}
