// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.layers.Layers;
import io.nyala.losses.Losses;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizers;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention that keeps no matrix of scores, beside attention that returns it. */
class FusedAttentionTest {
  private static final int FEATURES = 8;

  private static Tensor waves(int... dims) {
    Shape shape = Shape.of(dims);
    float[] data = new float[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) Math.sin(1.7 * i + 0.3);
    }
    return Tensor.of(shape, data);
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 0", "false, 2", "true, 3"})
  void gives_what_the_matrix_of_scores_gives(boolean causal, int window) {
    // Word 0 is padding: the first text is padded, the last is nothing else.
    Tensor words = Tensor.ofInts(Shape.of(3, 5), 4, 2, 3, 0, 0, 1, 2, 3, 4, 1, 0, 0, 0, 0, 0);
    for (boolean grouped : new boolean[] {false, true}) {
      Tensor fused = predict(grouped, causal, window, false, words);
      Tensor whole = predict(grouped, causal, window, true, words);
      // Products and a softmax of numbers near 1.
      TensorAssert.assertClose(fused, whole, 1e-5, 1e-5);
    }
  }

  private static Tensor predict(
      boolean grouped, boolean causal, int window, boolean scores, Tensor words) {
    Value text = Layers.input(DType.INT32, words.shape().last());
    Value x = Layers.embedding(5, FEATURES).maskZero(true).apply(text);
    HeadedAttention<?> layer =
        grouped ? Layers.groupQueryAttention(4, 4, 2) : Layers.multiHeadAttention(2, 4);
    layer.useCausalMask(causal).returnAttentionScores(scores);
    if (window > 0) {
      layer.slidingWindow(window);
    }
    Model model = Model.of(List.of(text), layer.applyAll(List.of(x, x)));
    model.seed(3);
    // Where a padded step may attend to nothing, the layer that returns scores has zeros for
    // Keras's
    // mean; those steps are masked, so what they hold does not matter.
    return model.predict(List.of(words)).get(0).rows(0, 2).slice(1, 0, 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void needs_memory_linear_in_the_steps(boolean causal) {
    long once = memory(2_048, causal);
    long twice = memory(4_096, causal);
    // Linear means 2 with a constant part; the matrix of scores alone would make it almost 4.
    assertThat((double) twice / once).isLessThan(2.2);
  }

  private static long memory(int steps, boolean causal) {
    Value x = Layers.input(steps, FEATURES);
    Model model = Model.of(x, Layers.multiHeadAttention(2, 4).useCausalMask(causal).apply(x, x));
    model.compile(Optimizers.sgd(0.01), Losses.meanSquaredError());
    Tensor data = waves(1, steps, FEATURES);
    model.fit(data, data, FitOptions.fit());
    return model.trainingMemory().used();
  }
}
