// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.Callback;
import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Remembers the weights of the best epoch, also across promotions and interruptions. */
final class BestEpoch extends Callback {
  private final Goal goal;
  private double best = Double.NaN;
  private int epoch = -1;
  private List<Tensor> weights = List.of();

  BestEpoch(Goal goal) {
    this.goal = goal;
  }

  @Override
  protected Set<String> watched() {
    return Set.of(goal.name());
  }

  @Override
  protected boolean mayLog(String name) {
    return false;
  }

  @Override
  public void onEpochEnd(int now, Map<String, Double> logs) {
    Double value = logs.get(goal.name());
    boolean number = value != null && !value.isNaN();
    if (number && (epoch < 0 || goal.loss(value) < goal.loss(best))) {
      best = value;
      epoch = now;
      weights = model().getWeights();
    }
  }

  @Override
  public Map<String, Object> state() {
    return Map.of("best", best, "epoch", epoch, "weights", weights);
  }

  @Override
  @SuppressWarnings("unchecked") // from state()
  public void restore(Map<String, Object> state) {
    best = ((Number) state.get("best")).doubleValue();
    epoch = (Integer) state.get("epoch");
    weights = (List<Tensor>) state.get("weights");
  }

  /** Returns the epoch, numbered from 0, or -1 if no epoch had a valid value. */
  int epoch() {
    return epoch;
  }

  /** Sets the weights of a model to those of that epoch. */
  void apply(Model model) {
    if (epoch >= 0) {
      model.setWeights(weights);
    }
  }

  /** Messages of {@code fit} begin with it. */
  @Override
  public String toString() {
    return "the study";
  }
}
