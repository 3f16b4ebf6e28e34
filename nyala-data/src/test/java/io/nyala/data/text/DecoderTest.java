// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.text.Decoder.Next;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecoderTest {
  private static final int STOP = 3;

  /**
   * A chain of tokens, 0 the start: 1 looks better than 2 at first (0.6 and 0.4), but what follows
   * 1 is uncertain while 2 is surely followed by the end. The state counts steps, beginning with
   * what the row was given; from 10 on the end is certain.
   */
  private static Next step(int[] tokens, List<Tensor> states) {
    float[] p = new float[tokens.length * 4];
    float[] counted = states.getFirst().toFloats();
    for (int i = 0; i < tokens.length; i++) {
      float[] row =
          counted[i] >= 10
              ? new float[] {0, 0, 0, 1}
              : switch (tokens[i]) {
                case 0 -> new float[] {0, 0.6f, 0.4f, 0};
                case 1 -> new float[] {0, 0.4f, 0.3f, 0.3f};
                default -> new float[] {0, 0, 0, 1};
              };
      System.arraycopy(row, 0, p, i * 4, 4);
      counted[i]++;
    }
    return new Next(
        Tensor.of(Shape.of(tokens.length, 1, 4), p),
        List.of(Tensor.of(Shape.of(tokens.length, 1), counted)));
  }

  private final Decoder decoder = new Decoder(DecoderTest::step, 0, STOP, 5);

  private static List<Tensor> states(float... counts) {
    return List.of(Tensor.of(Shape.of(counts.length, 1), counts));
  }

  @Test
  void greedy_takes_the_best_token_of_each_step() {
    assertThat(decoder.greedy(states(0))).containsExactly(new int[] {1, 1, 1, 1, 1});
  }

  @Test
  void a_beam_finds_the_better_sequence() {
    assertThat(decoder.beam(states(0), 2)).containsExactly(new int[] {2});
  }

  @Test
  void rows_of_a_batch_end_on_their_own_and_keep_their_states() {
    assertThat(decoder.greedy(states(9, 10, 7)))
        .containsExactly(new int[] {1}, new int[] {}, new int[] {1, 1, 1});
    assertThat(decoder.beam(states(9, 10, 0), 3))
        .containsExactly(new int[] {1}, new int[] {}, new int[] {2});
  }

  @Test
  void rejects_a_beam_without_width() {
    assertThatThrownBy(() -> decoder.beam(states(0), 0)).isInstanceOf(DataException.class);
  }
}
