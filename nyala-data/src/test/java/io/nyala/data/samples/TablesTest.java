// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.data.table.Table;
import io.nyala.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TablesTest {
  @Test
  void wines_have_the_form_of_the_original() {
    Table wines = WineTable.generate(500, 1);

    assertThat(wines.rows()).isEqualTo(500);
    assertThat(wines.columnNames())
        .hasSize(12)
        .startsWith("fixed acidity", "volatile acidity")
        .endsWith("sulphates", "alcohol", "quality");
    assertThat(Arrays.stream(wines.ints("quality").ints()).boxed())
        .contains(5, 6, 7)
        .allMatch(quality -> quality >= 3 && quality <= 9);
    assertThat(wines.median("alcohol")).isBetween(10.0, 11.0);
    assertThat(wines.median("density")).isBetween(0.985, 1.005);
  }

  @Test
  void seizures_have_the_form_of_the_original() {
    Table seconds = SeizureTable.generate(400, 1);

    assertThat(seconds.columnNames()).hasSize(179).startsWith("X1", "X2").endsWith("X178", "y");
    assertThat(seconds.allExcept("y").shape()).isEqualTo(Shape.of(400, 178));
    int seizures = 0;
    for (int y : seconds.ints("y").ints()) {
      seizures += y;
    }
    assertThat(seizures).isBetween(50, 110);
  }

  @Test
  void one_seed_gives_one_table() {
    assertThat(WineTable.generate(20, 3).floats()).isEqualTo(WineTable.generate(20, 3).floats());
    assertThat(WineTable.generate(20, 3).floats()).isNotEqualTo(WineTable.generate(20, 4).floats());
    assertThat(SeizureTable.generate(5, 3).floats())
        .isEqualTo(SeizureTable.generate(5, 3).floats())
        .isNotEqualTo(SeizureTable.generate(5, 4).floats());
  }
}
