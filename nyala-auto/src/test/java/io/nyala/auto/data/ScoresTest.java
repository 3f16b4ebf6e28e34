// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.auto.facts.AutoTask;
import io.nyala.data.table.Table;
import io.nyala.data.table.Tables;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static Table table(List<?> target) {
    return Tables.ofColumns(Map.of("y", target));
  }

  @Test
  void amounts_are_scored_in_their_unit() {
    Table rows = table(List.of(10.0, 20.0, 60.0));
    Target target = Target.fit(rows, "y", AutoTask.REGRESSION);
    // Mean 30, standard deviation sqrt((400 + 100 + 900) / 3) = 21.602.
    assertThat(target.mean()).isEqualTo(30);
    assertThat(target.scale()).isCloseTo(Math.sqrt(1400 / 3.0), within(1e-6));
    Tensor truth = target.encode(rows);
    Scores scores = new Scores(target, truth, Tensor.of(Shape.of(3, 1), 0, 0, 0));
    assertThat(scores.losses()).containsExactly(new double[] {20, 10, 30}, within(1e-4));
    assertThat(scores.measures().get("mae")).isCloseTo(20, within(1e-4));
    assertThat(Scores.trivial(target, truth, truth).losses())
        .containsExactly(new double[] {10, 0, 40}, within(1e-4));
  }

  @Test
  void two_classes() {
    Table rows = table(List.of("no", "yes", "yes", "no"));
    Target target = Target.fit(rows, "y", AutoTask.BINARY);
    assertThat(target.classes()).containsExactly("no", "yes");
    Tensor truth = target.encode(rows);
    Scores scores = new Scores(target, truth, Tensor.of(Shape.of(4, 1), 0.2f, 0.9f, 0.4f, 0.3f));
    assertThat(scores.measures().get("accuracy")).isEqualTo(0.75);
    assertThat(scores.measures().get("auc")).isEqualTo(1);
    double loss = -(Math.log(0.8) + Math.log(0.9) + Math.log(0.4) + Math.log(0.7)) / 4;
    assertThat(scores.measures().get("loss")).isCloseTo(loss, within(1e-6));
    assertThat(Scores.mean(Scores.trivial(target, truth, truth).losses()))
        .isCloseTo(Math.log(2), within(1e-6));
  }

  @Test
  void several_classes() {
    Table rows = table(List.of("a", "b", "c"));
    Target target = Target.fit(rows, "y", AutoTask.MULTICLASS);
    float[] p = {0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f, 0.2f, 0.2f, 0.6f};
    Scores scores = new Scores(target, target.encode(rows), Tensor.of(Shape.of(3, 3), p));
    assertThat(scores.measures().get("accuracy")).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(scores.losses())
        .containsExactly(
            new double[] {-Math.log(0.5), -Math.log(0.25), -Math.log(0.6)}, within(1e-6));
  }

  @Test
  void a_gain_is_compared_with_its_standard_error() {
    Table rows = table(List.of(0.0, 2.0, 4.0, 6.0));
    Target target = Target.fit(rows, "y", AutoTask.REGRESSION);
    Tensor truth = target.encode(rows);
    Scores exact = new Scores(target, truth, truth);
    Scores off = new Scores(target, truth, truth.plus((float) (1 / target.scale())));
    Comparison better = Comparison.of(exact, off);
    assertThat(better.gain()).isCloseTo(1, within(1e-5));
    assertThat(better.sure()).isTrue();
    assertThat(Comparison.of(off, exact).likely()).isFalse();
    assertThat(Comparison.of(exact, exact).sure()).isFalse();
  }
}
