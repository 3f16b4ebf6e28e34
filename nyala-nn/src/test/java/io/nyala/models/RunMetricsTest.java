// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.metrics.MeanMetric;
import io.nyala.metrics.Metric;
import io.nyala.metrics.Metrics;
import io.nyala.support.Data;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics gather for one run at a time; other runs have copies. */
class RunMetricsTest {
  private static final Tensor X = Data.normal(1, 12, 3);
  private static final Tensor Y = Data.target(X);

  /** Counts what it sees; a list cannot be copied without being told. */
  private static class Listing extends Metric {
    private final List<Tensor> seen = new ArrayList<>();

    Listing() {
      super("listing");
    }

    @Override
    public void update(List<Tensor> observed, Tensor sampleWeight) {
      seen.add(observed.get(0));
    }

    @Override
    public double result() {
      return seen.size();
    }

    @Override
    public void reset() {
      seen.clear();
    }
  }

  /** Says how it is copied. */
  private static final class Copied extends Listing {
    @Override
    public Metric copy() {
      return new Copied();
    }
  }

  /** A number is copied by itself. */
  private static final class Counting extends Metric {
    private int seen;

    Counting() {
      super("counting");
    }

    @Override
    public void update(List<Tensor> observed, Tensor sampleWeight) {
      seen++;
    }

    @Override
    public double result() {
      return seen;
    }

    @Override
    public void reset() {
      seen = 0;
    }
  }

  private static History evaluateInside(Metric metric, List<Double> inside) {
    Model model = Sequential.of(input(3), dense(1));
    model.compile(sgd(0.1), meanSquaredError(), metric);
    return model.fit(
        X,
        Y,
        fit()
            .batchSize(3)
            .callbacks(
                new Callback() {
                  @Override
                  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
                    inside.add(model.evaluate(X, Y).get(metric.name()));
                  }
                }));
  }

  @Test
  void a_metric_of_numbers_or_one_that_says_how_is_copied() {
    for (Metric metric : List.of(new Counting(), new Copied())) {
      List<Double> inside = new ArrayList<>();
      History h = evaluateInside(metric, inside);
      assertThat(h.last(metric.name())).isEqualTo(4);
      assertThat(inside).containsOnly(1.0).hasSize(4);
    }
  }

  @Test
  void another_one_says_what_to_do() {
    assertThatThrownBy(() -> evaluateInside(new Listing(), new ArrayList<>()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("metric \"listing\"")
        .hasMessageContaining("cannot be copied because of its field seen; override copy()");
  }

  /** As before: who holds the metric reads the numbers of the latest run. */
  @Test
  void the_metric_itself_serves_a_run_that_is_alone() {
    Listing metric = new Listing();
    Model model = Sequential.of(input(3), dense(1));
    model.compile(sgd(0.1), meanSquaredError(), metric);
    model.evaluate(X, Y, EvaluateOptions.evaluate().batchSize(4));
    assertThat(metric.result()).isEqualTo(3);
    model.fit(X, Y, fit().batchSize(6));
    assertThat(metric.result()).isEqualTo(2);
  }

  static List<Metric> every_kind() {
    List<Metric> all = new ArrayList<>();
    for (String name :
        List.of(
            "accuracy",
            "crossentropy",
            "mse",
            "auc",
            "roc_auc",
            "precision",
            "recall",
            "r2_score",
            "mean",
            "sum",
            "rmse",
            "true_positives",
            "cosine_similarity",
            "top_k_categorical_accuracy")) {
      all.add(Metrics.byName(name));
    }
    all.add(Metrics.meanIoU(2));
    all.add(Metrics.confusionMatrix(2));
    all.add(Metrics.fromConfig(form("PrecisionAtRecall", "recall")));
    all.add(Metrics.fromConfig(form("F1Score", "threshold")));
    return all;
  }

  private static Map<String, Object> form(String className, String setting) {
    return Map.of("class_name", className, "config", Map.of(setting, 0.5));
  }

  /** A copy gathers nothing for the original, nor the other way round. */
  @ParameterizedTest
  @MethodSource("every_kind")
  void copies_gather_by_themselves(Metric metric) {
    boolean labels = metric.className().contains("IoU") || metric.className().contains("Matrix");
    Tensor truth = labels ? ints(0, 1, 1, 0) : column(0, 1, 1, 0);
    Tensor good = labels ? ints(0, 1, 1, 0) : column(0.1f, 0.9f, 0.8f, 0.3f);
    Tensor bad = labels ? ints(1, 0, 1, 0) : column(0.9f, 0.2f, 0.1f, 0.6f);
    boolean mean = metric instanceof MeanMetric || metric.className().equals("Sum");
    List<Tensor> first = mean ? List.of(good) : List.of(truth, good);
    List<Tensor> second = mean ? List.of(bad) : List.of(truth, bad);
    metric.reset();
    metric.update(first, null);
    double one = metric.result();
    Metric copy = metric.copy();
    copy.update(second, null);
    assertThat(metric.result()).isEqualTo(one);
    metric.reset();
    metric.update(second, null);
    assertThat(copy.result()).isEqualTo(metric.result()).isNotEqualTo(one);
    assertThat(copy.name()).isEqualTo(metric.name());
    assertThat(copy.config()).isEqualTo(metric.config());
  }

  private static Tensor column(float... values) {
    return Tensor.of(Shape.of(values.length, 1), values);
  }

  private static Tensor ints(int... values) {
    return Tensor.ofInts(Shape.of(values.length), values);
  }
}
