// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.optimizers.Optimizer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reduces the learning rate when a monitored metric has not improved for a number of epochs, and
 * logs it as {@code learning_rate}. Semantics of Keras 3 ({@code
 * callbacks/reduce_lr_on_plateau.py}), except that NaN is never the best value. Training fails if
 * the learning rate of the optimizer is set by a schedule.
 */
public final class ReduceLROnPlateau extends Monitor<ReduceLROnPlateau> {
  private double factor = 0.1;
  private int patience = 10;
  private int cooldown;
  private double minRate;

  private Double best;
  private int wait;
  private int coolingDown;

  /** Watches {@code val_loss}. */
  public ReduceLROnPlateau() {
    this("val_loss");
  }

  /**
   * Creates a callback that monitors a logged metric; by default, changes below 0.0001 are not an
   * improvement.
   */
  public ReduceLROnPlateau(String quantity) {
    super(quantity, 1e-4);
  }

  @Override
  protected ReduceLROnPlateau self() {
    return this;
  }

  /** Sets the factor by which the rate is multiplied, below 1; default 0.1. */
  public ReduceLROnPlateau factor(double newFactor) {
    if (!(newFactor >= 0 && newFactor < 1)) {
      throw new IllegalArgumentException("factor must be in [0, 1), got " + newFactor);
    }
    this.factor = newFactor;
    return this;
  }

  /** Sets the number of epochs without improvement after which the rate is reduced; default 10. */
  public ReduceLROnPlateau patience(int epochs) {
    this.patience = notNegative("patience", epochs);
    return this;
  }

  /** Sets the number of epochs to wait after a reduction before counting again; default 0. */
  public ReduceLROnPlateau cooldown(int epochs) {
    this.cooldown = notNegative("cooldown", epochs);
    return this;
  }

  /** Sets the lower bound of the rate; default 0. */
  public ReduceLROnPlateau minLearningRate(double rate) {
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "minLearningRate must be a number of at least 0, got " + rate);
    }
    this.minRate = rate;
    return this;
  }

  @Override
  protected boolean mayLog(String name) {
    return name.equals("learning_rate");
  }

  @Override
  public void onTrainBegin() {
    model().optimizer().requireSettableRate(getClass().getSimpleName());
    best = null;
    wait = 0;
    coolingDown = 0;
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("best", best);
    state.put("wait", wait);
    state.put("cooling_down", coolingDown);
    return state;
  }

  @Override
  public void restore(Map<String, Object> state) {
    best = (Double) state.get("best");
    wait = (Integer) state.get("wait");
    coolingDown = (Integer) state.get("cooling_down");
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    logs.put("learning_rate", model().optimizer().learningRate());
    Double current = current(logs);
    if (current == null) {
      return;
    }
    if (coolingDown > 0) {
      coolingDown--;
      wait = 0;
    }
    if (isImprovement(current, best)) {
      best = current;
      wait = 0;
    } else if (coolingDown == 0) {
      wait++;
      if (wait >= patience) {
        reduce(epoch);
      }
    }
  }

  private void reduce(int epoch) {
    Optimizer optimizer = model().optimizer();
    double old = optimizer.learningRate();
    if (old > (float) minRate) {
      double rate = Math.max(old * factor, minRate);
      optimizer.learningRate(rate);
      say(
          "\nEpoch %d: ReduceLROnPlateau reducing learning rate to %s.\n"
              .formatted(epoch + 1, rate));
      coolingDown = cooldown;
      wait = 0;
    }
  }
}
