// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.models.core.ConsistentRead;
import io.nyala.models.core.Training;
import io.nyala.models.feeding.Feed;
import io.nyala.models.programs.BatchSpec;
import io.nyala.models.programs.ExecutionPool;
import io.nyala.models.programs.Meters;
import io.nyala.models.programs.Step;
import io.nyala.optimizers.Division;
import io.nyala.peers.Peers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One call of fit: its loop over epochs and steps, and the state of this call. */
final class FitRun {
  private final Model model;
  private final Trainer trainer;
  private final Training training;
  private final Meters meters;
  private final Feed feed;
  private final Feed validation;
  private final FitOptions options;
  private final History history = new History();
  private final CallbackList callbacks;
  private final Resuming resuming;
  private final Together together; // null for a single process
  private BatchSpec kind;
  private BatchSpec kindBefore;
  private ExecutionPool<Step> pool;
  private ExecutionPool<Step> poolBefore;
  private Step taken;
  private float lastLoss = Float.NaN;
  private Map<String, Double> logs = Map.of();
  private int epoch;
  private int done;
  private boolean stepping;
  private volatile boolean toStop;
  private boolean stopped; // as agreed by all processes

  /**
   * Prepares the run.
   *
   * @param validation may be null
   */
  FitRun(
      Model model,
      Trainer trainer,
      Training training,
      Meters meters,
      Feed feed,
      Feed validation,
      FitOptions options) {
    this.model = model;
    this.trainer = trainer;
    this.training = training;
    this.meters = meters;
    this.feed = feed;
    this.validation = validation;
    this.options = options;
    trainer.gather();
    Peers peers = trainer.peers();
    List<Callback> all = new ArrayList<>(Together.callbacks(peers, options.callbacks()));
    all.add(history);
    Watch watch = new Watch(trainer.objective().logNames(), validation != null, options, history);
    callbacks =
        new CallbackList(model, all, new Callback.Run(options.epochs(), feed.steps()), watch);
    together =
        peers == null ? null : new Together(peers, model, trainer, callbacks.wantsTrainBatches());
    resuming = new Resuming(model, trainer, meters, feed, validation, options, all);
  }

  /** Requests the run to stop after the current step. */
  void stop() {
    toStop = true;
  }

  boolean isToStop() {
    return toStop;
  }

  History run() {
    FitRun outer = model.enterFit(this);
    try {
      if (together != null) {
        together.agree(feed, validation, options);
      }
      callbacks.onTrainBegin();
      epochs();
      giveBack();
      poolBefore = null;
      kind = null;
      kindBefore = null;
      trainer.collectInFirst();
      trainer.change(trainer.parameters().optimizer()::finish);
      callbacks.onTrainEnd(logs);
      return history;
    } catch (RuntimeException e) {
      throw RunInterruptedException.isDue(e) ? interrupted(e) : e;
    } finally {
      giveBack();
      resuming.end();
      model.enterFit(outer);
    }
  }

  /** Ends training cleanly: callbacks could not write files while the interrupt flag is set. */
  private RunInterruptedException interrupted(RuntimeException cause) {
    Thread.interrupted();
    RunInterruptedException told =
        new RunInterruptedException(
            ("%s: fit was interrupted in epoch %d after %d steps; the model has the weights after "
                    + "these steps")
                .formatted(model, epoch + 1, done),
            epoch,
            done,
            cause);
    try {
      if (stepping && together == null) {
        resuming.interrupted(epoch, done);
      }
      callbacks.onTrainEnd(logs);
    } catch (RuntimeException e) {
      told.addSuppressed(e);
    } finally {
      Thread.currentThread().interrupt();
    }
    return told;
  }

  private void epochs() {
    epoch = resuming.begin(options.initialEpoch());
    if (division() != null) {
      division().spread();
    }
    logs = history.latest();
    stopped = toStop;
    for (; epoch < options.epochs() && !stopped; epoch++) {
      done = 0;
      callbacks.onEpochBegin(epoch);
      epoch();
      callbacks.learnSteps(feed.steps());
      logs = new LinkedHashMap<>(meters.sorted());
      if (validation != null && options.validatesAfter(epoch)) {
        validate();
      }
      meters.close();
      callbacks.onEpochEnd(epoch, logs);
      stopped |= together == null ? toStop : together.any(toStop);
      resuming.afterEpoch(epoch, epoch == options.epochs() - 1 || stopped);
    }
  }

  /** Returns whether to stop after a step; several processes only agree on it if they have to. */
  private boolean stopsAfterStep() {
    stopped |= together == null ? toStop : together.decidesAfterSteps() && together.any(toStop);
    return stopped;
  }

  private void validate() {
    try (ConsistentRead reading = ConsistentRead.open(model.core())) {
      trainer
          .test(validation, callbacks, meters, reading, false)
          .forEach((name, value) -> logs.put("val_" + name, value));
    }
  }

  private void epoch() {
    meters.begin();
    boolean told = callbacks.wantsTrainBatches();
    Map<String, Double> view = told ? meters.view() : null;
    feed.begin(epoch);
    done = resuming.goOn();
    stepping = true;
    for (BatchSpec spec = next(); spec != null; spec = next()) {
      if (told) {
        callbacks.onTrainBatchBegin(done);
      }
      if (!step(stepFor(spec))) {
        break;
      }
      done++;
      resuming.stepped();
      if (told) {
        callbacks.onTrainBatchEnd(done - 1, view);
      }
      if (stopsAfterStep()) {
        break;
      }
      resuming.afterStep(epoch, done);
    }
    stepping = false;
    if (!trainer.parameters().optimizer().isSettled()) {
      trainer.change(trainer.parameters().optimizer()::settle);
    }
    if (division() != null) {
      division().collectWhole();
    }
  }

  /** Returns how the optimizer is divided between processes, or null. */
  private Division division() {
    return trainer.parameters().optimizer().division();
  }

  private BatchSpec next() {
    RunInterruptedException.check(model, "fit", done);
    return feed.next();
  }

  /**
   * Returns the step for a batch specification. The step is held until a batch with another
   * specification arrives: returning it to the pool after each batch would cost small networks a
   * few percent. Consecutive batches with the same specification, that is all but the last, need no
   * lookup.
   */
  private Step stepFor(BatchSpec spec) {
    if (spec != kind) {
      giveBack();
      ExecutionPool<Step> next = spec == kindBefore ? poolBefore : trainer.trainSteps(spec);
      kindBefore = kind;
      poolBefore = pool;
      kind = spec;
      pool = next;
    }
    if (taken == null) {
      taken = pool.take();
    }
    return taken;
  }

  private void giveBack() {
    if (taken != null) {
      pool.giveBack(taken);
      taken = null;
    }
  }

  /** Runs a step; returns false if its loss is not finite and a callback asked to stop. */
  private boolean step(Step step) {
    feed.load(step);
    boolean sound = trainer.update(step, training);
    if (!sound) {
      diverged(step.loss());
    }
    lastLoss = step.loss();
    meters.add(step);
    return sound;
  }

  private void diverged(float loss) {
    if (!callbacks.onDivergence(epoch, done, loss)) {
      double rate = trainer.parameters().optimizer().learningRate();
      throw new TrainingDivergedException(model.name(), epoch, done, loss, lastLoss, rate);
    }
    stop();
  }
}
