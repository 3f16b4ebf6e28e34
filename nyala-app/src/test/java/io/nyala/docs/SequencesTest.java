// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.bidirectional;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.gru;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.LSTM;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The code of {@code docs/sequences.md}. */
class SequencesTest {
  @Test
  void masks_and_checks_words() {
    // snippet:sequence-net
    Model model =
        Sequential.of(
            input(DType.INT32, 20),
            embedding(1000, 16).maskZero(true),
            bidirectional(lstm(8).returnSequences()),
            gru(8),
            dense(1).activation(SIGMOID));
    // end:sequence-net
    int[] words = new int[40];
    words[3] = 999;
    assertThat(model.predict(Tensor.ofInts(Shape.of(2, 20), words)).shape())
        .isEqualTo(Shape.of(2, 1));
    words[25] = 1000;
    assertThatThrownBy(() -> model.predict(Tensor.ofInts(Shape.of(2, 20), words)))
        .hasMessageContaining("index 1000")
        .hasMessageContaining("outside [0, 1000)");
  }

  @Test
  void goes_on_where_a_batch_ended() {
    Tensor firstHalf = Tensor.of(Shape.of(1, 2, 1), 1, 2);
    Tensor secondHalf = Tensor.of(Shape.of(1, 2, 1), 3, 4);
    // snippet:stateful
    LSTM memory = lstm(8).stateful();
    Model model = Sequential.of(input(-1, 1), memory, dense(1));
    model.predict(firstHalf);
    model.predict(secondHalf); // goes on where the first half ended
    model.resetStates();
    // end:stateful
    assertThat(memory.states().get(0).floats()).containsOnly(0);
  }
}
