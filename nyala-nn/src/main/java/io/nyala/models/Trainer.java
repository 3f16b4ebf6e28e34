// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.files.testing.KillPoint;
import io.nyala.layers.base.Weight;
import io.nyala.models.core.ConsistentRead;
import io.nyala.models.core.Holdings;
import io.nyala.models.core.States;
import io.nyala.models.core.TrainableState;
import io.nyala.models.core.Training;
import io.nyala.models.core.Turn;
import io.nyala.models.feeding.Feed;
import io.nyala.models.programs.BatchSpec;
import io.nyala.models.programs.ExecutionPool;
import io.nyala.models.programs.Meters;
import io.nyala.models.programs.Objective;
import io.nyala.models.programs.Parameters;
import io.nyala.models.programs.Rows;
import io.nyala.models.programs.ShardGradients;
import io.nyala.models.programs.Sharding;
import io.nyala.models.programs.Step;
import io.nyala.models.programs.StepGraph;
import io.nyala.models.programs.StepPools;
import io.nyala.models.programs.Updater;
import io.nyala.models.training.TrainingMemory;
import io.nyala.optimizers.Division;
import io.nyala.optimizers.Optimizer;
import io.nyala.peers.Peers;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Gates;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the training and evaluation steps of a compiled model. Each run has its own accumulators, so
 * that any number of evaluations may run at the same time as training.
 */
final class Trainer {
  private static final System.Logger LOG = System.getLogger(Trainer.class.getPackageName());

  private final Model model;
  private final Objective objective;
  private final Parameters parameters;
  private final Holdings written;
  private final Updater updater;
  private final StepPools trainSteps;
  private final StepPools testSteps;
  private final ShardGradients shardGradients;

  /** The number of running calls of fit; several are nested in each other. */
  private final AtomicInteger fits = new AtomicInteger();

  /** The memory of the largest step before an interruption, or null. */
  private volatile TrainingMemory before;

  /** Whether training changes nothing and no warning has been given yet. */
  private final AtomicBoolean idle;

  /** The flags that count, and the latest warning that others were set since. */
  private final TrainableState compiled;

  private String warned = "";

  Trainer(Model model, Objective objective, Parameters parameters, TrainableState frozen) {
    this.model = model;
    this.objective = objective;
    this.parameters = parameters;
    this.compiled = frozen;
    this.written = frozen.during(model, () -> Holdings.changedBy(model));
    this.updater = new Updater(List.of(parameters), written.gates());
    List<Weight> weights = model.weights();
    // Moving averages are not trained, but they change.
    this.idle =
        new AtomicBoolean(
            frozen.during(model, () -> weights.stream().noneMatch(w -> w.owner().trainable())));
    this.shardGradients = new ShardGradients(parameters);
    this.trainSteps =
        new StepPools(
            this::sharding,
            spec ->
                frozen.during(
                    model, () -> StepGraph.training(model.core(), objective, spec, parameters)),
            shardGradients,
            () -> fits.get() > 0,
            this::checkTraining);
    parameters.divide(peers());
    this.testSteps =
        new StepPools(
            this::sharding,
            spec -> frozen.during(model, () -> StepGraph.evaluation(model.core(), objective, spec)),
            null,
            () -> fits.get() > 0,
            this::checkEvaluation);
  }

  private Sharding sharding() {
    DataParallel how = model.distribution();
    return how == null ? null : new Sharding(how.replicas(), how.shards(), how.peers());
  }

  /** Returns the processes that train together, or null for this one alone. */
  Peers peers() {
    return model.distribution() == null ? null : model.distribution().peers();
  }

  /** Records the memory of the largest step before an interruption; null for none. */
  void remember(TrainingMemory memory) {
    before = memory;
  }

  /** Returns the memory of the largest step so far, or null before the first. */
  TrainingMemory memory() {
    StepPools.Size largest = trainSteps.largest();
    TrainingMemory now = largest == null ? null : memory(largest);
    TrainingMemory earlier = before;
    return now == null || earlier != null && earlier.used() > now.used() ? earlier : now;
  }

  private TrainingMemory memory(StepPools.Size largest) {
    return memory(model, parameters.weights(), parameters.optimizer(), largest, 0);
  }

  /**
   * Returns the memory of a step.
   *
   * @param others bytes of steps that are kept besides
   */
  private static TrainingMemory memory(
      Model model, List<Weight> trained, Optimizer optimizer, StepPools.Size step, long others) {
    long weights = bytes(model.weights());
    long gradients = bytes(trained);
    Division division = optimizer.division();
    int holders = division == null ? 1 : division.holders();
    long slots = gradients * optimizer.slotNames().size() / holders;
    long used = step.bytes() + others + weights + gradients + slots;
    return new TrainingMemory(step.rows(), step.activations(), weights, slots, used);
  }

  private static long bytes(List<Weight> weights) {
    return weights.stream().mapToLong(w -> (long) Float.BYTES * w.variable().size()).sum();
  }

  /** Checks what weights, gradients and optimizer take, before they are allocated. */
  static void checkWeights(Model model, List<Weight> trained, Optimizer optimizer) {
    MemoryCheck.pass(() -> memory(model, trained, optimizer, new StepPools.Size(0, 0, 0), 0));
  }

  private void checkTraining(StepPools.Size step) {
    StepPools.Size test = testSteps.largest();
    check(step, test == null ? 0 : test.bytes());
  }

  private void checkEvaluation(StepPools.Size step) {
    StepPools.Size train = trainSteps.largest();
    check(train == null ? step : train, train == null ? 0 : step.bytes());
  }

  private void check(StepPools.Size step, long others) {
    MemoryCheck.pass(
        () -> memory(model, parameters.weights(), parameters.optimizer(), step, others));
  }

  Objective objective() {
    return objective;
  }

  Parameters parameters() {
    return parameters;
  }

  /** Returns the training steps for a batch specification. */
  ExecutionPool<Step> trainSteps(BatchSpec spec) {
    return trainSteps.of(spec);
  }

  /** Returns the evaluation steps for a batch specification. */
  ExecutionPool<Step> testSteps(BatchSpec spec) {
    return testSteps.of(spec);
  }

  /** Returns copies of the gradients of the latest step; waits for a running step to end. */
  Map<Weight, Tensor> gradients() {
    return updater.between(parameters::copyGradients);
  }

  /**
   * Discards all compiled programs, because the seed or the distribution they were traced with has
   * changed.
   */
  void forgetPrograms() {
    change(parameters::settle);
    parameters.divide(peers());
    trainSteps.clear();
    testSteps.clear();
  }

  /**
   * Completes the state of the optimizer in the first process, which makes room for it: only the
   * gradients and steps of a training take as much memory.
   */
  void collectInFirst() {
    Division division = parameters.optimizer().division();
    if (division == null) {
      return;
    }
    if (division.holders() > 1 && peers().rank() == 0) {
      trainSteps.clear();
      shardGradients.clear();
      parameters.forgetGradients();
    }
    division.collectInFirst();
  }

  /** Changes weights while no other thread reads them. */
  void change(Runnable work) {
    written.gates().changing(work);
  }

  /** Returns the gates that guard the variables updated by training. */
  Gates gates() {
    return written.gates();
  }

  // Training

  /** Warns about training that changes nothing, which otherwise looks like any other. */
  private void warnIfNothingIsTrained() {
    if (idle.getAndSet(false)) {
      LOG.log(
          System.Logger.Level.WARNING,
          model.weights().isEmpty()
              ? "{0} has no weights, so training changes nothing"
              : "{0}: training changes nothing, because all layers were frozen when it was "
                  + "compiled; unfreeze some with trainable(true) and compile again",
          model);
    }
  }

  /** Warns about flags that changed after compile, which is nearly always a mistake. */
  private void warnIfFlagsChanged() {
    String changes = compiled.changes();
    if (!changes.equals(warned) && !changes.isEmpty()) {
      LOG.log(System.Logger.Level.WARNING, "{0}: {1}", model, changes);
    }
    warned = changes;
  }

  /**
   * Trains on a feed and closes the feeds.
   *
   * @param validation may be null
   */
  History fit(Feed feed, Feed validation, FitOptions options) {
    try (feed;
        validation;
        Training training = Training.begin(model.core(), "fit", written);
        Turn _ = Turn.of(model.core());
        Meters meters = new Meters(objective)) {
      warnIfNothingIsTrained();
      warnIfFlagsChanged();
      fits.incrementAndGet();
      try {
        FitRun run = new FitRun(model, this, training, meters, feed, validation, options);
        return model.core().onThreads(run::run);
      } finally {
        fits.decrementAndGet();
      }
    } finally {
      if (options.checkpoints() != null) {
        options.checkpoints().end();
      }
    }
  }

  /** Returns the number of updates made by this trainer. */
  long updates() {
    return updater.updates();
  }

  /** Makes one update and returns the losses and metrics of the batch. */
  Map<String, Double> trainOnBatch(Rows rows) {
    return model.core().onThreads(() -> trainOn(rows));
  }

  private Map<String, Double> trainOn(Rows rows) {
    States.prepare(model.core(), rows.count());
    try (Training training = Training.begin(model.core(), "trainOnBatch", written);
        Turn _ = Turn.of(model.core());
        Meters meters = new Meters(objective)) {
      warnIfNothingIsTrained();
      updater.gather();
      meters.begin();
      ExecutionPool<Step> steps = trainSteps.of(rows.spec(rows.count()));
      Step step = steps.take();
      try {
        step.load(rows, null, 0);
        if (!update(step, training)) {
          throw new TrainingDivergedException(
              model.name(), 0, 0, step.loss(), Double.NaN, parameters.optimizer().learningRate());
        }
        meters.add(step);
      } finally {
        steps.giveBack(step);
      }
      return meters.inOrder();
    }
  }

  /** Prepares for training: another training run may have moved the weights. */
  void gather() {
    updater.gather();
  }

  /**
   * Runs a step and applies its update atomically for readers.
   *
   * @return false, with nothing changed, if the loss is NaN or infinite
   */
  boolean update(Step step, Training training) {
    return updater.update(step, model.core().draws(parameters.optimizer().iterations()), training);
  }

  // Evaluation

  /** Evaluates a feed and closes it. */
  Map<String, Double> evaluate(Feed feed, List<Callback> listeners) {
    try (feed;
        Turn _ = Turn.of(model.core());
        Meters meters = new Meters(objective);
        ConsistentRead reading = ConsistentRead.open(model.core())) {
      CallbackList callbacks =
          new CallbackList(
              model, Together.callbacks(peers(), listeners), new Callback.Run(1, feed.steps()));
      test(feed, callbacks, meters, reading, true);
      return meters.inOrder();
    }
  }

  /**
   * Evaluates a pass of a feed.
   *
   * @param alone false for the validation during training
   * @return the losses and metrics, by name
   */
  Map<String, Double> test(
      Feed feed, CallbackList callbacks, Meters meters, ConsistentRead reading, boolean alone) {
    String what = alone ? "evaluation" : "validation";
    meters.begin();
    callbacks.onTestBegin();
    boolean told = callbacks.wantsTestBatches();
    Map<String, Double> view = told ? meters.view() : null;
    int b = 0;
    try {
      feed.begin(0);
      KillPoint.pass(what, "begun");
      for (BatchSpec spec = feed.next(); spec != null; spec = feed.next()) {
        RunInterruptedException.check(model, "evaluate", b);
        if (told) {
          callbacks.onTestBatchBegin(b);
        }
        test(feed, testSteps.of(spec), meters, reading);
        b++;
        KillPoint.pass(what, "half");
        if (told) {
          callbacks.onTestBatchEnd(b - 1, view);
        }
      }
    } catch (RuntimeException e) {
      throw RunInterruptedException.or(e, model, "evaluate", b);
    }
    if (alone) {
      callbacks.learnSteps(feed.steps());
    }
    Map<String, Double> logs = meters.sorted();
    callbacks.onTestEnd(logs);
    KillPoint.pass(what, "done");
    return logs;
  }

  private void test(Feed feed, ExecutionPool<Step> steps, Meters meters, ConsistentRead reading) {
    Step step = steps.take();
    try {
      feed.load(step);
      reading.run(step);
      meters.add(step);
    } finally {
      steps.giveBack(step);
    }
  }
}
