// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LanguageAnalyzerTest {
  private static final String TEXT = "The dogs are running, and the cat's houses are not.";

  @Test
  void stems_and_drops_stop_words() {
    assertThat(LanguageAnalyzer.of("en").split(TEXT)).containsExactly("dog", "run", "cat", "hous");
  }

  @Test
  void keeps_stop_words_or_whole_words() {
    assertThat(LanguageAnalyzer.of("en").keepStopWords().split("The dogs"))
        .containsExactly("the", "dog");
    assertThat(LanguageAnalyzer.of("en").withoutStemming().split("The Dogs"))
        .containsExactly("dogs");
    assertThat(LanguageAnalyzer.of("en").withoutStemming().keepStopWords().split("The Dogs"))
        .containsExactly("the", "dogs");
  }

  @Test
  void knows_the_elisions_of_french() {
    assertThat(LanguageAnalyzer.of("fr").keepStopWords().split("L'École des CHATS"))
        .startsWith("ecol");
  }

  @Test
  void feeds_a_vocabulary() {
    TextVectorization words =
        new TextVectorization()
            .standardize(Standardize.NONE)
            .split(LanguageAnalyzer.of("en"))
            .adapt(List.of("Dogs run.", "A dog ran; running dogs"));

    assertThat(words.vocabulary()).containsExactly("", "[UNK]", "dog", "run", "ran");
  }

  @Test
  void lists_the_languages_that_there_are() {
    assertThatThrownBy(() -> LanguageAnalyzer.of("tlh"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "LanguageAnalyzer: no language 'tlh'; there are [da, de, en, es, fi, fr, it, nl, no,"
                + " pt, ru, sv]");
  }
}
