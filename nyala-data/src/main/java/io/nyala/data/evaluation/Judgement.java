// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a classifier says about one row, and what is true.
 *
 * @param row the position of the row, from 0
 * @param actual the true class
 * @param predicted the most probable class
 * @param probability the probability of the predicted class
 * @param ofActual the probability of the true class
 */
public record Judgement(int row, int actual, int predicted, double probability, double ofActual) {

  /** Returns whether the predicted class is the true one. */
  public boolean right() {
    return actual == predicted;
  }

  /**
   * Returns the judgements of all rows, the worst first: those that give the true class the least
   * probability. Equally bad ones keep their order.
   *
   * @param actual classes {@code (n,)} or {@code (n, 1)}, or one-hot rows {@code (n, classes)}
   * @param predicted probabilities {@code (n, classes)}; or of the second of two classes, {@code
   *     (n,)} or {@code (n, 1)}, which is predicted from above .5 on
   * @throws DataException if the numbers of rows differ, a class does not exist, or a probability
   *     is NaN
   */
  public static List<Judgement> worstFirst(Tensor actual, Tensor predicted) {
    Tensor each = ofEachClass(predicted);
    int[] is = Columns.classes(actual, "Judgement: actual");
    int[] told = Columns.classes(each, "Judgement: predicted");
    if (is.length != told.length) {
      throw new DataException(
          "Judgement: %d actual and %d predicted rows; expected equal numbers"
              .formatted(is.length, told.length));
    }
    ConfusionMatrix.expectInRange(is, each.shape().last(), "Judgement: actual class");
    List<Judgement> all = new ArrayList<>();
    for (int i = 0; i < is.length; i++) {
      all.add(new Judgement(i, is[i], told[i], each.at(i, told[i]), each.at(i, is[i])));
    }
    all.sort(Comparator.comparingDouble(Judgement::ofActual));
    return List.copyOf(all);
  }

  private static Tensor ofEachClass(Tensor predicted) {
    if (predicted.shape().rank() == 2 && predicted.shape().last() > 1) {
      return predicted;
    }
    float[] second = Columns.values(predicted, "Judgement: predicted");
    float[] both = new float[2 * second.length];
    for (int i = 0; i < second.length; i++) {
      both[2 * i] = 1 - second[i];
      both[2 * i + 1] = second[i];
    }
    return Tensor.of(Shape.of(second.length, 2), both);
  }
}
