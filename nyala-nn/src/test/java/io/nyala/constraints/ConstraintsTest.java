// SPDX-License-Identifier: Apache-2.0
package io.nyala.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.support.Evaluate;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConstraintsTest {
  /** Columns of length 5 and 1; rows of length sqrt(9.36), sqrt(16.64). */
  private static final Tensor W = Tensor.matrix(new float[] {3, 0.6f}, new float[] {-4, 0.8f});

  static Stream<Object[]> projections() {
    return Stream.of(
        new Object[] {Constraints.maxNorm(2), new float[] {1.2f, 0.6f, -1.6f, 0.8f}},
        new Object[] {Constraints.unitNorm(), new float[] {0.6f, 0.6f, -0.8f, 0.8f}},
        new Object[] {Constraints.nonNeg(), new float[] {3, 0.6f, 0, 0.8f}},
        new Object[] {Constraints.minMaxNorm(2, 3), new float[] {1.8f, 1.2f, -2.4f, 1.6f}},
        // Half of the way: lengths 5 to 4 and 1 to 1.5.
        new Object[] {Constraints.minMaxNorm(2, 3, 0.5, 0), new float[] {2.4f, 0.9f, -3.2f, 1.2f}},
        // Along both axes the length is sqrt(26).
        new Object[] {
          Constraints.unitNorm(0, 1), new float[] {0.588348f, 0.117670f, -0.784465f, 0.156893f}
        },
        new Object[] {
          Constraints.maxNorm(1, 1), new float[] {0.980581f, 0.196116f, -0.980581f, 0.196116f}
        });
  }

  @ParameterizedTest
  @MethodSource("projections")
  void projects_as_its_formula_says(Constraint constraint, float[] expected) {
    Tensor projected = Evaluate.of(constraint::project, W);
    TensorAssert.assertClose(projected, Tensor.of(W.shape(), expected), 1e-6, 1e-6);
    assertThat(Constraints.fromConfig(Constraints.toConfig(constraint))).isEqualTo(constraint);
  }

  @Test
  void zero_weights_stay_zero() {
    Tensor zeros = Tensor.zeros(W.shape());
    for (String name : List.of("max_norm", "unit_norm", "min_max_norm", "non_neg")) {
      assertThat(Evaluate.of(Constraints.byName(name)::project, zeros)).isEqualTo(zeros);
    }
  }

  @Test
  void has_the_defaults_of_keras() {
    assertThat(Constraints.byName("max_norm")).isEqualTo(new MaxNorm(2, List.of(0)));
    assertThat(Constraints.byName("min_max_norm")).isEqualTo(new MinMaxNorm(0, 1, 1, List.of(0)));
    assertThat(Constraints.toConfig(Constraints.maxNorm(2)).get("config"))
        .isEqualTo(Map.of("max_value", 2.0, "axis", 0));
  }

  @Test
  void rejects_ranges_that_are_none() {
    assertThatThrownBy(() -> Constraints.minMaxNorm(2, 1))
        .hasMessage("MinMaxNorm: expected 0 <= min_value <= max_value, got 2.0, 1.0");
    assertThatThrownBy(() -> Constraints.maxNorm(-1))
        .hasMessage("MaxNorm: max_value must not be negative: -1.0");
  }
}
