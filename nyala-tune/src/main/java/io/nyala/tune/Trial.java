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
 * A trial while it runs: tells the values to try, how long to train and from where, and takes
 * reports. Belongs to the thread that runs it.
 *
 * <p>What a trial draws at random must follow from {@link #seed()}, so that the search repeats.
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

  /** Returns its place in the search, from 0. */
  public int number() {
    return job.trial();
  }

  /** Returns the seed of everything that this trial draws: at least 0, another for each trial. */
  public long seed() {
    return seed;
  }

  // Values

  /** Returns the values of the hyperparameters that apply, as far as they are named. */
  public Assignment values() {
    return desk.values(this);
  }

  /** Returns where to name hyperparameters and ask for their values. */
  public Hyperparameters hyperparameters() {
    return Hyperparameters.from(
        (parameter, conditions) -> desk.suggest(this, parameter, conditions));
  }

  /** Returns a number of a range, both ends included. */
  public double suggestFloat(String name, double min, double max) {
    return hyperparameters().floatRange(name, min, max).value();
  }

  /** Returns a number of a range that is searched evenly on a logarithmic scale. */
  public double suggestFloatLog(String name, double min, double max) {
    return hyperparameters().floatRange(name, min, max).log().value();
  }

  /** Returns an integer from a range, both ends included. */
  public int suggestInt(String name, int min, int max) {
    return hyperparameters().intRange(name, min, max).value();
  }

  /** Returns one of some texts. */
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
          "study: say how many epochs a trial is trained, with epochs(...) or a schedule", null);
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
   * Gives a model the weights and the optimizer state of the trial that this one is a copy of, as
   * they were after {@link #epochsBefore()} epochs. Does nothing if it is no copy, or has been
   * trained itself before. Done for models that a study builds itself.
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
   * @throws IllegalStateException if the study is in memory only
   */
  public Path folder() {
    Path folder = desk.folder(number());
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder of a trial: " + e.getMessage(), e);
    }
  }

  /** Keeps this model as the trial's; the study keeps that of the best trial alone. */
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
   * Reports how good the trial is after a step, an epoch say or a fold; larger steps come later.
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
   * Ends the trial here if it should end.
   *
   * @throws PrunedException if so; let it pass
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
   * Notes a constraint. A trial that breaks one is worse than any that breaks none.
   *
   * @param by how much it is broken; 0 or less if it holds
   */
  public void constraint(double by) {
    if (Double.isNaN(by)) {
      throw new IllegalArgumentException("trial " + number() + ": a constraint of NaN");
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
