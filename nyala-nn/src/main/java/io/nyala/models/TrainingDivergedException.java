// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import java.util.Locale;

/** Thrown when training stops because the loss became NaN or infinite. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int epoch;
  private final int step;

  TrainingDivergedException(
      String model, int epoch, int step, double loss, double lastFinite, double learningRate) {
    super(
        String.format(
            Locale.ROOT,
            "%s: the loss became %s in epoch %d, step %d (%s; learning rate %s). The weights are "
                + "those before that step. Try a smaller learning rate, clip the gradients, "
                + "scale the inputs, and look for logarithms of zero and divisions by zero in "
                + "custom layers and losses.",
            model,
            loss,
            epoch + 1,
            step + 1,
            Double.isNaN(lastFinite)
                ? "the very first one"
                : "the step before had " + (float) lastFinite,
            learningRate));
    this.epoch = epoch;
    this.step = step;
  }

  /** Returns the epoch, counted from 0. */
  public int epoch() {
    return epoch;
  }

  /** Returns the step within the epoch, counted from 0. */
  public int step() {
    return step;
  }
}
