// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Literals are what Keras 3.15.1 on TensorFlow answers to the same words. */
class StringLookupTest {
  private static final List<String> WORDS =
      List.of(
          "",
          "A",
          "cat",
          "fish",
          "h\u00e9llo",
          "12345678",
          "0123456789abcdef",
          "0123456789abcdefg",
          "the quick brown fox jumps over",
          "0123456789abcdef0123456789abcdef",
          "the quick brown fox jumps over the lazy dog",
          "x".repeat(64),
          "x".repeat(65),
          "the quick brown fox jumps over the lazy dog and runs far away from it all",
          "ab".repeat(64),
          "ab".repeat(64) + "c",
          "x".repeat(200));

  /** Every path of the hash: 0 to 3, 4 to 7, 8 to 16, 17 to 32, 33 to 64 bytes, and more. */
  @Test
  void words_of_any_length_have_the_bins_of_keras() {
    assertThat(new Hashing(1_000_003).transform(WORDS).ints())
        .containsExactly(
            377723, 127888, 666939, 709590, 553072, 470335, 128007, 663110, 598611, 320106, 34042,
            518772, 595507, 176611, 211282, 334250, 603131);
    assertThat(new Hashing(7).transform(WORDS).ints())
        .containsExactly(6, 3, 0, 0, 0, 2, 1, 2, 2, 5, 0, 4, 0, 4, 0, 4, 3);
    assertThat(new Hashing(3).transform(Tensor.vectorOfInts(1, 2, 3, 4, 5, -1, 1_000_000)).ints())
        .containsExactly(0, 1, 0, 2, 1, 0, 2);
  }

  @Test
  void salt_is_the_key_of_another_hash() {
    assertThat(new Hashing(1_000_003).salt(133, 137).transform(WORDS).ints())
        .containsExactly(
            953272, 212495, 571401, 367164, 760770, 100339, 798340, 126932, 87861, 135012, 18111,
            468263, 915689, 950811, 809034, 846289, 736155);
    List<String> letters = List.of("A", "B", "C", "D", "E");
    assertThat(new Hashing(3).salt(133).transform(letters).ints()).containsExactly(0, 0, 2, 1, 0);
    assertThat(new Hashing(3).transform(letters).ints()).containsExactly(1, 0, 1, 1, 2);
  }

  @Test
  void a_mask_has_a_bin_of_its_own() {
    List<String> letters = List.of("A", "B", "", "C", "D");
    assertThat(new Hashing(3).maskValue("").transform(letters).ints())
        .containsExactly(1, 1, 0, 2, 2);
    assertThat(new Hashing(1).maskValue("").transform(letters).ints()).containsOnly(0);
    assertThatThrownBy(() -> new Hashing(0)).hasMessageContaining("at least 1, got 0");
  }

  @Test
  void unknown_words_share_places() {
    StringLookup lookup = new StringLookup().vocabulary(List.of("a", "b"));

    assertThat(lookup.transform(List.of("a", "c", "")).ints()).containsExactly(1, 0, 0);
    assertThat(lookup.numOovIndices(3).transform(List.of("a", "c", "d", "e", "f", "")).ints())
        .containsExactly(3, 1, 2, 1, 0, 2);
    assertThatThrownBy(() -> lookup.numOovIndices(0).transform(List.of("a", "c")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("\"c\" is not in the vocabulary");
  }

  @Test
  void indices_become_words_again() {
    StringLookup lookup = new StringLookup().vocabulary(List.of("a", "b"));
    assertThat(lookup.inverse(Tensor.vectorOfInts(0, 1, 2, 9)))
        .containsExactly("[UNK]", "a", "b", "[UNK]");
    lookup.maskToken("");
    assertThat(lookup.inverse(lookup.transform(List.of("", "b", "z"))))
        .containsExactly("", "b", "[UNK]");
  }

  @Test
  void rows_are_marked_or_counted() {
    StringLookup lookup = new StringLookup().maskToken("").vocabulary(List.of("a", "b"));
    List<List<String>> rows = List.of(List.of("a", "c", ""), List.of("b", "b"), List.of());

    assertThat(lookup.transform(rows, OutputMode.MULTI_HOT))
        .isEqualTo(Tensor.of(Shape.of(3, 3), 1, 1, 0, 0, 0, 1, 0, 0, 0));
    assertThat(lookup.transform(rows, OutputMode.COUNT).floats())
        .containsExactly(1, 1, 0, 0, 0, 2, 0, 0, 0);
    assertThatThrownBy(() -> lookup.transform(rows, OutputMode.TF_IDF))
        .hasMessageContaining("MULTI_HOT or COUNT, not TF_IDF");
  }

  @Test
  void the_vocabulary_has_frequent_words_first_and_no_special_ones() {
    StringLookup lookup = new StringLookup();
    assertThatThrownBy(() -> lookup.transform(List.of("a"))).hasMessageContaining("adapt(words)");
    assertThat(lookup.adapt(List.of("b", "b", "a", "c", "a", "b")).vocabulary())
        .containsExactly("[UNK]", "b", "a", "c");
    List<String> special = List.of("", "b", "[UNK]", "", "c", "[UNK]");
    assertThat(lookup.adapt(special).vocabulary()).containsExactly("[UNK]", "", "c", "b");
    assertThat(lookup.maskToken("").maxTokens(3).adapt(special).vocabulary())
        .containsExactly("", "[UNK]", "c");
    assertThatThrownBy(() -> lookup.vocabulary(List.of("a", "a")))
        .hasMessageContaining("\"a\" twice");
  }
}
