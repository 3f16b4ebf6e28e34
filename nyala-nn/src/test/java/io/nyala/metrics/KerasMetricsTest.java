// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.conformance.KerasFixtures;
import io.nyala.plan.Engine;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.plan.reference.ReferenceEngine;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three updates with and without weights, results after each, as Keras 3.15.1 gave them (see the
 * README of the fixtures).
 */
class KerasMetricsTest {
  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (String name :
        List.of(
            "BinaryAccuracy",
            "CategoricalAccuracy",
            "SparseCategoricalAccuracy",
            "Accuracy",
            "TopKCategoricalAccuracy",
            "SparseTopKCategoricalAccuracy",
            "MeanSquaredError",
            "RootMeanSquaredError",
            "MeanAbsoluteError",
            "MeanAbsolutePercentageError",
            "MeanSquaredLogarithmicError",
            "CosineSimilarity",
            "LogCoshError",
            "KLDivergence",
            "Poisson",
            "Hinge",
            "SquaredHinge",
            "CategoricalHinge",
            "SparseCategoricalCrossentropy",
            "AUC",
            "Precision",
            "Recall",
            "TruePositives",
            "TrueNegatives",
            "FalsePositives",
            "FalseNegatives",
            "F1Score",
            "R2Score",
            "PearsonCorrelation",
            "ConcordanceCorrelation")) {
      cases.add(of(name.toLowerCase(Locale.ROOT), name));
    }
    cases.addAll(
        List.of(
            of("binaryaccuracy_thr0.3", "BinaryAccuracy", "threshold", 0.3),
            of("categoricalaccuracy_sequence", "CategoricalAccuracy"),
            of("sparsecategoricalaccuracy_sequence", "SparseCategoricalAccuracy"),
            of("topkcategoricalaccuracy_k2", "TopKCategoricalAccuracy", "k", 2),
            of("sparsetopkcategoricalaccuracy_k3", "SparseTopKCategoricalAccuracy", "k", 3),
            of("binarycrossentropy_labsm0.0", "BinaryCrossentropy", "label_smoothing", 0.0),
            of("binarycrossentropy_froloT", "BinaryCrossentropy", "from_logits", true),
            of(
                "categoricalcrossentropy_labsm0.1",
                "CategoricalCrossentropy",
                "label_smoothing",
                0.1),
            of("auc_curPR", "AUC", "curve", "PR"),
            of(
                "auc_numth20_summeminoring",
                "AUC",
                "num_thresholds",
                20,
                "summation_method",
                "minoring"),
            of(
                "auc_numth50_curPR_summemajoring",
                "AUC",
                "num_thresholds",
                50,
                "curve",
                "PR",
                "summation_method",
                "majoring"),
            of("auc_thr0.2x0.5x0.8", "AUC", "thresholds", List.of(0.2, 0.5, 0.8)),
            of("auc_mullaT", "AUC", "multi_label", true),
            of(
                "auc_mullaT_curPR_labwe0.5x2.0x1.0x0.3",
                "AUC",
                "multi_label",
                true,
                "curve",
                "PR",
                "label_weights",
                List.of(0.5, 2.0, 1.0, 0.3)),
            of("auc_froloT", "AUC", "from_logits", true),
            of("precision_thr0.3", "Precision", "thresholds", 0.3),
            of("precision_thr0.2x0.5x0.9", "Precision", "thresholds", List.of(0.2, 0.5, 0.9)),
            of("precision_claid1", "Precision", "class_id", 1),
            of("precision_topk2", "Precision", "top_k", 2),
            of("recall_thr0.2x0.5x0.9", "Recall", "thresholds", List.of(0.2, 0.5, 0.9)),
            of("recall_claid2", "Recall", "class_id", 2),
            of("recall_claid1_topk2", "Recall", "class_id", 1, "top_k", 2),
            of("recall_topk1", "Recall", "top_k", 1),
            of("truepositives_thr0.3x0.6", "TruePositives", "thresholds", List.of(0.3, 0.6)),
            of("falsenegatives_thr0.8", "FalseNegatives", "thresholds", 0.8),
            of("precisionatrecall_rec0.5", "PrecisionAtRecall", "recall", 0.5),
            of("recallatprecision_pre0.6", "RecallAtPrecision", "precision", 0.6),
            of("sensitivityatspecificity_spe0.5", "SensitivityAtSpecificity", "specificity", 0.5),
            of("specificityatsensitivity_sen0.4", "SpecificityAtSensitivity", "sensitivity", 0.4),
            of("f1score_avemacro", "F1Score", "average", "macro"),
            of("f1score_avemicro_thr0.5", "F1Score", "average", "micro", "threshold", 0.5),
            of("f1score_aveweighted", "F1Score", "average", "weighted"),
            of("f1score_thr0.3", "F1Score", "threshold", 0.3),
            of("fbetascore_bet2.0", "FBetaScore", "beta", 2.0),
            of(
                "fbetascore_bet0.5_aveweighted_thr0.5",
                "FBetaScore",
                "beta",
                0.5,
                "average",
                "weighted",
                "threshold",
                0.5),
            of("r2score_claagnonetype", "R2Score", "class_aggregation", null),
            of("r2score_claaguniform_average_numre1", "R2Score", "num_regressors", 1),
            of("meaniou_numcl4", "MeanIoU", "num_classes", 4),
            of("meaniou_numcl4_spayprF", "MeanIoU", "num_classes", 4, "sparse_y_pred", false),
            of("meaniou_numcl4_igncl0", "MeanIoU", "num_classes", 4, "ignore_class", 0),
            of("iou_numcl4_tarclid0x2", "IoU", "num_classes", 4, "target_class_ids", List.of(0, 2)),
            of("binaryiou_tarclid0x1_thr0.5", "BinaryIoU"),
            of(
                "onehotiou_numcl4_tarclid1",
                "OneHotIoU",
                "num_classes",
                4,
                "target_class_ids",
                List.of(1)),
            of("onehotmeaniou_numcl4", "OneHotMeanIoU", "num_classes", 4),
            of("mean_rank1", "Mean"),
            of("mean_rank2", "Mean"),
            of("sum_rank1", "Sum"),
            of("sum_rank2", "Sum")));
    return cases.stream();
  }

  private static Arguments of(String name, String className, Object... settings) {
    Map<String, Object> config = new LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      config.put((String) settings[i], settings[i + 1]);
    }
    return Arguments.of(name, className, config);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void measures_what_keras_does(String name, String className, Map<String, Object> config) {
    for (Engine engine : List.of(new ReferenceEngine(), CpuEngine.shared())) {
      Metric metric = made(className, config);
      check(engine, name, metric, "");
      metric.reset();
      check(engine, name, metric, "weighted_");
    }
    Metric metric = made(className, config);
    assertThat(metric.className()).isEqualTo(className);
    Metric copy = Metrics.fromConfig(Metrics.toConfig(metric));
    assertThat(copy.config()).isEqualTo(metric.config());
    check(new ReferenceEngine(), name, copy, "weighted_");
  }

  private static Metric made(String className, Map<String, Object> config) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("class_name", className);
    form.put("config", config);
    return Metrics.fromConfig(form);
  }

  private static void check(Engine engine, String name, Metric metric, String weighted) {
    Map<String, Tensor> arrays = KerasFixtures.arrays("metrics/" + name);
    for (int b = 0; b < 3; b++) {
      Tensor weight = weighted.isEmpty() ? null : arrays.get("sample_weight_" + b);
      if (arrays.containsKey("values_" + b)) {
        metric.update(List.of(arrays.get("values_" + b)), weight);
      } else {
        Tensor yTrue = arrays.get("y_true_" + b);
        Updates.update(engine, metric, yTrue, arrays.get("y_pred_" + b), weight);
      }
      Tensor want = arrays.get(weighted + "result_" + b);
      double[] got = metric.results();
      assertThat(got).hasSize(want.size());
      for (int i = 0; i < got.length; i++) {
        double tolerance = 2e-6 + 1e-5 * Math.abs(want.at(i)); // of the cases
        assertThat(got[i])
            .as("%sresult %d after update %d", weighted, i, b)
            .isCloseTo(want.at(i), within(tolerance));
      }
      double mean = Arrays.stream(got).average().orElseThrow();
      assertThat(metric.result()).isCloseTo(mean, within(1e-12));
    }
  }
}
