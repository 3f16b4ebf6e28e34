// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Expected numbers: scikit-learn 1.9.1, the functions named at each test, on float32 scores. */
class BinaryCurvesTest {
  private static final float[] Y = {0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0};
  private static final float[] S = {.1f, .4f, .35f, .8f, .8f, .35f, .1f, .9f, .05f, .7f, .35f, .1f};
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  private static void assertClose(double[] actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] == Double.POSITIVE_INFINITY) {
        assertThat(actual[i]).isEqualTo(expected[i]);
      } else {
        assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], CLOSE);
      }
    }
  }

  /**
   * A thousand rows with many ties, drawn by the C standard's example generator ({@code x =
   * 1103515245 x + 12345 mod 2^31}, high 15 bits): labels {@code v % 2}, then scores {@code v % 100
   * + 20 label}.
   */
  private static float[][] drawn() {
    long x = 1;
    float[] labels = new float[1000];
    float[] scores = new float[1000];
    for (int i = 0; i < 2000; i++) {
      x = (1103515245L * x + 12345) % (1L << 31);
      if (i < 1000) {
        labels[i] = (x >> 16) % 2;
      } else {
        scores[i - 1000] = (x >> 16) % 100 + 20 * labels[i - 1000];
      }
    }
    return new float[][] {labels, scores};
  }

  /** {@code roc_curve(y, s)}, {@code roc_auc_score(y, s)}. */
  @Test
  void roc_curve_agrees_with_scikit_learn() {
    RocCurve curve = RocCurve.of(Y, S);
    assertClose(curve.falsePositiveRates(), 0, 0, 1 / 6., 1 / 6., 1 / 3., 0.8333333333333334, 1);
    assertClose(curve.truePositiveRates(), 0, 1 / 6., 1 / 3., 2 / 3., 1, 1, 1);
    assertClose(
        curve.thresholds(),
        Double.POSITIVE_INFINITY,
        0.8999999761581421,
        0.800000011920929,
        0.4000000059604645,
        0.3499999940395355,
        0.10000000149011612,
        0.05000000074505806);
    assertThat(curve.auc()).isEqualTo(0.8472222222222222);
    assertThat(curve).hasToString("ROC curve of 7 points, AUC 0.8472222222222222");
  }

  /** {@code roc_curve(y, s, drop_intermediate=False)}. */
  @Test
  void roc_curve_keeps_every_point_when_asked() {
    RocCurve curve = RocCurve.of(Y, S, false);
    assertClose(
        curve.falsePositiveRates(), 0, 0, 1 / 6., 1 / 6., 1 / 6., 1 / 3., 0.8333333333333334, 1);
    assertClose(curve.truePositiveRates(), 0, 1 / 6., 1 / 3., 0.5, 2 / 3., 1, 1, 1);
    assertThat(curve.thresholds()).hasSize(8).contains(0.699999988079071);
  }

  /** {@code precision_recall_curve(y, s)}, {@code average_precision_score(y, s)}. */
  @Test
  void precision_recall_curve_agrees_with_scikit_learn() {
    PrecisionRecallCurve curve = PrecisionRecallCurve.of(Y, S);
    assertClose(curve.precision(), 0.5, 0.5454545454545454, 0.75, 0.8, 0.75, 2 / 3., 1, 1);
    assertClose(curve.recall(), 1, 1, 1, 2 / 3., 0.5, 1 / 3., 1 / 6., 0);
    assertClose(
        curve.thresholds(),
        0.05000000074505806,
        0.10000000149011612,
        0.3499999940395355,
        0.4000000059604645,
        0.699999988079071,
        0.800000011920929,
        0.8999999761581421);
    assertThat(curve.averagePrecision()).isCloseTo(0.7861111111111111, CLOSE);
    assertThat(curve.toString()).startsWith("precision-recall curve of 8 points, average");
  }

  /** The same functions, and {@code f1_score}, {@code accuracy_score} of {@code s >= 60}. */
  @Test
  void a_thousand_rows_with_ties_agree_with_scikit_learn() {
    float[][] d = drawn();
    assertThat(RocAuc.of(d[0], d[1])).isCloseTo(0.6660308784696204, CLOSE);
    assertThat(PrecisionRecallCurve.of(d[0], d[1]).averagePrecision())
        .isCloseTo(0.7075655657480379, CLOSE);
    assertThat(RocCurve.of(d[0], d[1]).thresholds()).hasSize(110);
    assertThat(RocCurve.of(d[0], d[1], false).thresholds()).hasSize(120);
    OperatingPoint at = OperatingPoint.at(d[0], d[1], 60);
    assertThat(at.f1()).isCloseTo(0.5885769603097774, CLOSE);
    assertThat(at.accuracy()).isCloseTo(0.575, CLOSE);
    OperatingPoint best = OperatingPoint.best(d[0], d[1], OperatingPoint::f1);
    assertThat(best.f1()).isCloseTo(0.7317415730337079, CLOSE);
    assertThat(best.threshold()).isEqualTo(21);
  }

  @Test
  void auc_is_the_chance_that_a_positive_row_scores_higher() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 50; round++) {
      int n = 2 + random.nextInt(60);
      float[] y = new float[n];
      float[] s = new float[n];
      for (int i = 0; i < n; i++) {
        y[i] = i < 2 ? i : random.nextInt(2);
        s[i] = (random.nextInt(20) - 10) / 3f;
      }
      double won = 0;
      double pairs = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          if (y[i] == 1 && y[j] == 0) {
            pairs++;
            won += s[i] > s[j] ? 1 : s[i] == s[j] ? 0.5 : 0;
          }
        }
      }
      assertThat(RocAuc.of(y, s)).isCloseTo(won / pairs, CLOSE);
    }
  }

  @Test
  void auc_knows_the_extremes_and_signed_zeros_and_infinities() {
    assertThat(RocAuc.of(new float[] {0, 0, 1, 1}, new float[] {-2, -1, 3, 4})).isEqualTo(1);
    assertThat(RocAuc.of(new float[] {1, 1, 0}, new float[] {-2, -1, 3})).isZero();
    assertThat(RocAuc.of(new float[] {1, 0}, new float[] {0f, -0f})).isEqualTo(0.5);
    float inf = Float.POSITIVE_INFINITY;
    assertThat(RocAuc.of(new float[] {1, 0, 1, 0}, new float[] {inf, -inf, inf, 7})).isEqualTo(1);
  }

  @Test
  void auc_takes_tensors_of_one_column() {
    Tensor y = Tensor.ofInts(Shape.of(3), 0, 1, 1);
    Tensor s = Tensor.of(Shape.of(3, 1), .2f, .1f, .7f);
    assertThat(RocAuc.of(y, s)).isEqualTo(0.5);
    assertThat(RocCurve.of(y, s).auc()).isEqualTo(0.5);
    assertThatThrownBy(() -> RocAuc.of(y, Tensor.zeros(Shape.of(3, 2))))
        .hasMessage("RocAuc scores: expected shape (n,) or (n, 1), got (3, 2)");
  }

  /** {@code roc_auc_score(labels, p, multi_class="ovr")}. */
  @Test
  void auc_of_several_classes_agrees_with_scikit_learn() {
    Tensor p =
        Tensor.of(
            Shape.of(6, 3),
            .7f,
            .2f,
            .1f,
            .1f,
            .6f,
            .3f,
            .2f,
            .3f,
            .5f,
            .3f,
            .4f,
            .3f,
            .5f,
            .3f,
            .2f,
            .1f,
            .1f,
            .8f);
    assertThat(RocAuc.oneVersusRest(Tensor.vectorOfInts(0, 1, 2, 0, 1, 2), p))
        .isCloseTo(0.8958333333333334, CLOSE);
    assertThatThrownBy(() -> RocAuc.oneVersusRest(Tensor.vectorOfInts(0, 1, 3, 0, 1, 2), p))
        .hasMessage("RocAuc label of row 2 is 3, expected 0 to 2");
    assertThatThrownBy(() -> RocAuc.oneVersusRest(Tensor.vectorOfInts(0, 1, 1, 0, 1, 1), p))
        .hasMessageContaining("RocAuc of class 2: all 6 labels are 0");
  }

  @Test
  void operating_point_counts_scores_at_the_threshold_as_positive() {
    OperatingPoint p = OperatingPoint.at(Y, S, 0.35f);
    assertThat(p).isEqualTo(new OperatingPoint(0.35f, 6, 2, 4, 0));
    assertThat(p.precision()).isEqualTo(0.75);
    assertThat(p.recall()).isEqualTo(1);
    assertThat(p.specificity()).isCloseTo(4 / 6., CLOSE);
    assertThat(p.youden()).isCloseTo(4 / 6., CLOSE);
    assertThat(OperatingPoint.at(Y, S, 2).f1()).isZero();
    assertThat(OperatingPoint.best(Y, S, OperatingPoint::youden).threshold()).isEqualTo(0.35f);
  }

  @Test
  void rejects_what_has_no_curve() {
    assertThatThrownBy(() -> RocAuc.of(new float[] {1, 1}, new float[] {1, 2}))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "RocAuc: all 2 labels are 1, but both classes are needed; hint: stratify the split");
    assertThatThrownBy(() -> RocCurve.of(new float[] {0, 1}, new float[] {1}))
        .hasMessage("RocCurve: 2 labels and 1 scores; expected equal numbers");
    assertThatThrownBy(
            () -> PrecisionRecallCurve.of(new float[] {0, 1}, new float[] {1, Float.NaN}))
        .hasMessage("PrecisionRecallCurve: the score of row 1 is NaN; hint: did training diverge?");
    assertThatThrownBy(() -> RocAuc.of(new float[] {0, 2}, new float[] {1, 2}))
        .hasMessage("RocAuc: the label of row 1 is 2.0, expected 0 or 1");
    assertThatThrownBy(() -> OperatingPoint.at(new float[0], new float[0], 1))
        .hasMessage("OperatingPoint: no rows");
  }
}
