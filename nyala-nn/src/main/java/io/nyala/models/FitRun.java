// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.files.testing.KillPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One call of fit: its loop over epochs and steps, and what belongs to this call alone. */
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
  private BatchSpec kind;
  private BatchSpec kindBefore;
  private ExecutionPool<Step> steps;
  private ExecutionPool<Step> stepsBefore;
  private float lastLoss = Float.NaN;
  private volatile boolean toStop;

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
    List<Callback> all = new ArrayList<>(options.callbacks());
    all.add(history);
    Watch watch = new Watch(trainer.objective().logNames(), validation != null, options, history);
    callbacks =
        new CallbackList(model, all, new Callback.Run(options.epochs(), feed.steps()), watch);
    resuming = new Resuming(model, trainer, meters, feed, validation, options, all);
  }

  /** Asks the run to end after the present step. */
  void stop() {
    toStop = true;
  }

  boolean isToStop() {
    return toStop;
  }

  History run() {
    FitRun outer = model.enterFit(this);
    try {
      callbacks.onTrainBegin();
      Map<String, Double> logs = epochs();
      trainer.change(trainer.parameters().optimizer()::finish);
      callbacks.onTrainEnd(logs);
      return history;
    } finally {
      model.enterFit(outer);
    }
  }

  private Map<String, Double> epochs() {
    int first = begin();
    Map<String, Double> logs = history.latest();
    for (int epoch = first; epoch < options.epochs() && !toStop; epoch++) {
      callbacks.onEpochBegin(epoch);
      epoch(epoch);
      callbacks.learnSteps(feed.steps());
      logs = new LinkedHashMap<>(meters.sorted());
      if (validation != null && options.validatesAfter(epoch)) {
        validate(logs);
      }
      meters.close();
      callbacks.onEpochEnd(epoch, logs);
      resuming.afterEpoch(epoch, epoch == options.epochs() - 1 || toStop);
    }
    return logs;
  }

  private int begin() {
    int[] first = new int[1];
    trainer.change(() -> first[0] = resuming.begin(options.initialEpoch()));
    return first[0];
  }

  private void validate(Map<String, Double> logs) {
    try (ConsistentRead reading = ConsistentRead.open(model)) {
      trainer.test("validation", validation, callbacks, meters, reading);
    }
    Map<String, Double> measures = meters.sorted();
    callbacks.onTestEnd(measures);
    KillPoint.pass("validation", "done");
    measures.forEach((name, value) -> logs.put("val_" + name, value));
  }

  private void epoch(int epoch) {
    meters.begin();
    boolean told = callbacks.wantsTrainBatches();
    Map<String, Double> view = told ? meters.view() : null;
    feed.begin(epoch);
    int b = resuming.goOn();
    for (BatchSpec spec = feed.next(); spec != null; spec = feed.next(), b++) {
      if (told) {
        callbacks.onTrainBatchBegin(b);
      }
      if (!step(epoch, b, stepsFor(spec))) {
        break;
      }
      if (told) {
        callbacks.onTrainBatchEnd(b, view);
      }
      if (toStop) {
        break;
      }
      resuming.afterStep(epoch, b + 1);
    }
    if (!trainer.parameters().optimizer().isSettled()) {
      trainer.change(trainer.parameters().optimizer()::settle);
    }
  }

  /** Looks up no kind of batch twice that comes again and again, as all but the last do. */
  private ExecutionPool<Step> stepsFor(BatchSpec spec) {
    if (spec != kind) {
      BatchSpec otherKind = kind;
      ExecutionPool<Step> otherSteps = steps;
      steps = spec == kindBefore ? stepsBefore : trainer.trainSteps(spec);
      kind = spec;
      kindBefore = otherKind;
      stepsBefore = otherSteps;
    }
    return steps;
  }

  /** Makes a step; returns false where its loss is no number and a callback wants to stop there. */
  private boolean step(int epoch, int b, ExecutionPool<Step> pool) {
    Step step = pool.take();
    try {
      feed.load(step);
      boolean sound = trainer.update(step, training);
      if (!sound) {
        diverged(epoch, b, step.loss());
      }
      lastLoss = step.loss();
      meters.add(step);
      return sound;
    } finally {
      pool.giveBack(step);
    }
  }

  private void diverged(int epoch, int b, float loss) {
    if (!callbacks.onDivergence(epoch, b, loss)) {
      double rate = trainer.parameters().optimizer().learningRate();
      throw new TrainingDivergedException(model.name(), epoch, b, loss, lastLoss, rate);
    }
    stop();
  }
}
