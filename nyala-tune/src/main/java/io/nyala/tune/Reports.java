// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.Callback;
import java.util.Map;
import java.util.Set;

/**
 * Reports a quantity to a trial after each epoch, and stops the training if the trial should end.
 */
final class Reports extends Callback {
  private final Trial trial;
  private final String quantity;

  Reports(Trial trial, String quantity) {
    this.trial = trial;
    this.quantity = quantity;
  }

  @Override
  protected Set<String> watched() {
    return Set.of(quantity);
  }

  @Override
  protected boolean mayLog(String name) {
    return false;
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    Double value = logs.get(quantity);
    if (value != null && trial.report(epoch, value)) {
      model().stopTraining();
    }
  }

  /** Messages of {@code fit} begin with it. */
  @Override
  public String toString() {
    return "the study";
  }
}
