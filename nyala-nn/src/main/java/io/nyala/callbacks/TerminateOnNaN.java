// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.models.Callback;

/**
 * Stops training without an exception when a loss is NaN or infinite. Without this callback,
 * training fails with a {@link io.nyala.models.TrainingDivergedException}.
 */
public final class TerminateOnNaN extends Callback {
  /** Creates the callback. */
  public TerminateOnNaN() {}

  @Override
  protected boolean mayLog(String name) {
    return false;
  }

  @Override
  public boolean onDivergence(int epoch, int batch, double loss) {
    return true;
  }
}
