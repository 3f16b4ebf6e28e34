// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import static io.nyala.docs.Numbers.normal;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.data.preprocessing.StandardScaler;
import io.nyala.data.split.RepeatedKFold;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.Optimizer;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tune.CrossValidation;
import io.nyala.tune.GridSearch;
import io.nyala.tune.Study;
import io.nyala.tune.TrialResult;
import io.nyala.tune.pruners.Pruners;
import io.nyala.tune.report.StudyEvents;
import io.nyala.tune.report.StudyReport;
import io.nyala.tune.samplers.TpeSampler;
import io.nyala.tune.schedules.Asha;
import io.nyala.tune.schedules.Hyperband;
import io.nyala.tune.schedules.PopulationBased;
import io.nyala.tune.space.Hyperparameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/search.md. */
class SearchTest {
  private static final Tensor X = normal(120, 4);
  private static final Tensor Y = sums(X);
  private static final Tensor VAL_X = normal(40, 4);
  private static final Tensor VAL_Y = sums(VAL_X);

  @TempDir Path folder;

  private static Tensor sums(Tensor x) {
    float[] sums = new float[x.shape().dim(0)];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = x.at(4 * i) + x.at(4 * i + 1);
    }
    return Tensor.of(Shape.of(sums.length, 1), sums);
  }

  // snippet:search-network
  static Model network(Hyperparameters hp) {
    int units = hp.intRange("units", 8, 64).step(8).value();
    double rate = hp.floatRange("rate", 1e-4, 1e-1).log().value();
    String name = hp.choice("optimizer", "adam", "sgd").value();
    double momentum = hp.when("optimizer", "sgd").floatRange("momentum", 0, 0.99).value();
    double drop = hp.floatRange("dropout", 0, 0.5).step(0.1).value();
    Optimizer optimizer = name.equals("adam") ? adam(rate) : sgd(rate).momentum(momentum);
    Model model = Sequential.of(input(4), dense(units).activation("relu"), dropout(drop), dense(1));
    model.compile(optimizer, meanSquaredError());
    return model;
  }

  // end:search-network

  @Test
  void a_search() throws IOException {
    // snippet:search-first
    Study study =
        Study.in(folder) // contains the journal and the best model
            .objective("val_loss")
            .sampler(new TpeSampler())
            .trials(30)
            .epochs(5)
            .workers(2)
            .progress(System.out::println);
    study.run(
        hp -> network(hp), (model, trial) -> model.fit(X, Y, trial.fit().validation(VAL_X, VAL_Y)));
    TrialResult best = study.best().orElseThrow(); // number, values, objective, reports
    Model ready = study.bestModel();
    // end:search-first
    // snippet:search-report
    Path page = StudyReport.write(study, folder.resolve("report"));
    StudyEvents.write(study, folder.resolve("log"));
    // end:search-report
    assertThat(page).isNotEmptyFile();
    assertThat(folder.resolve("log/trial-00029")).isDirectory();
    assertThat(study.trials()).hasSize(30);
    assertThat((double) (float) ready.evaluate(VAL_X, VAL_Y).loss())
        .isEqualTo((float) best.value());
  }

  @Test
  void trials_that_name_their_values() {
    // snippet:search-suggest
    Study study = Study.inMemory().minimize("height").trials(50);
    study.run(
        trial -> {
          double x = trial.suggestFloat("x", -10, 10);
          int k = trial.suggestInt("k", 0, 4);
          return (x - 2) * (x - 2) + k;
        });
    // end:search-suggest
    assertThat(study.best().orElseThrow().value()).isLessThan(20);
  }

  @Test
  void early_ends() {
    // snippet:search-pruner
    Study study =
        Study.inMemory()
            .objective("val_loss")
            .bestEpoch() // judges a model by its best epoch
            .pruner(Pruners.median().warmup(2))
            .trials(20)
            .epochs(10);
    // end:search-pruner
    study.run(
        SearchTest::network,
        (model, trial) -> model.fit(X, Y, trial.fit().validation(VAL_X, VAL_Y)));
    assertThat(study.trials()).hasSize(20);
  }

  @Test
  void schedules() {
    // snippet:search-hyperband
    Hyperband hyperband = Hyperband.of(9, 3); // at most 9 epochs, one of three continues
    System.out.println(hyperband.table());
    Study study = Study.in(folder).objective("val_loss").schedule(hyperband);
    study.run(
        hp -> network(hp), (model, trial) -> model.fit(X, Y, trial.fit().validation(VAL_X, VAL_Y)));
    // end:search-hyperband
    assertThat(study.runs()).isEqualTo(hyperband.runs());
    // snippet:search-asha
    Asha asha = Asha.of(100, 1, 27, 3); // 100 trials; the best get 27 epochs
    // end:search-asha
    assertThat(asha.mostEpochs()).isEqualTo(27);
  }

  @Test
  void a_population() {
    // snippet:search-population
    Study study =
        Study.in(folder)
            .objective("val_loss")
            .schedule(PopulationBased.of(8, 20, 4)); // 8 trials, 20 epochs, replacement every 4
    study.run(
        hp -> {
          double rate = hp.floatRange("rate", 1e-4, 1e-1).log().value();
          double drop = hp.floatRange("dropout", 0, 0.5).value();
          Model model =
              Sequential.of(input(4), dense(32).activation("relu"), dropout(drop), dense(1));
          model.compile(adam(rate), meanSquaredError());
          return model;
        },
        (model, trial) -> model.fit(X, Y, trial.fit().validation(VAL_X, VAL_Y)));
    int source = study.best().orElseThrow().copyOf(); // where its weights come from, or -1
    // end:search-population
    assertThat(study.runs()).isEqualTo(40);
    assertThat(source).isBetween(-1, 15);
  }

  @Test
  void folds() {
    // snippet:search-cv
    CrossValidation cv = CrossValidation.of(RepeatedKFold.of(3, 2, 42).split(120));
    Study study = Study.inMemory().minimize("mse").pruner(Pruners.wilcoxon()).trials(10);
    study.run(
        Hyperparameters.declare(SearchTest::network),
        trial ->
            cv.mean(
                trial,
                fold -> {
                  StandardScaler scaler = new StandardScaler(); // learns only from this fold
                  Tensor x = scaler.fitTransform(X.rows(fold.trainRows()));
                  Model model = network(trial.hyperparameters());
                  model.seed(trial.seed());
                  model.fit(x, Y.rows(fold.trainRows()), fit().epochs(3));
                  return model
                      .evaluate(scaler.transform(X.rows(fold.testRows())), Y.rows(fold.testRows()))
                      .loss();
                }));
    // end:search-cv
    assertThat((List<?>) study.best().orElseThrow().attributes().get("folds")).hasSize(6);
  }

  @Test
  void as_in_scikit_learn() {
    // snippet:search-grid
    GridSearch search =
        GridSearch.over(
                hp -> {
                  int units = hp.choice("units", 4, 8, 16).value();
                  hp.choice("batch", 16, 32);
                  Model model = Sequential.of(input(4), dense(units).activation("relu"), dense(1));
                  model.compile(adam(1e-2), meanSquaredError());
                  return model;
                })
            .folds(3)
            .fitting(values -> fit().epochs(5).batchSize(values.getInt("batch")))
            .fit(X, Y);
    Map<String, List<Object>> table = search.cvResults();
    Model refitted = search.bestModel();
    // end:search-grid
    assertThat(table.get("rank_test_score")).hasSize(6);
    assertThat(refitted.evaluate(X, Y).loss()).isPositive();
  }

  @Test
  void several_objectives() {
    // snippet:search-several
    Study study = Study.inMemory().minimize("error", "weights").trials(20);
    study.runAll(
        Hyperparameters.declare(SearchTest::network),
        trial -> {
          Model model = network(trial.hyperparameters());
          model.seed(trial.seed());
          model.fit(X, Y, fit().epochs(3));
          double weights = model.getWeights().stream().mapToLong(Tensor::size).sum();
          trial.constraint(weights - 400); // at most 400 weights
          return Map.of("error", model.evaluate(VAL_X, VAL_Y).loss(), "weights", weights);
        });
    List<TrialResult> front = study.front();
    // end:search-several
    assertThat(front).isNotEmpty();
  }
}
