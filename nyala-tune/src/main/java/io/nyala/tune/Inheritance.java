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

/** The initial state of a copy of a trial. */
final class Inheritance {
  private Inheritance() {}

  /**
   * Restores the weights, optimizer slots and step count of a checkpoint in a model, but not the
   * learning rate.
   */
  static void take(Model model, Checkpoints from, Trial trial) {
    if (model.optimizer() == null || model.optimizer().segments() == null) {
      throw new StudyException(
          ("trial %d copies weights and optimizer state, for which the model must be compiled and "
                  + "its input known; start it with input(...) and call compile(...)")
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
            ("trial %d: the state of trial %d, from which it continues, is missing in %s; restart "
                    + "the search")
                .formatted(trial.number(), trial.copyOf(), from.folder()),
            null);
      }
      model.optimizer().iterations(progress.iterations());
    } catch (IllegalArgumentException e) {
      throw new StudyException(
          ("trial %d cannot copy the weights of trial %d; the space may only contain "
                  + "hyperparameters that do not affect shapes or the kind of optimizer, such as "
                  + "rates: %s")
              .formatted(trial.number(), trial.copyOf(), e.getMessage()),
          e);
    } finally {
      from.end();
    }
  }
}
