// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.input;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.optimizers.SGD;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FitTest {
  /** One weight, one bias, batch of 2, by hand: loss (1 + 9) / 2, gradients -7 and -4. */
  @Test
  void makes_the_update_that_one_makes_by_hand() {
    Model model = Sequential.of(input(1), new Affine(1));
    model.setWeights(java.util.List.of(Tensor.zeros(Shape.of(1, 1)), Tensor.zeros(Shape.of(1))));
    model.compile(new SGD(0.1), new SquaredError());
    Tensor x = Tensor.matrix(new float[] {1}, new float[] {2});
    Tensor y = Tensor.matrix(new float[] {1}, new float[] {3});
    History h = model.fit(x, y, fit().shuffle(false));
    assertThat(h.get("loss")).containsExactly(5.0);
    assertThat(model.getWeights().get(0).item()).isEqualTo(0.7f);
    assertThat(model.getWeights().get(1).item()).isEqualTo(0.4f);
    assertThat(model.predict(x).floats()).containsExactly(1.1f, 1.8f);
  }
}
