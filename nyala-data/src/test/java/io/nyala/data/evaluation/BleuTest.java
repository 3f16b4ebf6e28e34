// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.DataException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Literals are those of sacreBLEU 2 for the same sentences. */
class BleuTest {
  private static final List<String> TRANSLATIONS =
      List.of("Le chat est sur le tapis.", "Va !", "Je suis content aujourd'hui.", "Tom est là");
  private static final List<String> REFERENCES =
      List.of(
          "Le chat est assis sur le tapis.",
          "Va !",
          "Je suis très heureux aujourd'hui.",
          "Tom n'est pas là.");

  @Test
  void scores_a_set_of_translations() {
    Bleu bleu = Bleu.of(TRANSLATIONS, REFERENCES);

    assertThat(bleu.score()).isCloseTo(32.937617352617934, within(1e-9));
    assertThat(bleu.precisions())
        .containsExactly(
            new double[] {
              88.23529411764706, 61.53846153846154, 33.333333333333336, 16.666666666666668
            },
            within(1e-9));
    assertThat(bleu.brevityPenalty()).isCloseTo(0.7903383629814982, within(1e-12));
    assertThat(bleu.exactMatch()).isEqualTo(0.25);
  }

  @Test
  void translations_too_short_for_four_tokens_score_nothing() {
    Bleu bleu = Bleu.of(TRANSLATIONS.subList(3, 4), REFERENCES.subList(3, 4));

    assertThat(bleu.score()).isZero();
    assertThat(bleu.precisions()).startsWith(200 / 3.0, 25);
    assertThat(bleu.brevityPenalty()).isCloseTo(0.513417119032592, within(1e-12));
  }

  @Test
  void what_is_right_scores_100_and_nothing_scores_0() {
    assertThat(Bleu.of(REFERENCES, REFERENCES).score()).isCloseTo(100, within(1e-9));
    assertThat(Bleu.of(List.of(""), List.of("a b c d")).score()).isZero();
    assertThatThrownBy(() -> Bleu.of(TRANSLATIONS, List.of())).isInstanceOf(DataException.class);
  }
}
