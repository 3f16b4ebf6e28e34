// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.models.Callback;
import io.nyala.optimizers.Optimizer;
import io.nyala.settings.Arguments;
import java.util.Map;

/** Sets the learning rate before each epoch and logs it as {@code learning_rate}. */
public final class LearningRateScheduler extends Callback {
  /** Gives the rate of an epoch. */
  @FunctionalInterface
  public interface Rule {
    /** Returns the learning rate of an epoch, counted from 0, given the current rate. */
    double rate(int epoch, double present);
  }

  private final Rule rule;

  /** Creates a scheduler. */
  public LearningRateScheduler(Rule rule) {
    this.rule = Arguments.given("LearningRateScheduler: rule", rule);
  }

  @Override
  protected boolean mayLog(String name) {
    return name.equals("learning_rate");
  }

  @Override
  public void onTrainBegin() {
    model().optimizer().requireSettableRate(getClass().getSimpleName());
  }

  @Override
  public void onEpochBegin(int epoch) {
    Optimizer optimizer = model().optimizer();
    optimizer.learningRate(rule.rate(epoch, optimizer.learningRate()));
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    logs.put("learning_rate", model().optimizer().learningRate());
  }
}
