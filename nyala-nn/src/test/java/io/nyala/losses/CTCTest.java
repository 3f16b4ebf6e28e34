// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.ops.Ops;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CTCTest {
  private static final int CLASSES = 4;

  private static Tensor logits(int steps) {
    SplittableRandom random = new SplittableRandom(steps);
    float[] x = new float[steps * CLASSES];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextDouble() * 4 - 2);
    }
    return Tensor.of(Shape.of(1, steps, CLASSES), x);
  }

  /** Adds up the probabilities of all sequences of classes that say these labels. */
  private static double byEnumeration(int[] labels, Tensor logits) {
    int steps = logits.shape().dim(1);
    List<Integer> wanted = new ArrayList<>();
    for (int label : labels) {
      if (label != 0) {
        wanted.add(label);
      }
    }
    double sum = 0;
    for (int path = 0; path < Math.pow(CLASSES, steps); path++) {
      List<Integer> said = new ArrayList<>();
      double probability = 1;
      int before = 0;
      int rest = path;
      for (int t = 0; t < steps; t++, rest /= CLASSES) {
        int label = rest % CLASSES;
        if (label != 0 && label != before) {
          said.add(label);
        }
        before = label;
        double total = 0;
        for (int k = 0; k < CLASSES; k++) {
          total += Math.exp(logits.at(t * CLASSES + k));
        }
        probability *= Math.exp(logits.at(t * CLASSES + label)) / total;
      }
      sum += said.equals(wanted) ? probability : 0;
    }
    return -Math.log(sum);
  }

  @ParameterizedTest
  @CsvSource({"5,1,2,3", "5,1,1,0", "6,2,2,2", "3,1,2,1", "4,3,0,0", "4,0,0,0", "1,2,0,0"})
  void adds_up_all_ways_to_place_the_labels(int steps, int first, int second, int third) {
    int[] labels = {first, second, third};
    Tensor logits = logits(steps);
    Tensor loss =
        Evaluate.of(
            x -> new CTC().of(Ops.constant(Tensor.ofInts(Shape.of(1, 3), labels)), x, null, null),
            logits);
    assertThat((double) loss.item()).isCloseTo(byEnumeration(labels, logits), within(1e-5));
  }

  @Test
  void rejects_labels_that_the_steps_do_not_suffice_for() {
    Tensor labels = Tensor.ofInts(Shape.of(2, 3), 1, 2, 3, 1, 1, 2);
    assertThatThrownBy(() -> new CTC().check(labels, Shape.of(Shape.UNKNOWN, 3, CLASSES)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1 need 4 steps")
        .hasMessageContaining("has 3");
  }

  @Test
  void rejects_blanks_between_labels() {
    Tensor labels = Tensor.ofInts(Shape.of(1, 3), 1, 0, 2);
    assertThatThrownBy(() -> new CTC().check(labels, Shape.of(1, 9, CLASSES)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 0 have a 0 before 2");
  }

  @Test
  void rejects_predictions_without_steps() {
    assertThatThrownBy(() -> new CTC().checkShapes(Shape.of(2, 3), Shape.of(2, CLASSES)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("(batch, steps, classes)");
  }
}
