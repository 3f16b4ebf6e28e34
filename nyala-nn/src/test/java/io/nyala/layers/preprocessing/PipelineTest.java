// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.pipeline;
import static io.nyala.layers.Layers.rescaling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.testing.LayerContract;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers in a row; Keras's numbers for them are among its cases. */
class PipelineTest {
  @Test
  void keeps_the_contract() {
    LayerContract.of(() -> pipeline(rescaling(2, 1), dense(3), dropout(0.4)), Shape.of(5))
        .outputs(Shape.of(3))
        .weights(2, 0)
        .drawsInTraining()
        .check();
  }

  @Test
  void is_its_layers_one_after_the_other() {
    Model model = Sequential.of(input(1), pipeline(rescaling(2, 1), rescaling(3, 0)));
    assertThat(model.predict(Tensor.of(Shape.of(2, 1), 1, 2)).floats()).containsExactly(9, 15);
    assertThatThrownBy(() -> new Pipeline(List.of()))
        .hasMessage("Pipeline: expected at least one layer");
  }
}
