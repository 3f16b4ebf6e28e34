// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stops training when a monitored metric has not improved for a number of epochs. Semantics of
 * Keras 3 ({@code callbacks/early_stopping.py}), except that NaN is never the best value, and
 * {@link #restoreBestWeights} restores the best weights even if training ran to its last epoch.
 */
public final class EarlyStopping extends Monitor<EarlyStopping> {
  private static final System.Logger LOG = System.getLogger(EarlyStopping.class.getPackageName());

  private int patience;
  private Double baseline;
  private boolean restore;
  private int startFromEpoch;

  private int wait;
  private Double best;
  private int bestEpoch = -1;
  private int stoppedEpoch;
  private List<Tensor> bestWeights;

  /** Watches {@code val_loss}. */
  public EarlyStopping() {
    this("val_loss");
  }

  /** Watches a logged quantity. */
  public EarlyStopping(String quantity) {
    super(quantity, 0);
  }

  @Override
  protected EarlyStopping self() {
    return this;
  }

  /** Sets the number of epochs without improvement after which training stops; default 0. */
  public EarlyStopping patience(int epochs) {
    this.patience = notNegative("patience", epochs);
    return this;
  }

  /**
   * Sets a baseline: an epoch resets the patience only if it is also better than this value;
   * default none.
   */
  public EarlyStopping baseline(double value) {
    this.baseline = finite("baseline", value);
    return this;
  }

  /** Restores the weights of the best epoch at the end of training. */
  public EarlyStopping restoreBestWeights() {
    this.restore = true;
    return this;
  }

  /** Sets the number of epochs before monitoring starts; default 0. */
  public EarlyStopping startFromEpoch(int epoch) {
    this.startFromEpoch = notNegative("startFromEpoch", epoch);
    return this;
  }

  /** Returns the epoch in which training was stopped, counted from 0; 0 if it was not stopped. */
  public int stoppedEpoch() {
    return stoppedEpoch;
  }

  /** Returns the epoch with the best value, counted from 0; -1 if no value was finite. */
  public int bestEpoch() {
    return bestEpoch;
  }

  @Override
  public void onTrainBegin() {
    wait = 0;
    stoppedEpoch = 0;
    best = null;
    bestWeights = null;
    bestEpoch = -1;
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("wait", wait);
    state.put("best", best);
    state.put("best_epoch", bestEpoch);
    state.put("stopped_epoch", stoppedEpoch);
    state.put("best_weights", bestWeights);
    return state;
  }

  @Override
  @SuppressWarnings("unchecked") // as state() made it
  public void restore(Map<String, Object> state) {
    wait = (Integer) state.get("wait");
    best = (Double) state.get("best");
    bestEpoch = (Integer) state.get("best_epoch");
    stoppedEpoch = (Integer) state.get("stopped_epoch");
    bestWeights = (List<Tensor>) state.get("best_weights");
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    Double current = current(logs);
    if (current == null || epoch < startFromEpoch) {
      return;
    }
    wait++;
    if (isImprovement(current, best)) {
      best = current;
      bestEpoch = epoch;
      if (restore) {
        bestWeights = model().getWeights();
      }
      if (baseline == null || isImprovement(current, baseline)) {
        wait = 0;
      }
      return;
    }
    if (wait >= patience && epoch > 0) {
      stoppedEpoch = epoch;
      model().stopTraining();
    }
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    if (stoppedEpoch > 0) {
      say("Epoch " + (stoppedEpoch + 1) + ": early stopping\n");
    }
    if (bestWeights != null) {
      say("Restoring model weights from the end of the best epoch: " + (bestEpoch + 1) + ".\n");
      model().setWeights(bestWeights);
    } else if (restore) {
      LOG.log(
          System.Logger.Level.WARNING,
          "EarlyStopping does not restore weights: {0} was never a finite number",
          quantity());
    }
  }
}
