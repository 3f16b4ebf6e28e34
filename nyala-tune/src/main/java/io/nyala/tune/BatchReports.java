// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.Callback;
import java.util.Map;
import java.util.Set;

/** Reports a quantity to a trial after some batches, and stops the training if it should end. */
final class BatchReports extends Callback {
  private static final String STEPS = "steps";

  private final Trial trial;
  private final String quantity;
  private final int batches;
  private int steps;

  BatchReports(Trial trial, String quantity, int batches) {
    this.trial = trial;
    this.quantity = quantity;
    this.batches = batches;
  }

  @Override
  protected Set<String> watchedInBatches() {
    return Set.of(quantity);
  }

  @Override
  protected boolean mayLog(String name) {
    return false;
  }

  @Override
  public Map<String, Object> state() {
    return Map.of(STEPS, steps);
  }

  @Override
  public void restore(Map<String, Object> state) {
    steps = ((Number) state.get(STEPS)).intValue();
  }

  @Override
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
    if (++steps % batches == 0 && trial.report(steps, logs.get(quantity))) {
      model().stopTraining();
    }
  }

  /** Messages of {@code fit} begin with it. */
  @Override
  public String toString() {
    return "the study";
  }
}
