// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.callbacks.EarlyStopping;
import java.io.Serializable;

/**
 * When a training ends before its last epoch.
 *
 * @param monitor the name of a loss or metric
 * @param patience the epochs without improvement
 * @param minDelta the smallest change that is an improvement
 */
record StoppingPlan(String monitor, int patience, double minDelta) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Returns the plan that an estimator is set to, or null. */
  static StoppingPlan of(TrainingParams settings) {
    boolean stops = settings.isDefined(settings.patience());
    if (!stops && (settings.isSet(settings.monitor()) || settings.isSet(settings.minDelta()))) {
      throw new IllegalArgumentException(
          "monitor and minDelta have no effect without early stopping; set the number of epochs "
              + "without improvement after which to stop, as with setPatience(3)");
    }
    if (!stops) {
      return null;
    }
    String monitor = settings.getOrDefault(settings.monitor());
    if (monitor.startsWith("val_") && !settings.validates()) {
      throw new IllegalArgumentException(
          ("early stopping monitors \"%s\", but there are no rows to validate with; set "
                  + "validationIndicatorCol or validationSplit, or monitor the training with "
                  + "setMonitor(\"loss\")")
              .formatted(monitor));
    }
    return new StoppingPlan(
        monitor,
        settings.number(settings.patience()),
        (Double) settings.getOrDefault(settings.minDelta()));
  }

  EarlyStopping callback() {
    return new EarlyStopping(monitor).patience(patience).minDelta(minDelta).restoreBestWeights();
  }
}
