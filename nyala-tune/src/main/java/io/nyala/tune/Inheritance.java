// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.layers.base.Weight;
import io.nyala.models.Model;
import io.nyala.models.training.Progress;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a copy of a trial begins with. */
final class Inheritance {
  private Inheritance() {}

  /**
   * Gives a model weights, optimizer slots and the step count of a checkpoint; the learning rate
   * stays that of the model.
   */
  static void take(Model model, Checkpoints from, Trial trial) {
    if (model.optimizer() == null || model.optimizer().segments() == null) {
      throw new StudyException(
          "trial %d takes over weights and optimizer state, for which the model must be compiled and its input known; begin it with input(...) and call compile(...)"
              .formatted(trial.number()),
          null);
    }
    // In the order of a checkpoint: each weight once, then the optimizer's variables.
    Set<Variable> weights = new LinkedHashSet<>();
    model.weights().stream().map(Weight::variable).forEach(weights::add);
    List<Variable> all = new ArrayList<>(weights);
    all.addAll(model.optimizer().variables());
    try {
      Progress progress = from.restore(all, saved -> {});
      if (progress == null) {
        throw new StudyException(
            "trial %d: the state of trial %d that it is to go on from is gone from %s; begin the search anew"
                .formatted(trial.number(), trial.copyOf(), from.folder()),
            null);
      }
      model.optimizer().iterations(progress.iterations());
    } catch (IllegalArgumentException e) {
      throw new StudyException(
          "trial %d cannot take over the weights of trial %d; the space may only hold hyperparameters that leave all shapes and the kind of optimizer as they are, such as rates: %s"
              .formatted(trial.number(), trial.copyOf(), e.getMessage()),
          e);
    } finally {
      from.end();
    }
  }
}
