// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranslatorTest {
  private static final List<String> SOURCES = List.of("Go.", "Run away!", "Hi");
  private static final List<String> TARGETS = List.of("Va !", "Fuis !", "Salut");

  @TempDir Path folder;

  private static Translator translator(boolean attention) {
    Translator translator = Translator.of(SOURCES, TARGETS, 12, attention);
    translator.training().seed(7);
    return translator;
  }

  /** Returns the most probable next character after each of the answers' characters. */
  private static int[] best(Tensor probabilities, int row) {
    int length = probabilities.shape().dim(1);
    int characters = probabilities.shape().last();
    int[] best = new int[length];
    for (int t = 0; t < length; t++) {
      int from = (row * length + t) * characters;
      for (int i = 1; i < characters; i++) {
        if (probabilities.at(from + i) > probabilities.at(from + best[t])) {
          best[t] = i;
        }
      }
    }
    return best;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_decoder_goes_step_by_step_where_the_trained_model_goes_at_once(boolean attention) {
    Translator translator = translator(attention);
    // Untrained, it does not stop; start and stop have to fit too.
    List<String> answers =
        translator.translate(SOURCES, 1).stream()
            .map(a -> a.substring(0, Math.min(a.length(), 6)))
            .toList();
    Tensor probabilities =
        translator
            .training()
            .predict(List.of(translator.encode(SOURCES), translator.soFar(answers)))
            .get(0);
    Tensor wanted = translator.next(answers);
    for (int row = 0; row < SOURCES.size(); row++) {
      int[] taken = best(probabilities, row);
      int[] written = best(wanted, row);
      for (int t = 0; t < answers.get(row).length(); t++) {
        assertThat(taken[t]).as("row %d, character %d", row, t).isEqualTo(written[t]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sentences_are_translated_together_as_one_by_one_and_after_loading(boolean attention)
      throws IOException {
    Translator translator = translator(attention);
    for (int beams : List.of(1, 3)) {
      List<String> together = translator.translate(SOURCES, beams);
      List<String> alone = new ArrayList<>();
      SOURCES.forEach(s -> alone.addAll(translator.translate(List.of(s), beams)));
      assertThat(together).isEqualTo(alone);
    }
    translator.save(folder.resolve(Translator.FILE));
    translator.training().saveWeights(folder.resolve(Translator.WEIGHTS));
    for (Path named : List.of(folder, folder.resolve(Translator.WEIGHTS))) {
      assertThat(Translator.load(named).translate(SOURCES, 2))
          .isEqualTo(translator.translate(SOURCES, 2));
    }
  }

  @Test
  void attention_leaves_the_characters_out_that_are_not_there() {
    // What was read is zero behind the end of a sentence, and so has no part in the mean.
    Translator translator = translator(true);
    Tensor seen = translator.read("Hi");
    int units = seen.shape().last();
    for (int t = 0; t < seen.shape().dim(1); t++) {
      boolean zero = true;
      for (int i = 0; i < units; i++) {
        zero &= seen.at(t * units + i) == 0;
      }
      assertThat(zero).as("character %d", t).isEqualTo(t >= 2);
    }
  }

  @Test
  void says_what_it_has_not_learnt() {
    Translator translator = translator(true);
    assertThatThrownBy(() -> translator.translate(List.of("Go?"), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'?' (U+003F) in \"Go?\" is not one of the characters");
    assertThatThrownBy(() -> translator.translate(List.of("Run away! Hi"), 1))
        .hasMessageContaining("sentences of 1 to 9 characters, got 12");
    assertThatThrownBy(() -> translator.translate(List.of(""), 1)).hasMessageContaining("got 0");
  }
}
