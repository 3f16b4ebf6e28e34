// SPDX-License-Identifier: Apache-2.0
package io.nyala.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.explain.Neighbours.Neighbour;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final Tensor FEATURES =
      Tensor.of(Shape.of(5, 2), 3, 0, 0, 2, 1, 1, -5, 0, 0, 0); // the last has no direction

  @Test
  void the_cosine_decides_not_the_length() {
    List<Neighbour> found = Neighbours.of(FEATURES).nearest(Tensor.vector(10, 1), 3);
    assertThat(found).extracting(Neighbour::row).containsExactly(0, 2, 1);
    assertThat(found.get(0).similarity()).isCloseTo(10 / Math.sqrt(101), within(1e-12));
    assertThat(found.get(1).similarity()).isCloseTo(11 / Math.sqrt(202), within(1e-12));
  }

  @Test
  void a_row_is_not_its_own_neighbour_and_zeros_are_like_nothing() {
    List<Neighbour> found = Neighbours.of(FEATURES).nearest(0, 10);
    assertThat(found).extracting(Neighbour::row).containsExactly(2, 1, 4, 3);
    assertThat(found.getLast().similarity()).isEqualTo(-1);
    assertThat(found.get(2).similarity()).isZero();
  }

  @Test
  void says_what_is_wrong() {
    Neighbours known = Neighbours.of(FEATURES);
    assertThatThrownBy(() -> Neighbours.of(Tensor.vector(1f, 2f)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("neighbours: expected features (rows, features), got (2,)");
    assertThatThrownBy(() -> known.nearest(Tensor.vector(1f, 2f, 3f), 1))
        .hasMessage("neighbours: expected the 2 features of one row, got (3,)");
    assertThatThrownBy(() -> known.nearest(0, 0)).hasMessageContaining("must be greater than 0");
    assertThatThrownBy(() -> known.nearest(5, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
