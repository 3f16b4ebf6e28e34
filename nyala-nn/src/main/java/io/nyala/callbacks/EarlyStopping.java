// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends training when a quantity has not improved for a number of epochs. Semantics of Keras 3
 * ({@code callbacks/early_stopping.py}), but NaN is never best; with {@link #restoreBestWeights}
 * the best weights return at the end even when training ran to its last epoch.
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

  /** Sets the epochs without improvement after which training ends; default 0. */
  public EarlyStopping patience(int epochs) {
    this.patience = notNegative("patience", epochs);
    return this;
  }

  /** Waits on where this value is not bettered, even if the best so far is; default: none. */
  public EarlyStopping baseline(double value) {
    this.baseline = finite("baseline", value);
    return this;
  }

  /** Ends with the weights of the best epoch rather than those of the last one. */
  public EarlyStopping restoreBestWeights() {
    this.restore = true;
    return this;
  }

  /** Sets the epochs before anything is watched; default 0. */
  public EarlyStopping startFromEpoch(int epoch) {
    this.startFromEpoch = notNegative("startFromEpoch", epoch);
    return this;
  }

  /** Returns the epoch, counted from 0, in which training was ended, or 0 if it was not. */
  public int stoppedEpoch() {
    return stoppedEpoch;
  }

  /** Returns the epoch, counted from 0, with the best value; -1 if no value was a number. */
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
          "EarlyStopping restores no weights: {0} was never a finite number",
          quantity());
    }
  }
}
