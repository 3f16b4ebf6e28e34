// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Expected texts and numbers: scikit-learn 1.9.1, {@code classification_report} and {@code
 * confusion_matrix}.
 */
class ClassificationReportTest {
  private static final int[] ACTUAL = {0, 1, 2, 2, 2, 0, 1, 1, 4};
  private static final int[] PREDICTED = {0, 0, 2, 2, 1, 0, 1, 2, 2};

  private static String report(int[] actual, int[] predicted) {
    return ClassificationReport.of(ConfusionMatrix.of(actual, predicted)).toString();
  }

  @Test
  void prints_as_scikit_learn() {
    assertThat(report(ACTUAL, PREDICTED))
        .isEqualTo(
            """
                          precision    recall  f1-score   support

                       0       0.67      1.00      0.80         2
                       1       0.50      0.33      0.40         3
                       2       0.50      0.67      0.57         3
                       4       0.00      0.00      0.00         1

                accuracy                           0.56         9
               macro avg       0.42      0.50      0.44         9
            weighted avg       0.48      0.56      0.50         9
            """);
  }

  @Test
  void prints_names_and_digits_as_scikit_learn() {
    ConfusionMatrix matrix =
        ConfusionMatrix.of(ACTUAL, PREDICTED, 5)
            .named(List.of("cat", "dog", "hippopotamus amphibius", "x", "y"));
    assertThat(ClassificationReport.of(matrix).toString(4))
        .isEqualTo(
            """
                                    precision    recall  f1-score   support

                               cat     0.6667    1.0000    0.8000         2
                               dog     0.5000    0.3333    0.4000         3
            hippopotamus amphibius     0.5000    0.6667    0.5714         3
                                 x     0.0000    0.0000    0.0000         0
                                 y     0.0000    0.0000    0.0000         1

                          accuracy                         0.5556         9
                         macro avg     0.3333    0.4000    0.3543         9
                      weighted avg     0.4815    0.5556    0.5016         9
            """);
  }

  @Test
  void rounds_ties_to_even_as_python() {
    assertThat(report(new int[] {1, 0, 0, 0, 0, 0, 0, 0, 1}, new int[] {1, 1, 1, 1, 1, 1, 1, 1, 0}))
        .contains("           1       0.12      0.50      0.20         2\n")
        .contains("   macro avg       0.06      0.25      0.10         9\n")
        .contains("weighted avg       0.03      0.11      0.04         9\n");
  }

  @Test
  void gives_the_numbers() {
    ClassificationReport r = ClassificationReport.of(ConfusionMatrix.of(ACTUAL, PREDICTED));
    assertThat(r.classes().get(2))
        .isEqualTo(new ClassificationReport.Scores("2", 0.5, 2 / 3., 4 / 7., 3));
    assertThat(r.accuracy()).isEqualTo(5 / 9.);
    assertThat(r.macroAverage().recall()).isEqualTo(0.5);
    assertThat(r.weightedAverage().support()).isEqualTo(9);
  }

  @Test
  void counts_what_was_taken_for_what() {
    ConfusionMatrix m = ConfusionMatrix.of(ACTUAL, PREDICTED);
    assertThat(m.counts())
        .isDeepEqualTo(new int[][] {{2, 0, 0, 0}, {1, 1, 1, 0}, {0, 1, 2, 0}, {0, 0, 1, 0}});
    assertThat(m.names()).containsExactly("0", "1", "2", "4");
    assertThat(m.accuracy()).isEqualTo(5 / 9.);
    assertThat(m.total()).isEqualTo(9);
    double t = 1 / 3.;
    assertThat(m.normalized(ConfusionMatrix.Normalize.ACTUAL))
        .isDeepEqualTo(
            new double[][] {{1, 0, 0, 0}, {t, t, t, 0}, {0, t, 2 / 3., 0}, {0, 0, 1, 0}});
    assertThat(m.normalized(ConfusionMatrix.Normalize.PREDICTED))
        .isDeepEqualTo(
            new double[][] {{2 / 3., 0, 0, 0}, {t, .5, .25, 0}, {0, .5, .5, 0}, {0, 0, .25, 0}});
    assertThat(m.normalized(ConfusionMatrix.Normalize.ALL)[0][0]).isEqualTo(2 / 9.);
  }

  @Test
  void prints_the_counts_as_a_table() {
    assertThat(
            ConfusionMatrix.of(new int[] {0, 0, 1, 1, 1}, new int[] {0, 1, 1, 1, 1})
                .named(List.of("seizure", "no"))
                .toString())
        .isEqualTo(
            """
                     predicted
            actual   seizure  no
            seizure        1   1
            no             0   3
            """);
  }

  @Test
  void takes_what_models_take_and_give() {
    Tensor probabilities = Tensor.of(Shape.of(3, 3), .8f, .1f, .1f, .2f, .3f, .5f, .1f, .6f, .3f);
    Tensor oneHot = Tensor.of(Shape.of(3, 3), 1, 0, 0, 0, 1, 0, 0, 1, 0);
    int[][] expected = {{1, 0, 0}, {0, 1, 1}, {0, 0, 0}};
    assertThat(ConfusionMatrix.of(oneHot, probabilities).counts()).isDeepEqualTo(expected);
    assertThat(ConfusionMatrix.of(Tensor.vectorOfInts(0, 1, 1), probabilities).counts())
        .isDeepEqualTo(expected);
    Tensor column = Tensor.of(Shape.of(3, 1), 0, 1, 1);
    assertThat(ConfusionMatrix.of(column, Tensor.vector(0, 1, 0)).counts())
        .isDeepEqualTo(new int[][] {{1, 0}, {1, 1}});
    assertThat(ConfusionMatrix.atThreshold(column, Tensor.vector(.5f, .49f, .9f), .5f).counts())
        .isDeepEqualTo(new int[][] {{0, 1}, {1, 1}});
    assertThat(ClassificationReport.of(column, Tensor.vector(0, 1, 0)).accuracy())
        .isEqualTo(2 / 3.);
  }

  @Test
  void rejects_what_are_not_classes() {
    assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {0, 3}, new int[] {0, 1}, 3))
        .isInstanceOf(DataException.class)
        .hasMessage("ConfusionMatrix: actual label of row 1 is 3, expected 0 to 2");
    assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {0, 3}, new int[] {0}))
        .hasMessage(
            "ConfusionMatrix: 2 actual and 1 predicted labels; expected equal numbers, at least "
                + "one");
    assertThatThrownBy(() -> ConfusionMatrix.of(Tensor.vector(0, 1), Tensor.vector(0.2f, 0.7f)))
        .hasMessage(
            "ConfusionMatrix: predicted: row 0 is 0.2, expected integer class indices; hint: for "
                + "probabilities of one class use atThreshold");
    assertThatThrownBy(
            () -> ConfusionMatrix.of(Tensor.vector(0), Tensor.of(Shape.of(1, 2), 1, Float.NaN)))
        .hasMessageContaining("row 0 has a NaN probability");
    assertThatThrownBy(() -> ConfusionMatrix.of(ACTUAL, PREDICTED).named(List.of("a", "b")))
        .hasMessageContaining("2 names for 4 classes [0, 1, 2, 4]");
  }
}
