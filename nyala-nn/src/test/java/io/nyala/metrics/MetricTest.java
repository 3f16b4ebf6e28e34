// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.losses.Loss;
import io.nyala.losses.Losses;
import io.nyala.losses.Measure;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Allocations;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
  private static double measured(Metric metric, Tensor yTrue, Tensor yPred) {
    Updates.update(CpuEngine.shared(), metric, yTrue, yPred, null);
    return metric.result();
  }

  private static Value input(int... dims) {
    return Ops.input("x", Shape.of(dims));
  }

  @Test
  void accuracy_follows_from_the_shapes() {
    Tensor one = Tensor.matrix(new float[] {0.7f}, new float[] {0.2f}, new float[] {0.4f});
    Tensor yes = Tensor.vectorOfInts(1, 0, 1);
    assertThat(measured(Metrics.accuracy(), yes, one)).isCloseTo(2 / 3.0, within(1e-9));

    Tensor scores =
        Tensor.matrix(
            new float[] {0.1f, 0.9f, 0f}, new float[] {0.3f, 0.3f, 0.4f}, new float[] {1, 0, 0});
    Tensor labels = Tensor.vectorOfInts(1, 0, 0);
    assertThat(measured(Metrics.accuracy(), labels, scores)).isCloseTo(2 / 3.0, within(1e-9));
    Tensor column = Tensor.matrix(new float[] {1}, new float[] {2}, new float[] {2});
    assertThat(measured(Metrics.accuracy(), column, scores)).isCloseTo(2 / 3.0, within(1e-9));
    Tensor oneHot =
        Tensor.matrix(new float[] {0, 0, 1}, new float[] {0, 0, 1}, new float[] {0, 1, 0});
    assertThat(measured(Metrics.accuracy(), oneHot, scores)).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(Metrics.accuracy().name()).isEqualTo("accuracy");
    assertThat(Metrics.toConfig(Metrics.accuracy())).isEqualTo("accuracy");
  }

  @Test
  void crossentropy_follows_from_the_shapes() {
    Tensor p = Tensor.matrix(new float[] {0.25f, 0.75f});
    assertThat(measured(Metrics.crossentropy(), Tensor.vectorOfInts(0), p))
        .isCloseTo(Math.log(4), within(1e-6));
    assertThat(measured(Metrics.crossentropy(), Tensor.matrix(new float[] {1, 0}), p))
        .isCloseTo(Math.log(4), within(1e-6));
    assertThat(
            measured(Metrics.crossentropy(), Tensor.vector(0), Tensor.matrix(new float[] {0.75f})))
        .isCloseTo(Math.log(4), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mse", "MAE", "acc", "accuracy", "auc", "AUC", "crossentropy", "recall"})
  void is_logged_under_the_name_that_was_asked_for(String name) {
    assertThat(Metrics.byName(name).name()).isEqualTo(name);
  }

  @Test
  void rejects_names_that_nobody_knows() {
    assertThatThrownBy(() -> Metrics.byName("acuracy"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acuracy")
        .hasMessageContaining("accuracy");
  }

  @ParameterizedTest
  @CsvSource({
    "accuracy,true",
    "auc,true",
    "roc_auc,true",
    "f1_score,true",
    "r2_score,true",
    "mse,false",
    "mae,false",
    "crossentropy,false",
    "false_positives,false",
    "true_positives,true",
    "cosine_similarity,true",
    "root_mean_squared_error,false"
  })
  void knows_its_direction(String name, boolean larger) {
    assertThat(Metrics.byName(name).largerIsBetter()).isEqualTo(larger);
  }

  @Test
  void is_zero_before_any_batch_and_after_a_reset() {
    for (String name :
        List.of(
            "accuracy",
            "mse",
            "auc",
            "precision",
            "recall",
            "f1_score",
            "r2_score",
            "mean",
            "sum")) {
      Metric metric = Metrics.byName(name);
      assertThat(metric.result()).as(name).isZero();
    }
    Metric accuracy = Metrics.accuracy();
    measured(accuracy, Tensor.vector(1), Tensor.matrix(new float[] {1}));
    accuracy.reset();
    assertThat(accuracy.result()).isZero();
  }

  private static Tensor matrix(float... twoInARow) {
    return Tensor.of(Shape.of(twoInARow.length / 2, 2), twoInARow);
  }

  private static Tensor column(float... values) {
    return Tensor.of(Shape.of(values.length, 1), values);
  }

  /** Numbers of scikit-learn 1.9.1 ({@code r2_score}); Keras has NaN where no residual is left. */
  @Test
  void targets_without_variance_are_explained_by_right_predictions_alone() {
    Tensor same = column(2, 2, 2);
    assertThat(measured(Metrics.r2Score(), same, same)).isEqualTo(1);
    assertThat(measured(Metrics.r2Score(), same, column(2, 2, 3))).isZero();
    Tensor mixed = matrix(2, 1, 2, 2, 2, 3);
    Tensor far = matrix(2, 1, 3, 2, 2, 2.5f);
    assertThat(measured(Metrics.r2Score(), mixed, matrix(2, 1, 2, 2, 2, 2.5f))).isEqualTo(0.9375);
    assertThat(measured(Metrics.r2Score(), mixed, far)).isEqualTo(0.4375);
    R2Score.Aggregation byVariance = R2Score.Aggregation.VARIANCE_WEIGHTED_AVERAGE;
    assertThat(measured(new R2Score().classAggregation(byVariance), mixed, far)).isEqualTo(0.875);
    assertThat(measured(new R2Score().classAggregation(byVariance), same, same)).isEqualTo(1);
  }

  /** Three times 0.1 has no mean among the floats, nor has 8,388,608 6/7. */
  @Test
  void variance_is_not_lost_in_rounding() {
    Tensor tenth = column(0.1f, 0.1f, 0.1f);
    assertThat(measured(Metrics.r2Score(), tenth, column(0.1f, 0.1f, 0.3f))).isZero();
    float large = 1 << 23;
    Tensor y = column(large, large, large, large, large, large, large + 1);
    assertThat(measured(Metrics.r2Score(), y, Tensor.full(y.shape(), large)))
        .isCloseTo(-1 / 6.0, within(1e-12));
  }

  /** Counts pairs, which is what the area means. */
  @Test
  void exact_area_counts_pairs() {
    Random random = new Random(3);
    int n = 300;
    float[] truth = new float[n];
    float[] score = new float[n];
    float[] weight = new float[n];
    for (int i = 0; i < n; i++) {
      truth[i] = random.nextInt(3) == 0 ? 1 : 0;
      score[i] = (random.nextInt(40) + 10 * truth[i]) / 20f - 1; // ties, both signs, both zeros
      score[i] = score[i] == 0 && random.nextBoolean() ? -0f : score[i];
      weight[i] = random.nextFloat();
    }
    double pairs = 0;
    double right = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (truth[i] == 1 && truth[j] == 0) {
          double w = (double) weight[i] * weight[j];
          pairs += w;
          right += score[i] > score[j] ? w : score[i] == score[j] ? w / 2 : 0;
        }
      }
    }
    RocAuc auc = Metrics.rocAuc();
    for (int from = 0; from < n; from += 100) { // in batches
      auc.update(
          List.of(
              Tensor.vector(truth).rows(from, from + 100),
              Tensor.vector(score).rows(from, from + 100)),
          Tensor.vector(weight).rows(from, from + 100));
    }
    assertThat(auc.result()).isCloseTo(right / pairs, within(1e-12));
  }

  @Test
  void exact_area_of_one_class_or_of_nan_is_nan() {
    assertThat(measured(Metrics.rocAuc(), Tensor.vector(1, 1), Tensor.vector(0.1f, 0.2f))).isNaN();
    assertThat(measured(Metrics.rocAuc(), Tensor.vector(0, 1), Tensor.vector(Float.NaN, 0.2f)))
        .isNaN();
  }

  @Test
  void areas_agree_to_the_third_decimal() {
    Random random = new Random(5);
    int n = 20_000;
    float[] truth = new float[n];
    float[] score = new float[n];
    for (int i = 0; i < n; i++) {
      truth[i] = random.nextInt(2);
      score[i] = (float) (1 / (1 + Math.exp(-random.nextGaussian() - truth[i])));
    }
    List<Tensor> both = List.of(Tensor.vector(truth), Tensor.vector(score));
    AUC approximate = Metrics.auc();
    RocAuc exact = Metrics.rocAuc();
    approximate.update(both, null);
    exact.update(both, null);
    assertThat(approximate.result()).isCloseTo(exact.result(), within(1e-3));
    // P(N(1,1) > N(0,1)) = Phi(1 / sqrt 2)
    assertThat(exact.result()).isCloseTo(0.76025, within(0.01));
  }

  @Test
  void top_scores_count_ties_as_keras_does() {
    Tensor scores = Tensor.matrix(new float[] {0.4f, 0.4f, 0.2f, 0.4f});
    Tensor third = Tensor.matrix(new float[] {0, 0, 0, 1});
    // in_top_k: whoever ties with the last of the top is in it
    assertThat(measured(Metrics.topKCategoricalAccuracy(1), third, scores)).isEqualTo(1);
    // top_k: of equal scores the first ones are taken
    assertThat(measured(Metrics.recall().topK(2), third, scores)).isEqualTo(0);
    assertThat(measured(Metrics.recall().topK(3), third, scores)).isEqualTo(1);
  }

  @Test
  void confusion_matrix_takes_labels_one_hot_targets_and_probabilities() {
    Tensor scores =
        Tensor.matrix(
            new float[] {0.1f, 0.9f, 0f}, new float[] {0.3f, 0.3f, 0.4f}, new float[] {1, 0, 0});
    ConfusionMatrix matrix = Metrics.confusionMatrix(3);
    measured(matrix, Tensor.vectorOfInts(1, 0, 0), scores);
    assertThat(matrix.matrix()).isDeepEqualTo(new double[][] {{1, 0, 1}, {0, 1, 0}, {0, 0, 0}});
    assertThat(matrix.result()).isCloseTo(2 / 3.0, within(1e-12));
    Tensor oneHot =
        Tensor.matrix(new float[] {0, 1, 0}, new float[] {1, 0, 0}, new float[] {1, 0, 0});
    measured(matrix, oneHot, scores);
    assertThat(matrix.matrix()[0][2]).isEqualTo(2);

    ConfusionMatrix binary = Metrics.confusionMatrix(2);
    measured(
        binary,
        Tensor.vector(1, 0, 0),
        Tensor.matrix(new float[] {0.9f}, new float[] {0.6f}, new float[] {0.1f}));
    assertThat(binary.matrix()).isDeepEqualTo(new double[][] {{1, 1}, {0, 1}});
  }

  @Test
  void means_take_weights_of_samples_and_of_steps() {
    Tensor values = Tensor.matrix(new float[] {1, 3}, new float[] {5, 7});
    Mean mean = new Mean();
    mean.update(values, Tensor.vector(1, 3));
    assertThat(mean.result()).isEqualTo((2 * 1 + 6 * 3) / 4.0);
    mean.reset();
    mean.update(values, Tensor.matrix(new float[] {1, 0}, new float[] {1, 1}));
    assertThat(mean.result()).isCloseTo((1 + 5 + 7) / 3.0, within(1e-12));
    mean.reset();
    mean.update(values, Tensor.matrix(new float[] {1}, new float[] {3}));
    assertThat(mean.result()).isEqualTo((2 * 1 + 6 * 3) / 4.0);
    mean.reset();
    mean.update(Tensor.scalar(4), null);
    assertThat(mean.result()).isEqualTo(4);
  }

  @Test
  void rejects_weights_that_do_not_fit() {
    assertThatThrownBy(
            () -> new Mean().update(Tensor.vector(1, 2), Tensor.matrix(new float[] {1, 2, 3})))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("metric \"mean\"")
        .hasMessageContaining("(1, 3)")
        .hasMessageContaining("(2,)");
  }

  @Test
  void rejects_integer_labels_where_one_hot_targets_are_needed() {
    assertThatThrownBy(() -> Metrics.precision().observed(input(8), input(8, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "metric \"precision\": the targets (8,) do not match the predictions (8, 3); convert "
                + "integer labels to one-hot for this metric");
    assertThatThrownBy(() -> Metrics.f1Score(Average.MACRO).observed(input(8, 2), input(8, 3)))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void rejects_settings_that_make_no_sense() {
    assertThatThrownBy(() -> Metrics.precision().thresholds(1.5))
        .hasMessageContaining("[0, 1]")
        .hasMessageContaining("1.5");
    assertThatThrownBy(() -> Metrics.auc().numThresholds(1)).hasMessageContaining("at least 2");
    assertThatThrownBy(() -> new FBetaScore(0)).hasMessageContaining("beta");
    assertThatThrownBy(() -> IoU.of(3, 3)).hasMessageContaining("0 to 2");
  }

  @Test
  void takes_a_function_of_your_own() {
    Metric bias =
        new MeanMetricWrapper("bias", (y, p) -> Ops.mean(Ops.subtract(p, y), false, -1), false);
    Tensor p = Tensor.matrix(new float[] {2}, new float[] {5});
    assertThat(measured(bias, Tensor.vector(1, 2), p)).isEqualTo(2);
    assertThat(bias.name()).isEqualTo("bias");
    assertThat(measured(Metrics.of(Losses.huber(2)), Tensor.vector(0, 0), p))
        .isCloseTo(5, within(1e-6));
  }

  @Test
  void losses_count_as_the_metrics_of_their_names() {
    Tensor t = matrix(1, 0, 0, 2);
    Tensor p = matrix(2, 0, 3, 0);
    for (Loss loss : List.of(Metrics.meanAbsoluteError(), Losses.cosineSimilarity())) {
      Metric metric = Metrics.of((Measure) loss);
      assertThat(measured(metric, t, p)).isEqualTo(measured(Metrics.byName(loss.name()), t, p));
    }
    // The first pair points one way, the second stands at a right angle.
    assertThat(measured(Metrics.of(Losses.cosineSimilarity()), t, p)).isEqualTo(0.5);
    Measure other = () -> "mine";
    assertThatThrownBy(() -> Metrics.of(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metric \"mine\"")
        .hasMessageContaining("expected a Metric or a Loss");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accuracy",
        "mse",
        "rmse",
        "auc",
        "precision",
        "recall",
        "f1_score",
        "r2_score",
        "mean",
        "true_positives"
      })
  void an_update_allocates_nothing(String name) {
    Metric metric = Metrics.byName(name);
    Random random = new Random(1);
    float[] t = new float[64];
    float[] p = new float[64];
    for (int i = 0; i < t.length; i++) {
      t[i] = random.nextInt(2);
      p[i] = random.nextFloat();
    }
    Shape shape = Shape.of(32, 2);
    List<Tensor> observed =
        Updates.observe(CpuEngine.shared(), metric, Tensor.of(shape, t), Tensor.of(shape, p));
    Tensor weight = Tensor.full(Shape.of(32), 2);
    assertThat(Allocations.perRun(20_000, 1000, () -> metric.update(observed, weight)))
        .isLessThan(1);
  }

  static Stream<Metric> configured() {
    return Stream.of(
        new BinaryAccuracy(0.3),
        new TopKCategoricalAccuracy(2),
        new SparseTopKCategoricalAccuracy(3),
        new AUC().curve(AUC.Curve.PR).summation(AUC.Summation.MAJORING).numThresholds(50),
        new AUC().thresholds(0.2, 0.8).fromLogits(true),
        new AUC().multiLabel(true).labelWeights(1, 2),
        new Precision().thresholds(0.3).classId(1),
        new Recall().thresholds(0.3, 0.6).topK(2),
        Metrics.falseNegatives().thresholds(0.8),
        new BestAtLimit(BestAtLimit.Kind.PRECISION_AT_RECALL, 0.4, 50, 1),
        new BestAtLimit(BestAtLimit.Kind.SPECIFICITY_AT_SENSITIVITY, 0.4),
        new F1Score().average(Average.WEIGHTED).threshold(0.3),
        new FBetaScore(2).average(Average.MICRO),
        new R2Score().classAggregation(R2Score.Aggregation.NONE).numRegressors(2),
        IoU.mean(4).ignoreClass(0).sparsePred(false),
        IoU.of(4, 1, 2),
        IoU.binary(),
        IoU.oneHotMean(3),
        new ConfusionMatrix(3),
        Metrics.of(Losses.binaryCrossentropy().fromLogits().labelSmoothing(0.1)),
        Metrics.of(Losses.cosineSimilarity()),
        Metrics.logCoshError(),
        Metrics.rocAuc(),
        new Mean().named("average"));
  }

  @ParameterizedTest
  @MethodSource("configured")
  void comes_back_with_all_its_settings(Metric metric) {
    Metric copy = Metrics.fromConfig(Metrics.toConfig(metric));
    assertThat(copy).hasSameClassAs(metric);
    assertThat(copy.className()).isEqualTo(metric.className());
    assertThat(copy.config()).isEqualTo(metric.config());
  }

  @Test
  void observes_integer_targets() {
    for (String name : List.of("auc", "precision", "mse", "r2_score", "accuracy", "roc_auc")) {
      Value labels = Ops.input("y", Shape.of(4), DType.INT32);
      assertThat(Metrics.byName(name).observed(labels, input(4, 1))).as(name).isNotEmpty();
    }
  }
}
