// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Literals are what Keras 3.15.1 answers to the same texts. */
class TextVectorizationTest {
  private static final List<String> TEXTS =
      List.of(
          "The cat sat, on the mat! It's é É-clair",
          "A dog; the cat.",
          "",
          "unknown\twords \u00a0here here");

  private final TextVectorization vectorization = new TextVectorization();

  @Test
  void learns_the_vocabulary_by_frequency_and_backwards_through_the_alphabet() {
    assertThat(vectorization.adapt(TEXTS).vocabulary())
        .containsExactly(
            "",
            "[UNK]",
            "the",
            "cat",
            "é",
            "Éclair",
            "\u00a0here",
            "words",
            "unknown",
            "sat",
            "on",
            "mat",
            "its",
            "here",
            "dog",
            "a");
  }

  @Test
  void limits_the_vocabulary_with_its_special_tokens() {
    vectorization.maxTokens(6).adapt(TEXTS);

    assertThat(vectorization.vocabulary())
        .containsExactly("", "[UNK]", "the", "cat", "é", "Éclair");
    assertThat(vectorization.transform(TEXTS.subList(0, 2)))
        .isEqualTo(
            Tensor.ofInts(Shape.of(2, 9), 2, 3, 1, 1, 2, 1, 1, 4, 5, 1, 1, 2, 3, 0, 0, 0, 0, 0));
  }

  @Test
  void joins_neighbours() {
    vectorization.ngrams(2).adapt(TEXTS);

    assertThat(vectorization.transform(TEXTS.subList(0, 2)).ints())
        .containsExactly(
            2, 4, 16, 18, 2, 20, 22, 6, 7, 3, 26, 15, 17, 14, 19, 21, 5, 28, 25, 2, 4, 27, 24, 3, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void counts_runs_of_chosen_lengths() {
    Tensor counts =
        vectorization
            .ngrams(new int[] {1, 3})
            .outputMode(OutputMode.COUNT)
            .adapt(TEXTS)
            .transform(TEXTS.subList(0, 2));

    assertThat(counts.shape()).isEqualTo(Shape.of(2, 26));
    assertThat(counts.floats())
        .startsWith(0, 2, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0)
        .endsWith(0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1);
  }

  @Test
  void weighs_by_inverse_document_frequency() {
    Tensor weighed =
        vectorization
            .outputMode(OutputMode.TF_IDF)
            .adapt(TEXTS)
            .transform(List.of(TEXTS.get(0), "the stranger"));

    assertThat(weighed.shape()).isEqualTo(Shape.of(2, 15));
    assertThat(weighed.at(1)).isEqualTo(1.6945956945419312f);
    assertThat(weighed.at(2)).isEqualTo(0.8472978472709656f);
    assertThat(weighed.at(3)).isEqualTo(1.0986123085021973f);
    assertThat(weighed.at(5)).isZero();
    // The mean of two words in two texts each and twelve in one.
    assertThat(weighed.at(15)).isCloseTo((2 * 0.8472979f + 12 * 1.0986123f) / 14, within(1e-6f));
  }

  @Test
  void marks_what_is_there_in_rows_of_a_given_width() {
    Tensor marked =
        vectorization
            .outputMode(OutputMode.MULTI_HOT)
            .maxTokens(30)
            .padToMaxTokens()
            .adapt(TEXTS)
            .transform(List.of("the the cat", "zebra"));

    assertThat(marked.shape()).isEqualTo(Shape.of(2, 30));
    assertThat(marked.floats()).startsWith(0, 1, 1, 0);
    assertThat(marked.rows(1, 2).floats()).startsWith(1, 0, 0);
  }

  @Test
  void pads_and_cuts_at_either_side() {
    vectorization.vocabulary(List.of("a", "b", "c")).outputSequenceLength(2);
    List<String> texts = List.of("a b c", "a", "");

    assertThat(vectorization.transform(texts).ints()).containsExactly(2, 3, 2, 0, 0, 0);
    assertThat(vectorization.sides(Side.PRE, Side.PRE).transform(texts).ints())
        .containsExactly(3, 4, 0, 2, 0, 0);
  }

  @Test
  void the_answer_does_not_depend_on_the_order_of_chunks() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      many.add("w" + i % 97 + " w" + i % 31 + " w" + i);
    }
    List<String> first = new TextVectorization().adapt(many).vocabulary();

    assertThat(new TextVectorization().adapt(many).vocabulary()).isEqualTo(first);
    assertThat(first).hasSize(2_002);
    // w0 to w30: once as themselves, 20 or 21 times of 97, 64 or 65 times of 31.
    assertThat(first.subList(2, 4)).containsExactly("w9", "w8");
  }

  @Test
  void says_that_there_is_no_vocabulary_or_no_token() {
    assertThatThrownBy(() -> vectorization.transform(TEXTS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("adapt(texts)");
    assertThatThrownBy(() -> vectorization.adapt(List.of("", "?!")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no token in 2 texts");
    assertThatThrownBy(() -> vectorization.vocabulary(List.of("a", "a")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("\"a\" twice");
  }
}
