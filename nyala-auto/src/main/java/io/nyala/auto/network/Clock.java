// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import io.nyala.models.Callback;
import java.util.Map;

/** The time that is left for a search; a search with a given number of trials has no limit. */
public final class Clock {
  private final long begun = System.nanoTime();
  private final double limit;

  private Clock(double limit) {
    this.limit = limit;
  }

  /** Returns a clock that begins now. */
  public static Clock seconds(double limit) {
    return new Clock(limit);
  }

  /** Returns a clock without a limit. */
  public static Clock unlimited() {
    return new Clock(Double.POSITIVE_INFINITY);
  }

  /** Returns the seconds since the beginning. */
  public double elapsed() {
    return (System.nanoTime() - begun) * 1e-9;
  }

  /** Returns the seconds left; negative if time is up. */
  public double left() {
    return limit - elapsed();
  }

  /** Returns whether there is a limit. */
  public boolean isLimited() {
    return limit < Double.POSITIVE_INFINITY;
  }

  /** Returns a callback that ends a training after this share of the whole time. */
  Stop stopAt(double share) {
    return new Stop(share * limit);
  }

  /** Ends a training when its time is up. */
  final class Stop extends Callback {
    private final double at;
    private boolean stopped;

    private Stop(double at) {
      this.at = at;
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs) {
      if (elapsed() > at) {
        stopped = true;
        model().stopTraining();
      }
    }

    boolean stopped() {
      return stopped;
    }
  }
}
