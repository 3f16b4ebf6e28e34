// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.bidirectional;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.gru;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.layers.Layers.multiHeadAttention;
import static io.nyala.layers.Layers.rmsNormalization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.recurrent.LSTM;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
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
    model.predict(secondHalf); // continues where the first half ended
    model.resetStates();
    // end:stateful
    assertThat(memory.states().get(0).floats()).containsOnly(0);
  }

  @Test
  void attention() {
    // snippet:attention
    Value question = input(-1, 32);
    Value text = input(-1, 32);
    Value seen = multiHeadAttention(4, 8).dropout(0.1).apply(question, text);
    Value past = multiHeadAttention(4, 8).useCausalMask(true).apply(seen, seen);
    Value answer = dense(1).apply(rmsNormalization().apply(past));
    Model model = Model.of(List.of(question, text), List.of(answer));
    // end:attention
    List<Tensor> inputs =
        List.of(Tensor.zeros(Shape.of(2, 3, 32)), Tensor.zeros(Shape.of(2, 5, 32)));
    assertThat(model.predict(inputs).get(0).shape()).isEqualTo(Shape.of(2, 3, 1));
  }
}
