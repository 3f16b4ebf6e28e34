// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.metrics.Metrics.binaryAccuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.split.Fold;
import io.nyala.data.split.StratifiedKFold;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.pruners.Pruners;
import io.nyala.tune.samplers.Draws;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrossValidatedSearchTest {
  private static final int ROWS = 90;
  private static final Tensor X = x();
  private static final Tensor Y = y();

  private static Tensor x() {
    Draws draws = Draws.of(3, 0);
    float[] values = new float[ROWS * 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.nextGaussian();
    }
    return Tensor.of(Shape.of(ROWS, 2), values);
  }

  private static Tensor y() {
    float[] values = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[i] = X.at(2 * i) > X.at(2 * i + 1) ? 1 : 0;
    }
    return Tensor.of(Shape.of(ROWS, 1), values);
  }

  private static Model network(Hyperparameters hp) {
    int units = hp.choice("units", 4, 8).value();
    double rate = hp.choice("rate", 1e-4, 3e-2).value();
    hp.choice("batch", 10, 30);
    Model model =
        Sequential.of(input(2), dense(units).activation(RELU), dense(1).activation(SIGMOID));
    model.compile(adam(rate), binaryCrossentropy(), binaryAccuracy());
    return model;
  }

  @Test
  void a_grid_has_the_columns_of_scikit_learn() {
    GridSearch search =
        GridSearch.over(CrossValidatedSearchTest::network)
            .folds(StratifiedKFold.of(3).split(Y))
            .scoring("binary_accuracy")
            .fitting(v -> fit().epochs(20).batchSize(v.getInt("batch")))
            .fit(X, Y);
    Map<String, List<Object>> results = search.cvResults();
    assertThat(results.keySet())
        .containsExactly(
            "mean_fit_time",
            "std_fit_time",
            "mean_score_time",
            "std_score_time",
            "param_units",
            "param_rate",
            "param_batch",
            "params",
            "split0_test_score",
            "split1_test_score",
            "split2_test_score",
            "mean_test_score",
            "std_test_score",
            "rank_test_score");
    assertThat(results.get("params")).hasSize(8);
    assertThat(new HashSet<>(results.get("params"))).hasSize(8);
    assertThat(search.bestScore()).isGreaterThan(0.85);
    assertThat(search.bestValues().getDouble("rate")).isEqualTo(3e-2);
    int best = search.bestTrial().number();
    assertThat(results.get("rank_test_score").get(best)).isEqualTo(1);
    double[] folds =
        IntStream.range(0, 3)
            .mapToDouble(i -> (Double) results.get("split" + i + "_test_score").get(best))
            .toArray();
    assertThat(Arrays.stream(folds).average().orElseThrow())
        .isEqualTo(search.bestScore(), within(1e-12));
    assertThat(search.bestModel().evaluate(X, Y).get("binary_accuracy")).isGreaterThan(0.85);
  }

  /** Scores that an independent loop over the folds gives. */
  @Test
  void scores_are_those_of_training_and_scoring_fold_by_fold() {
    List<Fold> folds = StratifiedKFold.of(3).split(Y);
    RandomizedSearch search =
        RandomizedSearch.over(CrossValidatedSearchTest::network, 4)
            .folds(folds)
            .fitting(v -> fit().epochs(3).batchSize(v.getInt("batch")))
            .workers(2)
            .refit(false)
            .seed(11)
            .fit(X, Y);
    TrialResult trial = search.study().trials().get(2);
    for (int i = 0; i < 3; i++) {
      Model model = network(Hyperparameters.from((p, conditions) -> trial.values().get(p.name())));
      model.seed((Draws.of(11, 2, "trial").nextLong() >>> 1) + i);
      int[] train = folds.get(i).trainRows();
      int[] test = folds.get(i).testRows();
      model.fit(
          X.rows(train), Y.rows(train), fit().epochs(3).batchSize(trial.values().getInt("batch")));
      assertThat(search.cvResults().get("split" + i + "_test_score").get(2))
          .isEqualTo(model.evaluate(X.rows(test), Y.rows(test)).loss());
    }
    assertThatIllegalStateException()
        .isThrownBy(search::bestModel)
        .withMessageContaining("refit(false)");
  }

  @Test
  void what_is_no_number_comes_last() {
    GridSearch search =
        GridSearch.over(
                hp -> {
                  Model model = network(hp);
                  if (hp.choice("broken", 0, 1).value() == 1) {
                    model.compile(adam(1e30), binaryCrossentropy());
                  }
                  return model;
                })
            .folds(3)
            .fitting(v -> fit().epochs(2))
            .fit(X, Y);
    Map<String, List<Object>> results = search.cvResults();
    for (int i = 0; i < results.get("params").size(); i++) {
      boolean failed = search.study().trials().get(i).state() == TrialState.FAIL;
      assertThat(((Double) results.get("mean_test_score").get(i)).isNaN()).isEqualTo(failed);
      if (failed) {
        assertThat((Integer) results.get("rank_test_score").get(i)).isGreaterThan(8);
      }
    }
    assertThat(search.bestValues().getInt("broken")).isZero();
  }

  @Test
  void halving_gives_the_best_more_rows() {
    List<Integer> rows = new ArrayList<>();
    HalvingSearch search =
        HalvingSearch.over(CrossValidatedSearchTest::network, 9)
            .folds(3)
            .fitting(v -> fit().epochs(2))
            .refit(false)
            .fit(X, Y);
    search.study().trials().forEach(t -> rows.add(t.runs()));
    assertThat(rows.stream().filter(runs -> runs == 3)).hasSize(1);
    assertThat(rows.stream().filter(runs -> runs == 2)).hasSize(2);
    assertThat(search.study().runs()).isEqualTo(9 + 3 + 1);
    assertThat(search.bestTrial().runs()).isEqualTo(3);
  }

  @Test
  void fewer_rows_keep_the_proportions_of_classes_and_are_part_of_more() {
    int[] rows = IntStream.range(0, 60).toArray();
    float[] labels = new float[60];
    for (int i = 0; i < 60; i++) {
      labels[i] = i % 10 == 0 ? 1 : 0;
    }
    Tensor y = Tensor.of(Shape.of(60, 1), labels);
    int[] twenty = Subsample.of(rows, y, 20);
    assertThat(Arrays.stream(twenty).filter(r -> labels[r] == 1).count()).isEqualTo(2);
    assertThat(Subsample.of(rows, y, 40)).contains(twenty).isSorted();
    assertThat(Subsample.of(rows, X, 20)).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void folds_are_kept_and_a_pruner_ends_a_trial_between_them() {
    CrossValidation cv = CrossValidation.of(StratifiedKFold.of(6).split(Y));
    Map<Integer, Integer> scored = new HashMap<>();
    SearchSpace space = Hyperparameters.declare(hp -> hp.floatRange("x", 0, 1));
    Study study =
        Study.inMemory()
            .pruner(Pruners.within(0, 50, 0))
            .trials(6)
            .run(
                space,
                trial ->
                    cv.mean(
                        trial,
                        fold -> {
                          int i = scored.merge(trial.number(), 1, Integer::sum);
                          return trial.number() == 3 ? 30 * i : trial.number() + i;
                        }));
    TrialResult third = study.trials().get(3);
    assertThat(third.state()).isEqualTo(TrialState.PRUNED);
    assertThat(scored.get(3)).isEqualTo(2);
    assertThat(scored.get(2)).isEqualTo(6);
    TrialResult second = study.trials().get(2);
    assertThat(second.value()).isEqualTo(5.5);
    assertThat(second.attributes().get("folds")).isEqualTo(List.of(3.0, 4.0, 5.0, 6.0, 7.0, 8.0));
    // the square root of 35 / 12
    assertThat((Double) second.attributes().get("folds_std")).isEqualTo(1.707825127659933);
  }

  @Test
  void a_misspelt_score_is_refused_before_any_training() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                GridSearch.over(CrossValidatedSearchTest::network)
                    .scoring("binary_acuracy")
                    .fit(X, Y))
        .withMessageContaining("no trial would report the objective \"binary_acuracy\"")
        .withMessageContaining("did you mean \"binary_accuracy\"");
    assertThatIllegalStateException()
        .isThrownBy(() -> GridSearch.over(CrossValidatedSearchTest::network).bestScore())
        .withMessageContaining("call fit(x, y)");
  }
}
