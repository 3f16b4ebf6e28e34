// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.Callback;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.tune.schedules.Job;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.Hyperparameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A running trial: returns the values to try and the epochs to train, and receives reports.
 * Confined to the thread that runs it.
 *
 * <p>All random numbers of a trial must be derived from {@link #seed()}, so that the search is
 * reproducible.
 */
public final class Trial {
  private final Job job;
  private final TrialDesk desk;
  private final long seed;
  private final Map<String, Object> suggested = new LinkedHashMap<>();
  private int step = -1;
  private boolean pruned;
  private double violation;
  private Model kept;
  private BestEpoch bestEpoch;

  Trial(Job job, TrialDesk desk, long seed) {
    this.job = job;
    this.desk = desk;
    this.seed = seed;
  }

  /** Returns the number of the trial in the search, from 0. */
  public int number() {
    return job.trial();
  }

  /** Returns the seed of all random numbers of this trial: at least 0, different for each trial. */
  public long seed() {
    return seed;
  }

  // Values

  /** Returns the values of the hyperparameters that apply and have been declared so far. */
  public Assignment values() {
    return desk.values(this);
  }

  /** Returns the object with which to declare hyperparameters and get their values. */
  public Hyperparameters hyperparameters() {
    return Hyperparameters.from(
        (parameter, conditions) -> desk.suggest(this, parameter, conditions));
  }

  /** Returns a number in a range, both ends included. */
  public double suggestFloat(String name, double min, double max) {
    return hyperparameters().floatRange(name, min, max).value();
  }

  /** Returns a number in a range that is searched on a logarithmic scale. */
  public double suggestFloatLog(String name, double min, double max) {
    return hyperparameters().floatRange(name, min, max).log().value();
  }

  /** Returns an integer from a range, both ends included. */
  public int suggestInt(String name, int min, int max) {
    return hyperparameters().intRange(name, min, max).value();
  }

  /** Returns one of several strings. */
  public String suggestCategorical(String name, String... values) {
    return hyperparameters().choice(name, values).value();
  }

  // Training

  /** Returns the total number of epochs after this training, including those before a promotion. */
  public int epochs() {
    return job.to();
  }

  /**
   * Returns the number of epochs already completed: 0 in the first training, unless the trial is a
   * copy.
   */
  public int epochsBefore() {
    return job.from();
  }

  /**
   * Returns the training options of this trial: the number of epochs, the checkpoint of this trial
   * if its schedule pauses trials, and reports of the first objective to the study. Add data,
   * batches and callbacks.
   *
   * @throws StudyException if neither the study nor its schedule sets the number of epochs; it ends
   *     the search
   */
  public FitOptions fit() {
    if (job.to() < 1) {
      throw new StudyException(
          "study: set the number of epochs of a trial with epochs(...) or a schedule", null);
    }
    FitOptions options =
        FitOptions.fit().initialEpoch(desk.start(this)).epochs(job.to()).callbacks(reports());
    if (desk.bestEpoch()) {
      bestEpoch = new BestEpoch(desk.goal());
      options.callbacks(bestEpoch);
    }
    return desk.pauses() ? options.checkpoints(Kept.checkpoints(folder()).parts()) : options;
  }

  /**
   * Returns the trial whose weights and optimizer state this one has taken over, as in
   * population-based training; -1 if there is none.
   */
  public int copyOf() {
    return desk.copyOf(this);
  }

  /**
   * Restores in a model the weights and the optimizer state of the trial of which this one is a
   * copy, after {@link #epochsBefore()} epochs. Does nothing if it is not a copy, or has already
   * been trained itself. Done for models that a study builds itself.
   *
   * @param model compiled, with a known input
   * @throws StudyException if the weights have other shapes
   */
  public void inherit(Model model) {
    if (copyOf() < 0 || job.from() > desk.start(this)) {
      return;
    }
    Inheritance.take(model, Kept.inherited(folder()), this);
  }

  /** Returns a callback that reports the first objective after each epoch that has it. */
  public Callback reports() {
    return new Reports(this, desk.goal().name());
  }

  /**
   * Returns a callback that reports the first objective, which must be a training measure, as the
   * mean of the epoch so far, every {@code batches} batches. Steps then count batches.
   */
  public Callback reports(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException("reports: expected at least 1 batch, got " + batches);
    }
    return new BatchReports(this, desk.goal().name(), batches);
  }

  /**
   * Returns the directory of this trial, which is created if necessary. Its contents are kept after
   * the trial.
   *
   * @throws IllegalStateException if the study is only in memory
   */
  public Path folder() {
    Path folder = Kept.folder(home(), number());
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the folder of a trial: " + e.getMessage(), e);
    }
  }

  private Path home() {
    if (desk.home() == null) {
      throw new IllegalStateException(
          "trial %d: this study is only in memory; create it with Study.in(folder)"
              .formatted(number()));
    }
    return desk.home();
  }

  TrialDesk desk() {
    return desk;
  }

  /** Saves this model as that of the trial; the study keeps only the model of the best trial. */
  public void keep(Model model) {
    this.kept = model;
  }

  /**
   * Returns the record of the best epoch of the latest {@link #fit()}, or null if there is none.
   */
  BestEpoch bestEpoch() {
    return bestEpoch;
  }

  Model kept() {
    return kept;
  }

  // Reports

  /**
   * Reports an objective value after a step, such as an epoch or a fold. Steps must ascend.
   *
   * @return whether the trial should end now
   */
  public boolean report(int atStep, double value) {
    if (atStep < 0) {
      throw new IllegalArgumentException(
          "trial %d: expected a step of at least 0, got %d".formatted(number(), atStep));
    }
    this.step = Math.max(step, atStep);
    this.pruned |= desk.report(this, atStep, value);
    return pruned;
  }

  /**
   * Ends the trial here if it should be pruned.
   *
   * @throws PrunedException if so; do not catch it
   */
  public void check() {
    if (pruned) {
      throw new PrunedException(number(), step);
    }
  }

  /** Returns whether the trial should end early. */
  public boolean isPruned() {
    return pruned;
  }

  /** Sets an attribute of the trial: a string, number, boolean, or a list or map of these. */
  public void attribute(String name, Object value) {
    desk.attribute(this, name, value);
  }

  /**
   * Reports a constraint. A trial that violates a constraint is worse than all that violate none.
   *
   * @param by the size of the violation; 0 or less if the constraint holds
   */
  public void constraint(double by) {
    if (Double.isNaN(by)) {
      throw new IllegalArgumentException(
          "trial " + number() + ": a constraint violation must not be NaN");
    }
    this.violation += Math.max(0, by);
  }

  double violation() {
    return violation;
  }

  int step() {
    return step;
  }

  Job job() {
    return job;
  }

  Map<String, Object> suggested() {
    return suggested;
  }

  @Override
  public String toString() {
    return "trial " + number() + " " + values();
  }
}
