// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.text.Tokenizer.MatrixMode;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Literals are what Keras's tokenizer (in 3.15.1's legacy package) answers to the same texts. */
class TokenizerTest {
  private static final List<String> TEXTS =
      List.of(
          "The cat sat, on the mat! It's é É-clair",
          "A dog; the cat.",
          "",
          "unknown\twords \u00a0here here");

  @Test
  void numbers_words_by_frequency_then_by_first_use() {
    assertThat(new Tokenizer().fitOnTexts(TEXTS).wordIndex().keySet())
        .containsExactly(
            "the",
            "cat",
            "é",
            "sat",
            "on",
            "mat",
            "it's",
            "clair",
            "a",
            "dog",
            "unknown",
            "words",
            "\u00a0here",
            "here");
  }

  @Test
  void leaves_out_unknown_words_and_those_beyond_the_limit() {
    assertThat(new Tokenizer().numWords(4).fitOnTexts(TEXTS).textsToSequences(TEXTS))
        .containsExactly(new int[] {1, 2, 1, 3, 3}, new int[] {1, 2}, new int[] {}, new int[] {});
  }

  @Test
  void gives_unknown_words_a_token() {
    Tokenizer tokenizer = new Tokenizer().numWords(4).oovToken("<o>").fitOnTexts(TEXTS);

    assertThat(tokenizer.textsToSequences(TEXTS))
        .containsExactly(
            new int[] {2, 3, 1, 1, 2, 1, 1, 1, 1, 1},
            new int[] {1, 1, 2, 3},
            new int[] {},
            new int[] {1, 1, 1, 1});
    assertThat(tokenizer.sequencesToTexts(List.of(new int[] {1, 2, 99})))
        .containsExactly("<o> the <o>");
    assertThat(tokenizer.vocabularySize()).isEqualTo(4);
  }

  @Test
  void reads_characters() {
    Tokenizer tokenizer = new Tokenizer().charLevel().numWords(6).fitOnTexts(TEXTS);

    assertThat(tokenizer.wordIndex().keySet())
        .startsWith(" ", "t", "e", "a", "h", "o", "n", "r", "c", "s", "i", "é", "d", "w", ",");
    assertThat(tokenizer.textsToSequences(TEXTS.subList(1, 2)))
        .containsExactly(new int[] {4, 1, 1, 2, 5, 3, 1, 4, 2});
  }

  @ParameterizedTest
  @CsvSource({
    "BINARY, 1, 1, 1",
    "COUNT, 1, 2, 1",
    "FREQ, 0.25, 0.5, 0.25",
    "TFIDF, 1.609438, 1.4346, 0.847298",
  })
  void counts(MatrixMode mode, float unknown, float the, float cat) {
    Tokenizer tokenizer = new Tokenizer().numWords(4).oovToken("<o>").fitOnTexts(TEXTS);

    Tensor matrix = tokenizer.textsToMatrix(List.of("the cat the zebra", ""), mode);

    assertThat(matrix.shape()).isEqualTo(Shape.of(2, 4));
    assertThat(matrix.floats())
        .containsExactly(new float[] {0, unknown, the, cat, 0, 0, 0, 0}, within(1e-6f));
  }

  @Test
  void cuts_where_it_is_told() {
    Tokenizer tokenizer = new Tokenizer().filters("").lower(false).split('|');

    assertThat(tokenizer.tokens("A b||C, d")).containsExactly("A b", "C, d");
  }

  @Test
  void says_that_it_knows_nothing() {
    assertThatThrownBy(() -> new Tokenizer().textsToSequences(TEXTS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("fitOnTexts");
  }

  /** From the documentation of Keras's {@code pad_sequences}. */
  @Test
  void pads_sequences() {
    List<int[]> sequences = List.of(new int[] {1}, new int[] {2, 3}, new int[] {4, 5, 6});

    assertThat(PadSequences.padSequences(sequences).ints())
        .containsExactly(0, 0, 1, 0, 2, 3, 4, 5, 6);
    assertThat(PadSequences.padSequences(sequences, 3, Side.PRE, Side.PRE, -1).ints())
        .containsExactly(-1, -1, 1, -1, 2, 3, 4, 5, 6);
    assertThat(PadSequences.padSequences(sequences, 3, Side.POST, Side.PRE, 0).ints())
        .containsExactly(1, 0, 0, 2, 3, 0, 4, 5, 6);
    assertThat(PadSequences.padSequences(sequences, 2).ints()).containsExactly(0, 1, 2, 3, 5, 6);
    assertThat(PadSequences.padSequences(sequences, 2, Side.PRE, Side.POST, 0).ints())
        .containsExactly(0, 1, 2, 3, 4, 5);
  }
}
