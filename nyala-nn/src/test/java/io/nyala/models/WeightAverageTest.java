// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
  private static final Tensor ONE = Tensor.of(Shape.of(1, 1), 1);

  private static List<Tensor> weights(float kernel, float bias) {
    return List.of(Tensor.of(Shape.of(1, 1), kernel), Tensor.of(Shape.of(1), bias));
  }

  @Test
  void is_the_mean_of_all_weights() {
    Model model = Sequential.of(input(1), dense(1));
    model.setWeights(weights(1, 2));
    // In single precision, 1e8 + 1 is 1e8.
    WeightAverage average = new WeightAverage().add(model).add(weights(1e8f, 4));
    average.add(weights(-1e8f, -9));
    assertThat(average.count()).isEqualTo(3);
    assertThat(average.weights()).isEqualTo(weights(1 / 3f, -1));
    assertThat(model.getWeights()).isEqualTo(weights(1, 2));
  }

  @Test
  void greedy_leaves_out_what_makes_it_worse() {
    Model model = Sequential.of(input(1), dense(1).useBias(false));
    List<List<Tensor>> candidates =
        List.of(
            List.of(Tensor.of(Shape.of(1, 1), 30)),
            List.of(Tensor.of(Shape.of(1, 1), 9)),
            List.of(Tensor.of(Shape.of(1, 1), Float.NaN)),
            List.of(Tensor.of(Shape.of(1, 1), 12)),
            List.of(Tensor.of(Shape.of(1, 1), 7)));
    // 9 is 1 from 10, the mean of 9 and 12 is 0.5 from it, with 7 it would be 0.67, with 30 it is
    // 7.
    List<Integer> taken =
        WeightAverage.greedy(model, candidates, m -> -Math.abs(m.predict(ONE).at(0) - 10));
    assertThat(taken).containsExactly(1, 3);
    assertThat(model.getWeights().get(0).at(0)).isEqualTo(10.5f);
  }

  @Test
  void says_what_does_not_fit() {
    WeightAverage average = new WeightAverage();
    assertThatThrownBy(average::weights)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("WeightAverage: add weights before taking their mean");
    average.add(weights(1, 2));
    assertThatThrownBy(() -> average.add(List.of(ONE)))
        .hasMessage(
            "WeightAverage: expected weights of shapes [(1, 1), (1,)], as before, got [(1, 1)]");
    assertThatThrownBy(() -> WeightAverage.greedy(null, List.of(), m -> 0))
        .hasMessageContaining("model");
    Model model = Sequential.of(input(1), dense(1));
    assertThatThrownBy(() -> WeightAverage.greedy(model, List.of(), m -> 0))
        .hasMessage("WeightAverage: expected at least one candidate");
  }
}
