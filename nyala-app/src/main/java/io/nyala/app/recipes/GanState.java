// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.recipes;

import io.nyala.models.Checkpointer;
import io.nyala.models.Progress;
import java.util.List;

/** Keeps a training with a loop of its own, as {@code fit} does for others. */
final class GanState {
  private final GanTraining training;
  private final Checkpointer keeper;
  private long steps;

  GanState(GanTraining training, Checkpointer keeper) {
    this.training = training;
    this.keeper = keeper;
  }

  /** Restores what was kept; returns where to go on, or null to begin. */
  Progress restore() {
    Progress from = keeper.restore(training.variables());
    if (from != null) {
      training.restore(from.callbacks().getFirst());
    }
    return from;
  }

  /** To be called after each step, counted from 1 in each epoch. */
  void afterStep(int epoch, int step, boolean last) {
    steps++;
    boolean epochEnds = step == training.steps();
    if (last || keeper.isDue(steps, epochEnds)) {
      keeper.save(
          new Progress(
              training.seed(),
              0,
              epochEnds ? epoch + 1 : epoch,
              epochEnds ? 0 : step,
              false,
              steps,
              Double.NaN,
              List.of(),
              List.of(),
              List.of(),
              List.of(training.state())),
          training.variables());
    }
  }
}
