// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.History;
import io.nyala.models.MemoryCheck;
import io.nyala.models.Model;
import io.nyala.models.training.TrainingMemory;
import io.nyala.settings.Arguments;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;

/** Builds and trains the models of trials. */
final class ModelEvaluation {
  private final ModelBuilder builder;
  private final ModelTraining training;
  private final long mostParameters;
  private final long mostMemory;
  private Model probe;

  ModelEvaluation(
      ModelBuilder builder, ModelTraining training, long mostParameters, long mostMemory) {
    this.builder = Arguments.given("builder", builder);
    this.training = Arguments.given("training", training);
    this.mostParameters = mostParameters;
    this.mostMemory = mostMemory;
  }

  /** Builds a model of the default values and returns the space that it declares. */
  SearchSpace declare() {
    return Hyperparameters.declare(hp -> probe = build(hp));
  }

  private Model build(Hyperparameters hp) {
    Model model = builder.build(hp);
    if (model == null) {
      throw new IllegalArgumentException("study: the builder returned null, not a compiled model");
    }
    return model;
  }

  /** Returns the model of the default values. */
  Model probe() {
    return probe;
  }

  Evaluation of(List<Goal> goals) {
    probe = null; // its weights are not needed during the search
    return trial -> MemoryCheck.with(this::check, () -> train(trial, goals));
  }

  /** Rejects models that are too large before arrays are allocated. */
  private void check(TrainingMemory memory) {
    checkParameters(memory.parameters() / Float.BYTES);
    if (memory.used() > mostMemory) {
      throw OversizedException.of(memory, mostMemory);
    }
  }

  private void checkParameters(long count) {
    if (count > mostParameters) {
      throw OversizedException.of(count, mostParameters);
    }
  }

  private List<Double> train(Trial trial, List<Goal> goals) throws Exception {
    Hyperparameters hp = trial.hyperparameters();
    Model model = build(hp);
    hp.settle();
    checkParameters(model.weights().stream().mapToLong(w -> w.shape().size()).sum());
    model.seed(trial.seed());
    trial.inherit(model);
    History history = training.train(model, trial);
    if (trial.isPruned()) {
      return List.of();
    }
    if (history == null) {
      throw new StudyException(
          "trial %d: the training returned null; return the History from model.fit(...)"
              .formatted(trial.number()),
          null);
    }
    BestEpoch best = trial.bestEpoch();
    List<Double> values = new ArrayList<>();
    for (Goal goal : goals) {
      List<Double> logged = history.get(goal.name());
      int at = best == null ? -1 : history.epochs().indexOf(best.epoch());
      // For a quantity that is not logged in every epoch, the last value is used.
      boolean each = at >= 0 && logged.size() == history.epochs().size();
      values.add(each ? logged.get(at) : logged.getLast());
    }
    if (best != null) {
      best.apply(model); // the checkpoint from which the trial may continue is written
    }
    if (trial.kept() == null) {
      trial.keep(model);
    }
    return values;
  }
}
