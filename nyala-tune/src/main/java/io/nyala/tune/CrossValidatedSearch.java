// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.data.split.Fold;
import io.nyala.data.split.KFold;
import io.nyala.models.Evaluation;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import io.nyala.tune.samplers.Sampler;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The base class of scikit-learn's searches: each trial is a model that is trained and scored once
 * per fold, and the best values are refitted on all rows.
 *
 * @param <S> the class of the search
 */
public abstract sealed class CrossValidatedSearch<S extends CrossValidatedSearch<S>>
    permits RandomizedSearch, GridSearch, HalvingSearch {
  private static final int FOLDS = 5;

  private final ModelBuilder builder;
  private Path folder;
  private int folds = FOLDS;
  private List<Fold> given;
  private String scoring = "loss";
  private Function<Assignment, FitOptions> fitting = values -> FitOptions.fit();
  private Sampler sampler;
  private long seed;
  private int workers = 1;
  private boolean refit = true;
  private Consumer<String> progress = line -> {};
  private Study study;
  private Model best;
  private List<Fold> used;

  CrossValidatedSearch(ModelBuilder builder) {
    this.builder = Arguments.given("builder", builder);
  }

  abstract S self();

  /** Adds the specific settings of this search to the study. */
  abstract void prepare(Study prepared, SearchSpace space, int rows);

  /** Returns the rows of a fold on which a trial trains. */
  int[] trainRows(Fold fold, Trial trial, Tensor y) {
    return fold.trainRows();
  }

  /** Keeps a journal in a directory, so that the search can be resumed after an interruption. */
  public S in(Path where) {
    this.folder = where;
    return self();
  }

  /** Sets the number of shuffled folds; 5 by default. */
  public S folds(int count) {
    this.folds = count;
    this.given = null;
    return self();
  }

  /** Sets the folds, for example stratified, grouped or chronological ones. */
  public S folds(List<Fold> all) {
    this.given = List.copyOf(all);
    return self();
  }

  /** Sets the score: {@code loss} (the default) or a metric of the models. */
  public S scoring(String metric) {
    this.scoring = Arguments.given("scoring", metric);
    return self();
  }

  /** Sets the training options for given values: epochs, batch size and others. */
  public S fitting(Function<Assignment, FitOptions> options) {
    this.fitting = Arguments.given("fitting", options);
    return self();
  }

  /** Replaces the default sampler of this search. */
  S sampler(Sampler other) {
    this.sampler = other;
    return self();
  }

  /** Sets the seed of trials and folds; 0 by default. */
  public S seed(long newSeed) {
    this.seed = newSeed;
    return self();
  }

  /** Sets the number of parallel trials, at most 4; 1 by default. Does not change the results. */
  public S workers(int atOnce) {
    this.workers = atOnce;
    return self();
  }

  /** Sets whether a model of the best values is trained on all rows at the end; true by default. */
  public S refit(boolean on) {
    this.refit = on;
    return self();
  }

  /** Sets the consumer of progress messages; none by default. */
  public S progress(Consumer<String> lines) {
    this.progress = Arguments.given("progress", lines);
    return self();
  }

  /**
   * Runs the search.
   *
   * @param x {@code (rows, ...)}
   * @param y {@code (rows, ...)}
   * @return this search
   * @throws StudyException if three trials in a row throw
   */
  public S fit(Tensor x, Tensor y) {
    int rows = x.shape().dim(0);
    used = given != null ? given : KFold.shuffled(folds, seed).split(rows);
    ModelEvaluation models =
        new ModelEvaluation(builder, (model, trial) -> null, Long.MAX_VALUE, Long.MAX_VALUE);
    SearchSpace space = models.declare();
    Goal goal = Goals.logged(List.of(new Study.Wanted(scoring, null)), models.probe()).getFirst();
    study = folder == null ? Study.inMemory() : Study.in(folder);
    study.seed(seed).workers(workers).progress(progress);
    if (goal.maximised()) {
      study.maximize(scoring);
    } else {
      study.minimize(scoring);
    }
    prepare(study, space, rows);
    if (sampler != null) {
      study.sampler(sampler);
    }
    CrossValidation cv = CrossValidation.of(used);
    study.run(
        space,
        trial -> {
          List<Double> fitSeconds = new ArrayList<>();
          List<Double> scoreSeconds = new ArrayList<>();
          double mean = cv.mean(trial, fold -> score(trial, fold, x, y, fitSeconds, scoreSeconds));
          trial.attribute(CvResults.FIT_SECONDS, fitSeconds);
          trial.attribute(CvResults.SCORE_SECONDS, scoreSeconds);
          return mean;
        });
    best = refit ? refitted(x, y) : null;
    return self();
  }

  private double score(
      Trial trial,
      Fold fold,
      Tensor x,
      Tensor y,
      List<Double> fitSeconds,
      List<Double> scoreSeconds) {
    Model model = built(trial.hyperparameters(), trial.seed() + fitSeconds.size());
    int[] rows = trainRows(fold, trial, y);
    long begun = System.nanoTime();
    model.fit(x.rows(rows), y.rows(rows), fitting.apply(trial.values()));
    long fitted = System.nanoTime();
    Evaluation evaluation = model.evaluate(x.rows(fold.testRows()), y.rows(fold.testRows()));
    fitSeconds.add((fitted - begun) / 1e9);
    scoreSeconds.add((System.nanoTime() - fitted) / 1e9);
    return evaluation.get(scoring);
  }

  private Model built(Hyperparameters hp, long modelSeed) {
    Model model = builder.build(hp);
    hp.settle();
    return model.seed(modelSeed);
  }

  private Model refitted(Tensor x, Tensor y) {
    TrialResult winner = bestTrial();
    Assignment values = winner.values();
    Hyperparameters hp =
        Hyperparameters.from(
            (parameter, conditions) ->
                values.has(parameter.name())
                    ? values.get(parameter.name())
                    : parameter.defaultValue());
    Model model = built(hp, seed);
    model.fit(x, y, fitting.apply(values));
    return model;
  }

  private Study searched() {
    if (study == null) {
      throw new IllegalStateException("search: call fit(x, y) before reading results");
    }
    return study;
  }

  /**
   * Returns the best trial.
   *
   * @throws IllegalStateException if there is none, or the search has not run
   */
  public TrialResult bestTrial() {
    return searched()
        .best()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "search: no trial has a score; see failure() of study().trials()"));
  }

  /** Returns the values of the best trial: scikit-learn's {@code best_params_}. */
  public Assignment bestValues() {
    return bestTrial().values();
  }

  /** Returns the mean score of the best trial: scikit-learn's {@code best_score_}. */
  public double bestScore() {
    return bestTrial().value();
  }

  /**
   * Returns the model of the best values, trained on all rows: scikit-learn's {@code
   * best_estimator_}.
   *
   * @throws IllegalStateException if none was trained
   */
  public Model bestModel() {
    searched();
    if (best == null) {
      throw new IllegalStateException("search: with refit(false), no model is trained on all rows");
    }
    return best;
  }

  /**
   * Returns a table like scikit-learn's {@code cv_results_}: column names with the values of all
   * trials. Scores have the sign of the metric, so lower losses are better. A failed trial has NaN
   * scores and the lowest rank.
   */
  public Map<String, List<Object>> cvResults() {
    return CvResults.of(searched(), used.size());
  }

  /** Returns the study behind the search. */
  public Study study() {
    return searched();
  }
}
