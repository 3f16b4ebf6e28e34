// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.files.testing.KillPoint;
import io.nyala.layers.Weight;
import io.nyala.ops.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs the steps of training and evaluation for a compiled model. */
final class Trainer {
  /** Programs kept at a time: sizes of batch, with and without sample weights. */
  private static final int PROGRAMS = 16;

  private final Model model;
  private final Objective objective;
  private final Parameters parameters;
  private final Meters meters;
  private final ShardGradients shardGradients;
  private final ProgramCache<BatchSpec, Step> trainPrograms;
  private final ProgramCache<BatchSpec, Step> testPrograms;
  private float lastLoss = Float.NaN;
  private Step largest;
  private TrainingMemory before;

  Trainer(Model model, Objective objective, Parameters parameters, TrainableState frozen) {
    this.model = model;
    this.objective = objective;
    this.parameters = parameters;
    this.meters = new Meters(objective);
    this.shardGradients = new ShardGradients(parameters);
    this.trainPrograms =
        new ProgramCache<>(
            PROGRAMS,
            spec ->
                frozen.during(
                    model,
                    () ->
                        remembered(
                            step(
                                spec,
                                part -> StepGraph.training(model, objective, part, parameters),
                                shardGradients))));
    this.testPrograms =
        new ProgramCache<>(
            PROGRAMS,
            spec ->
                frozen.during(
                    model,
                    () -> step(spec, part -> StepGraph.evaluation(model, objective, part), null)));
  }

  private Step step(
      BatchSpec spec, Function<BatchSpec, StepGraph> graphs, ShardGradients gradients) {
    DataParallel how = model.distribution();
    return how == null
        ? new StepProgram(graphs.apply(spec), spec)
        : new ShardedStep(spec, how, graphs, gradients);
  }

  private Step remembered(Step program) {
    largest = largest == null || program.bytes() > largest.bytes() ? program : largest;
    return program;
  }

  /** Notes the memory of the largest step before an interruption; null for none. */
  void remember(TrainingMemory memory) {
    before = memory;
  }

  /** Returns the memory of the largest step so far, or null before the first. */
  TrainingMemory memory() {
    TrainingMemory now = largest == null ? null : memoryNow();
    return now == null || before != null && before.used() > now.used() ? before : now;
  }

  private TrainingMemory memoryNow() {
    long weights = 0;
    for (Weight w : model.weights()) {
      weights += (long) Float.BYTES * w.variable().size();
    }
    long gradients = 0;
    for (Variable v : parameters.gradients(false)) {
      gradients += (long) Float.BYTES * v.size();
    }
    long slots = gradients * parameters.optimizer().slotNames().size();
    long used = largest.bytes() + weights + gradients + slots;
    return new TrainingMemory(largest.rows(), largest.activationBytes(), weights, slots, used);
  }

  Objective objective() {
    return objective;
  }

  Parameters parameters() {
    return parameters;
  }

  /** Returns the program of a training step, compiled if need be. */
  Step trainProgram(BatchSpec spec) {
    return trainPrograms.get(spec);
  }

  /** Returns the program of an evaluation's step, compiled if need be. */
  Step testProgram(BatchSpec spec) {
    return testPrograms.get(spec);
  }

  /** Forgets all programs; what they were traced with has changed: the seed, the distribution. */
  void forgetPrograms() {
    parameters.settle();
    trainPrograms.clear();
    testPrograms.clear();
  }

  // Training

  /**
   * Trains with the steps of a feed; closes the feeds.
   *
   * @param validation may be null
   */
  History fit(Feed feed, Feed validation, FitOptions options) {
    try (feed;
        validation) {
      return run(feed, validation, options);
    } finally {
      if (options.checkpoints() != null) {
        options.checkpoints().end();
      }
    }
  }

  private History run(Feed feed, Feed validation, FitOptions options) {
    parameters.gather();
    lastLoss = Float.NaN;
    History history = new History();
    List<Callback> all = new ArrayList<>(options.callbacks());
    all.add(history);
    Watch watch = new Watch(objective.logNames(), validation != null, options, history);
    CallbackList callbacks =
        new CallbackList(model, all, new Callback.Run(options.epochs(), feed.steps()), watch);
    Resuming resuming = new Resuming(model, this, meters, feed, validation, options, all);
    model.keepTraining();
    callbacks.onTrainBegin();
    int first = resuming.begin(options.initialEpoch());
    Map<String, Double> logs = history.latest();
    for (int epoch = first; epoch < options.epochs() && !model.isToStop(); epoch++) {
      callbacks.onEpochBegin(epoch);
      epoch(epoch, feed, callbacks, resuming);
      callbacks.learnSteps(feed.steps());
      logs = new LinkedHashMap<>(meters.sorted());
      if (validation != null && options.validatesAfter(epoch)) {
        for (Map.Entry<String, Double> e : test(validation, callbacks, false).entrySet()) {
          logs.put("val_" + e.getKey(), e.getValue());
        }
      }
      callbacks.onEpochEnd(epoch, logs);
      resuming.afterEpoch(epoch, epoch == options.epochs() - 1 || model.isToStop());
    }
    parameters.optimizer().finish();
    callbacks.onTrainEnd(logs);
    return history;
  }

  private void epoch(int epoch, Feed feed, CallbackList callbacks, Resuming resuming) {
    meters.reset();
    boolean told = callbacks.wantsTrainBatches();
    Map<String, Double> view = told ? meters.view() : null;
    feed.begin(epoch);
    int b = resuming.goOn();
    for (Step program = feed.next(); program != null; program = feed.next(), b++) {
      if (told) {
        callbacks.onTrainBatchBegin(b);
      }
      float loss = program.run(parameters.optimizer().iterations());
      if (!(Math.abs(loss) <= Float.MAX_VALUE)) {
        program.undo();
        diverged(epoch, b, loss, callbacks);
        meters.add(program, loss);
        break;
      }
      lastLoss = loss;
      parameters.update();
      meters.add(program, loss);
      if (told) {
        callbacks.onTrainBatchEnd(b, view);
      }
      if (model.isToStop()) {
        break;
      }
      resuming.afterStep(epoch, b + 1);
    }
    parameters.optimizer().settle();
  }

  private void diverged(int epoch, int b, float loss, CallbackList callbacks) {
    if (!callbacks.onDivergence(epoch, b, loss)) {
      throw new TrainingDivergedException(
          model.name(), epoch, b, loss, lastLoss, parameters.optimizer().learningRate());
    }
    model.stopTraining();
  }

  /** Makes one update and returns the losses and metrics of these rows. */
  Map<String, Double> trainOnBatch(Rows rows) {
    parameters.gather();
    Step program = trainPrograms.get(rows.spec(rows.count()));
    program.load(rows, null, 0);
    float loss = program.run(parameters.optimizer().iterations());
    if (!(Math.abs(loss) <= Float.MAX_VALUE)) {
      program.undo();
      throw new TrainingDivergedException(
          model.name(), 0, 0, loss, Double.NaN, parameters.optimizer().learningRate());
    }
    parameters.update();
    meters.reset();
    meters.add(program, loss);
    return meters.inOrder();
  }

  // Evaluation

  /** Evaluates the steps of a feed and closes it. */
  Map<String, Double> evaluate(Feed feed, List<Callback> listeners) {
    try (feed) {
      Callback.Run run = new Callback.Run(1, feed.steps());
      test(feed, new CallbackList(model, listeners, run), true);
      return meters.inOrder();
    }
  }

  private Map<String, Double> test(Feed feed, CallbackList callbacks, boolean alone) {
    meters.reset();
    callbacks.onTestBegin();
    boolean told = callbacks.wantsTestBatches();
    Map<String, Double> view = told ? meters.view() : null;
    feed.begin(0);
    String what = alone ? "evaluation" : "validation";
    KillPoint.pass(what, "begun");
    int b = 0;
    for (Step program = feed.next(); program != null; program = feed.next(), b++) {
      if (told) {
        callbacks.onTestBatchBegin(b);
      }
      meters.add(program, program.run(0));
      KillPoint.pass(what, "half");
      if (told) {
        callbacks.onTestBatchEnd(b, view);
      }
    }
    if (alone) {
      callbacks.learnSteps(feed.steps());
    }
    Map<String, Double> logs = meters.sorted();
    callbacks.onTestEnd(logs);
    KillPoint.pass(what, "done");
    return logs;
  }
}
