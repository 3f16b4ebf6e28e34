// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgementTest {
  @Test
  void of_several_classes() {
    Tensor p = Tensor.of(Shape.of(3, 3), .7, .2, .1, .1, .3, .6, .5, .1, .4);
    List<Judgement> all = Judgement.worstFirst(Tensor.vectorOfInts(0, 0, 2), p);
    assertThat(all).extracting(Judgement::row).containsExactly(1, 2, 0);
    assertThat(all).extracting(Judgement::predicted).containsExactly(2, 0, 0);
    assertThat(all).extracting(Judgement::right).containsExactly(false, false, true);
    assertThat(all.getFirst().probability()).isCloseTo(.6, within(1e-6));
    assertThat(all.getFirst().ofActual()).isCloseTo(.1, within(1e-6));
    Tensor oneHot = Tensor.of(Shape.of(3, 3), 1f, 0, 0, 1, 0, 0, 0, 0, 1);
    assertThat(Judgement.worstFirst(oneHot, p)).isEqualTo(all);
  }

  @Test
  void of_the_second_of_two_classes() {
    Tensor y = Tensor.of(Shape.of(4, 1), 1f, 0, 0, 1);
    Tensor p = Tensor.of(Shape.of(4, 1), .25f, .75f, .5f, 1f);
    List<Judgement> all = Judgement.worstFirst(y, p);
    assertThat(all)
        .containsExactly(
            new Judgement(0, 1, 0, .75, .25),
            new Judgement(1, 0, 1, .75, .25),
            new Judgement(2, 0, 0, .5, .5),
            new Judgement(3, 1, 1, 1, 1));
  }

  @Test
  void says_what_is_wrong() {
    Tensor two = Tensor.vector(.5f, .5f);
    assertThatThrownBy(() -> Judgement.worstFirst(Tensor.vectorOfInts(0), two))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 actual and 2 predicted rows");
    assertThatThrownBy(() -> Judgement.worstFirst(Tensor.vectorOfInts(0, 2), two))
        .hasMessageContaining("expected 0 to 1");
    assertThatThrownBy(
            () -> Judgement.worstFirst(Tensor.vectorOfInts(0, 1), Tensor.vector(.5f, Float.NaN)))
        .hasMessageContaining("NaN");
  }
}
