// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GanMeasuresTest {
  private static final Tensor REAL = Tensor.of(Shape.of(4, 2), 0, 0, 1, 1, 0, 0, 1, 1);

  @Test
  void counts_what_the_classifier_is_sure_of() {
    Tensor p = Tensor.of(Shape.of(4, 2), 0.95f, 0.05f, 0.8f, 0.2f, 0.99f, 0.01f, 0.08f, 0.92f);
    GanMeasures m = GanMeasures.of(REAL, REAL, p);
    assertThat(m.confident()).isEqualTo(0.75);
    assertThat(m.least()).isEqualTo(0.25);
    assertThat(m.most()).isEqualTo(0.75);
    // -(1/4 log 1/4 + 3/4 log 3/4) / log 2
    assertThat(m.evenness()).isCloseTo(0.811278, within(1e-6));
    assertThat(m.diversity()).isEqualTo(1);
    assertThat(m.verdict()).startsWith("partial mode collapse: classes make up from 25.0 to 75.0");
  }

  @Test
  void names_a_collapse() {
    Tensor alike = Tensor.of(Shape.of(3, 2), 0, 0, 0.1f, 0.1f, 0, 0);
    GanMeasures m = GanMeasures.of(alike, REAL, null);
    assertThat(m.diversity()).isCloseTo(0.1, within(1e-6));
    assertThat(m.confident()).isNaN();
    assertThat(m.verdict())
        .isEqualTo("mode collapse: generated images differ 10 % as much as real ones");
    assertThat(GanMeasures.of(REAL, REAL, null).verdict()).isEqualTo("no mode collapse");
  }

  @Test
  void does_not_vouch_for_what_the_classifier_cannot_read() {
    Tensor even = Tensor.full(Shape.of(5, 5), 0.1f);
    for (float sure : new float[] {0.6f, 0.95f}) {
      float[] p = even.toFloats();
      for (int r = 0; r < 5; r++) {
        p[r * 5 + r] = sure;
      }
      Tensor five = Tensor.of(Shape.of(5, 2), 0, 0, 1, 1, 0, 0, 1, 1, 0, 0);
      GanMeasures m = GanMeasures.of(five, five, Tensor.of(even.shape(), p));
      assertThat(m.least()).isEqualTo(0.2);
      assertThat(m.verdict())
          .isEqualTo(
              sure > 0.9
                  ? "no mode collapse"
                  : "no visible mode collapse, but few images are clear enough to tell");
    }
  }
}
