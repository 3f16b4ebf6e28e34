// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the steps of training and evaluation for a compiled model. */
final class Trainer {
  /** Programs kept at a time: sizes of batch, with and without sample weights. */
  private static final int PROGRAMS = 16;

  private final Model model;
  private final Objective objective;
  private final Parameters parameters;
  private final Meters meters;
  private final ProgramCache<BatchSpec, StepProgram> trainPrograms;
  private final ProgramCache<BatchSpec, StepProgram> testPrograms;

  Trainer(Model model, Objective objective, Parameters parameters) {
    this.model = model;
    this.objective = objective;
    this.parameters = parameters;
    this.meters = new Meters(objective);
    this.trainPrograms =
        new ProgramCache<>(
            PROGRAMS,
            spec -> new StepProgram(StepGraph.training(model, objective, spec, parameters), spec));
    this.testPrograms =
        new ProgramCache<>(
            PROGRAMS, spec -> new StepProgram(StepGraph.evaluation(model, objective, spec), spec));
  }

  Objective objective() {
    return objective;
  }

  Parameters parameters() {
    return parameters;
  }

  /** Forgets programs of training; what they were traced with (the seed) has changed. */
  void forgetPrograms() {
    trainPrograms.clear();
  }

  // Training

  History fit(Rows rows, Rows validation, FitOptions options) {
    parameters.gather();
    int batch = Math.min(options.batchSizeFor(rows.count()), rows.count());
    int batches = Math.ceilDiv(rows.count(), batch);
    int steps = options.steps(batches);
    History history = new History();
    List<Callback> all = new ArrayList<>(options.callbacks());
    all.add(history);
    CallbackList callbacks =
        new CallbackList(model, all, new Callback.Run(options.epochs(), steps));
    Epoch epochRun = new Epoch(rows, batch, steps, options, callbacks);
    model.keepTraining();
    callbacks.onTrainBegin();
    Map<String, Double> logs = Map.of();
    for (int epoch = options.initialEpoch(); epoch < options.epochs(); epoch++) {
      callbacks.onEpochBegin(epoch);
      epochRun.run(epoch);
      logs = new LinkedHashMap<>(meters.sorted());
      if (validation != null && options.validatesAfter(epoch)) {
        int size = options.validationBatchSizeOr(batch);
        Map<String, Double> tested = test(validation, size, options.validationSteps(), callbacks);
        for (Map.Entry<String, Double> e : tested.entrySet()) {
          logs.put("val_" + e.getKey(), e.getValue());
        }
      }
      callbacks.onEpochEnd(epoch, logs);
      if (model.isToStop()) {
        break;
      }
    }
    parameters.optimizer().finish();
    callbacks.onTrainEnd(logs);
    return history;
  }

  /** The steps of one epoch. */
  private final class Epoch {
    private final Rows rows;
    private final int batch;
    private final int steps;
    private final CallbackList callbacks;
    private final int batches;
    private final StepProgram whole;
    private final StepProgram tail;
    private final long seed;
    private final int[] order;
    private long orderedPass = -1;
    private float lastLoss = Float.NaN;

    Epoch(Rows rows, int batch, int steps, FitOptions options, CallbackList callbacks) {
      this.rows = rows;
      this.batch = batch;
      this.steps = steps;
      this.callbacks = callbacks;
      batches = Math.ceilDiv(rows.count(), batch);
      whole = trainPrograms.get(rows.spec(batch));
      int rest = rows.count() % batch;
      tail = rest == 0 ? whole : trainPrograms.get(rows.spec(rest));
      seed = options.seedOr(model.seed());
      order = options.shuffle() ? new int[rows.count()] : null;
    }

    void run(int epoch) {
      meters.reset();
      boolean told = callbacks.wantsTrainBatches();
      Map<String, Double> view = told ? meters.view() : null;
      // Where this epoch begins is a function of its number, so that training can be resumed.
      long next = (long) epoch * steps;
      for (int b = 0; b < steps; b++, next++) {
        if (told) {
          callbacks.onTrainBatchBegin(b);
        }
        StepProgram program = load(next);
        float loss = program.run(parameters.optimizer().iterations());
        if (!(Math.abs(loss) <= Float.MAX_VALUE)) {
          program.undo();
          diverged(epoch, b, loss);
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
      }
    }

    private StepProgram load(long globalBatch) {
      long pass = globalBatch / batches;
      int at = (int) (globalBatch % batches);
      if (order != null && pass != orderedPass) {
        Shuffle.permute(order, seed, pass);
        orderedPass = pass;
      }
      StepProgram program = at == batches - 1 ? tail : whole;
      program.load(rows, order, at * batch);
      return program;
    }

    private void diverged(int epoch, int b, float loss) {
      if (!callbacks.onDivergence(epoch, b, loss)) {
        throw new TrainingDivergedException(
            model.name(), epoch, b, loss, lastLoss, parameters.optimizer().learningRate());
      }
      model.stopTraining();
    }
  }

  /** Makes one update and returns the losses and metrics of these rows. */
  Map<String, Double> trainOnBatch(Rows rows) {
    parameters.gather();
    StepProgram program = trainPrograms.get(rows.spec(rows.count()));
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

  Map<String, Double> evaluate(Rows rows, EvaluateOptions options) {
    int batch = options.batchSize();
    int steps = Math.min(options.steps(), Math.ceilDiv(rows.count(), batch));
    Callback.Run run = new Callback.Run(1, steps);
    test(rows, batch, steps, new CallbackList(model, options.callbacks(), run));
    return meters.inOrder();
  }

  private Map<String, Double> test(Rows rows, int size, int steps, CallbackList callbacks) {
    int batch = Math.min(size, rows.count());
    meters.reset();
    callbacks.onTestBegin();
    boolean told = callbacks.wantsTestBatches();
    Map<String, Double> view = told ? meters.view() : null;
    StepProgram whole = testPrograms.get(rows.spec(batch));
    int rest = rows.count() % batch;
    StepProgram tail = rest == 0 ? whole : testPrograms.get(rows.spec(rest));
    int batches = Math.ceilDiv(rows.count(), batch);
    for (int b = 0; b < Math.min(batches, steps); b++) {
      if (told) {
        callbacks.onTestBatchBegin(b);
      }
      StepProgram program = b == batches - 1 ? tail : whole;
      program.load(rows, null, b * batch);
      meters.add(program, program.run(0));
      if (told) {
        callbacks.onTestBatchEnd(b, view);
      }
    }
    Map<String, Double> logs = meters.sorted();
    callbacks.onTestEnd(logs);
    return logs;
  }
}
