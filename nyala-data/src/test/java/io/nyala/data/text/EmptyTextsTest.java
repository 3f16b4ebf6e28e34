// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static io.nyala.data.text.PadSequences.padSequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.evaluation.Bleu;
import io.nyala.data.text.Tokenizer.MatrixMode;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts without a word. Literals are what Keras 3.15.1 answers, unless it says otherwise. */
class EmptyTextsTest {
  private static final List<String> EMPTY = List.of("", " \n\t", "?! ...");

  @TempDir Path folder;

  @Test
  void become_rows_of_padding() {
    Tokenizer tokenizer = new Tokenizer().fitOnTexts(List.of("", "a b a"));

    List<int[]> sequences = tokenizer.textsToSequences(EMPTY);
    assertThat(sequences).hasSize(3).allSatisfy(sequence -> assertThat(sequence).isEmpty());
    assertThat(tokenizer.sequencesToTexts(sequences)).containsExactly("", "", "");
    assertThat(padSequences(sequences, 2)).isEqualTo(Tensor.ofInts(Shape.of(3, 2), new int[6]));
    assertThat(padSequences(tokenizer.textsToSequences(List.of("", "a b"))).ints())
        .containsExactly(0, 0, 1, 2);
    assertThat(padSequences(sequences).shape()).isEqualTo(Shape.of(3, 0));
    assertThat(new TextVectorization().vocabulary(List.of("a", "b")).transform(EMPTY).shape())
        .isEqualTo(Shape.of(3, 0));
    assertThat(
            new TextVectorization()
                .vocabulary(List.of("a", "b"))
                .outputSequenceLength(2)
                .transform(EMPTY)
                .ints())
        .containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource(MatrixMode.class)
  void have_no_word_to_count(MatrixMode mode) {
    Tokenizer tokenizer = new Tokenizer().fitOnTexts(List.of("", "a b a"));

    assertThat(tokenizer.textsToMatrix(EMPTY, mode))
        .isEqualTo(Tensor.of(Shape.of(3, 3), new float[9]));
  }

  @ParameterizedTest
  @EnumSource(value = OutputMode.class, mode = EnumSource.Mode.EXCLUDE, names = "INT")
  void are_zeros_in_every_column(OutputMode mode) {
    TextVectorization words = new TextVectorization().outputMode(mode);

    assertThat(words.vocabulary(List.of("a", "b"), new double[] {1, 2}).transform(EMPTY))
        .isEqualTo(Tensor.of(Shape.of(3, 3), new float[9]));
  }

  @Test
  void have_no_runs_of_words_and_no_characters() {
    TextVectorization runs = new TextVectorization().ngrams(2).vocabulary(List.of("a", "a b"));
    assertThat(runs.transform(List.of("", "a b")).ints()).containsExactly(0, 0, 0, 2, 1, 3);
    TextVectorization characters =
        new TextVectorization().split(TextSplitter.characters()).adapt(List.of("", "ab", "a"));
    assertThat(characters.vocabulary()).containsExactly("", "[UNK]", "a", "b");
    assertThat(characters.transform(List.of("")).shape()).isEqualTo(Shape.of(1, 0));
  }

  @Test
  void change_the_vocabulary_in_no_way_but_weigh_in_tf_idf() {
    List<String> some = List.of("a b", "a");
    List<String> more = List.of("a b", "", "a");

    assertThat(new TextVectorization().adapt(more).vocabulary())
        .isEqualTo(new TextVectorization().adapt(some).vocabulary());
    assertThat(new Tokenizer().fitOnTexts(more).wordIndex())
        .isEqualTo(new Tokenizer().fitOnTexts(some).wordIndex());
    TextVectorization weighed = new TextVectorization().outputMode(OutputMode.TF_IDF).adapt(more);
    // log(1 + 3 texts / (1 + 2 with it))
    assertThat(weighed.transform(List.of("a")).at(1)).isEqualTo((float) Math.log(2));
  }

  @Test
  void have_no_stems() {
    LanguageAnalyzer english = LanguageAnalyzer.of("en");

    for (String text : List.of("", " ", "?!", "the and of")) {
      assertThat(english.split(text)).as(text).isEmpty();
    }
  }

  /** Keras's tokenizer stays silent here, and the network learns from padding alone. */
  @Test
  void teach_a_tokenizer_nothing_and_it_says_so() {
    Tokenizer tokenizer = new Tokenizer().fitOnTexts(EMPTY);

    assertThat(tokenizer.wordIndex()).isEmpty();
    assertThatThrownBy(() -> tokenizer.textsToSequences(List.of("a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Tokenizer has no vocabulary: it found no word in the 3 texts that it was fitted on; "
                + "are they empty, or is everything filtered?");
  }

  @Test
  void are_read_from_files_and_listed() throws IOException {
    for (String name : List.of("good/1", "good/2", "bad/1")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), name.equals("good/2") ? "" : "some words");
    }

    LabelledTexts texts = TextFiles.options().labelled(folder);

    assertThat(texts.texts()).containsExactly("some words", "some words", "");
    assertThat(texts.empty()).containsExactly("good/2");
    assertThat(TextFiles.options().lines(folder.resolve("good/2"))).isEmpty();
  }

  @Test
  void are_poor_translations_but_no_error() {
    Bleu none = Bleu.of(List.of("", ""), List.of("Va !", ""));

    assertThat(none.score()).isZero();
    assertThat(none.exactMatch()).isEqualTo(0.5);
    // As if the first sentence had been written alone, but for the penalty.
    List<String> long4 = List.of("un deux trois quatre", "");
    Bleu half = Bleu.of(long4, List.of("un deux trois quatre", "cinq six sept huit"));
    assertThat(half.precisions()).containsOnly(100);
    assertThat(half.brevityPenalty()).isEqualTo(Math.exp(-1));
  }

  @Test
  void are_found_among_many_by_all_cores() {
    List<String> many = IntStream.range(0, 999).mapToObj(i -> i % 3 == 0 ? "" : "w" + i).toList();

    List<int[]> sequences = new Tokenizer().fitOnTexts(many).textsToSequences(many);

    int[] lengths = sequences.stream().mapToInt(s -> s.length).toArray();
    assertThat(Arrays.stream(lengths).sum()).isEqualTo(666);
    assertThat(IntStream.range(0, 333).map(i -> lengths[3 * i])).containsOnly(0);
  }
}
