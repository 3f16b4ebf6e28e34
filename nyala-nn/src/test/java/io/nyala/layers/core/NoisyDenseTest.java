// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoisyDenseTest {
  private static final int IN = 4;
  private static final int UNITS = 300;

  /** A row of zeros, and one for each input that is 1 while the others are 0. */
  private static Tensor rows() {
    float[] x = new float[(IN + 1) * IN];
    for (int i = 0; i < IN; i++) {
      x[(i + 1) * IN + i] = 1;
    }
    return Tensor.of(Shape.of(IN + 1, IN), x);
  }

  private static float[] train(NoisyDense layer, long step) {
    return Evaluate.layer(layer, Call.training(11), step, rows()).floats();
  }

  @Test
  void begins_as_in_the_paper() {
    NoisyDense layer = new NoisyDense(UNITS, 0.5);
    layer.buildOn(List.of(Shape.of(Shape.UNKNOWN, IN)));
    List<Tensor> weights = layer.weights().stream().map(w -> w.variable().get()).toList();
    for (int w = 0; w < 2; w++) { // kernel, bias
      float most = 0;
      for (float v : weights.get(w).floats()) {
        most = Math.max(most, Math.abs(v));
      }
      assertThat(most).isBetween(0.48f, 0.5f); // 1 / sqrt(4)
    }
    assertThat(weights.get(2).floats()).containsOnly(0.25f); // 0.5 / sqrt(4)
    assertThat(weights.get(3).floats()).containsOnly(0.25f);
  }

  @Test
  void the_noise_of_the_kernel_is_a_product_of_that_of_inputs_and_outputs() {
    NoisyDense layer = new NoisyDense(UNITS, 0.5);
    float[] plain = Evaluate.layer(layer, rows()).floats();
    float[] noisy = train(layer, 0);
    double size = 0;
    for (int i = 1; i <= IN; i++) {
      double input = Double.NaN;
      for (int j = 0; j < UNITS; j++) {
        double ofBias = noisy[j] - plain[j]; // 0.25 f(q_j)
        double ofInput = noisy[i * UNITS + j] - plain[i * UNITS + j] - ofBias; // 0.25 f(p_i) f(q_j)
        if (Math.abs(ofBias) > 0.05) {
          double factor = ofInput / ofBias;
          input = Double.isNaN(input) ? factor : input;
          assertThat(factor)
              .as("noise of input %d, output %d", i, j)
              .isCloseTo(input, within(1e-4));
        }
        size += i == 1 ? ofBias * ofBias : 0;
      }
    }
    // The mean of f(q)^2 = |q| is sqrt(2 / pi) with the standard deviation 0.6 of one number.
    double mean = size / UNITS * 16;
    assertThat(mean).isCloseTo(Math.sqrt(2 / Math.PI), within(5 * 0.6 / Math.sqrt(UNITS)));
  }

  @Test
  void each_step_has_another_noise_and_inference_none() {
    NoisyDense layer = new NoisyDense(3, 0.5);
    float[] plain = Evaluate.layer(layer, rows()).floats();
    assertThat(train(layer, 1)).isEqualTo(train(layer, 1)).isNotEqualTo(train(layer, 2));
    assertThat(train(layer, 1)).isNotEqualTo(plain);
    Dense dense = new Dense(3);
    dense.buildOn(List.of(Shape.of(Shape.UNKNOWN, IN)));
    for (int w = 0; w < 2; w++) {
      dense.weights().get(w).variable().set(layer.weights().get(w).variable().get());
    }
    assertThat(plain).containsExactly(Evaluate.layer(dense, rows()).floats(), within(0f));
  }

  @Test
  void is_a_registered_class_in_files() {
    NoisyDense layer = new NoisyDense(3, 0.4);
    Map<String, Object> form = LayerRegistry.toConfig(layer);
    assertThat(form)
        .containsEntry("module", "nyala")
        .containsEntry("class_name", "NoisyDense")
        .containsEntry("registered_name", "nyala>NoisyDense");
    assertThat(LayerRegistry.fromConfig(form).config()).isEqualTo(layer.config());
  }

  @Test
  void refuses_what_makes_no_sense() {
    assertThatThrownBy(() -> new NoisyDense(0, 0.5)).hasMessageContaining("units");
    assertThatThrownBy(() -> new NoisyDense(3, Double.NaN)).hasMessageContaining("sigma0");
    assertThatThrownBy(() -> Evaluate.layer(new NoisyDense(3, 0.5), Tensor.vector(1, 2)))
        .hasMessageContaining("expected input (batch, ..., features)");
  }
}
