// SPDX-License-Identifier: Apache-2.0
package io.nyala.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.support.Evaluate;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegularizersTest {
  private static final Tensor X = Tensor.matrix(new float[] {3, -4}, new float[] {-1, 2});

  static Stream<Object[]> penalties() {
    return Stream.of(
        new Object[] {Regularizers.l1(), 0.01 * 10},
        new Object[] {Regularizers.l1(0.5), 5},
        new Object[] {Regularizers.l2(), 0.01 * 30},
        new Object[] {Regularizers.l2(0.5), 15},
        new Object[] {Regularizers.l1l2(0.1, 0.2), 1 + 6},
        new Object[] {Regularizers.l1l2(0, 0.2), 6},
        new Object[] {Regularizers.l1l2(0.1, 0), 1},
        // Rows (0.6, -0.8) and (-1, 2) / sqrt(5): cosine -2.2 / sqrt(5), one pair.
        new Object[] {
          new OrthogonalRegularizer(0.1, OrthogonalRegularizer.Mode.ROWS), 0.22 / Math.sqrt(5)
        },
        // Columns (3, -1) / sqrt(10) and (-4, 2) / sqrt(20): cosine -14 / sqrt(200).
        new Object[] {
          new OrthogonalRegularizer(0.1, OrthogonalRegularizer.Mode.COLUMNS), 1.4 / Math.sqrt(200)
        });
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void computes_its_formula(Regularizer regularizer, double expected) {
    double loss = Evaluate.of(regularizer::loss, X).item();
    assertThat(loss).isCloseTo(expected, within(1e-6));
    GradientCheck.check(in -> regularizer.loss(in.get(0)), X);
    assertThat(Regularizers.fromConfig(Regularizers.toConfig(regularizer))).isEqualTo(regularizer);
  }

  @Test
  void is_found_by_name() {
    assertThat(Regularizers.byName("l1")).isEqualTo(new L1(0.01));
    assertThat(Regularizers.byName("L2")).isEqualTo(new L2(0.01));
    assertThat(Regularizers.byName("l1_l2")).isEqualTo(new L1L2(0, 0));
    assertThat(Regularizers.toConfig(Regularizers.l2(0.5)))
        .containsEntry("module", "keras.regularizers")
        .containsEntry("class_name", "L2")
        .containsEntry("config", Map.of("l2", 0.5));
  }

  @Test
  void rejects_negative_factors() {
    assertThatThrownBy(() -> Regularizers.l2(-1))
        .hasMessage("L2: l2 must be finite and not negative, got -1.0");
    assertThatThrownBy(() -> Regularizers.l1(Double.NaN))
        .hasMessage("L1: l1 must be finite and not negative, got NaN");
  }
}
