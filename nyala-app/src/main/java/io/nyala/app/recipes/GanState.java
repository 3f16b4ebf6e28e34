// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.recipes;

import io.nyala.models.Checkpointer;
import io.nyala.models.DataPosition;
import io.nyala.models.Progress;
import java.util.List;
import java.util.Map;

/** Keeps a training with a loop of its own, as {@code fit} does for others. */
final class GanState {
  private final GanTraining training;
  private final Checkpointer keeper;
  private final Map<String, String> conditions;
  private long steps;

  /**
   * Prepares to keep a training.
   *
   * @param conditions what it depends on besides its seed, by name
   */
  GanState(GanTraining training, Map<String, String> conditions, Checkpointer keeper) {
    this.training = training;
    this.conditions = conditions;
    this.keeper = keeper;
  }

  /** Restores what was kept, all or nothing; returns where to go on, or null to begin. */
  Progress restore() {
    return keeper.restore(training.variables(), this::accept);
  }

  private void accept(Progress saved) {
    if (saved.seed() != training.seed() || !saved.conditions().equals(conditions)) {
      throw new IllegalArgumentException(
          "the checkpoint was made with seed %d and %s, this training has seed %d and %s; begin anew elsewhere"
              .formatted(saved.seed(), saved.conditions(), training.seed(), conditions));
    }
    training.restore(saved.callbacks().getFirst());
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
              List.of(training.state()),
              conditions,
              null,
              DataPosition.START,
              DataPosition.START),
          training.variables());
    }
  }
}
