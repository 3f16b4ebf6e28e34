// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.pruners;

import io.nyala.tune.history.History;
import java.util.NavigableMap;

/** Ends a trial whose report is outside a range or is NaN. */
final class ThresholdPruner implements Pruner {
  private final double lower;
  private final double upper;
  private final int warmup;

  ThresholdPruner(double lower, double upper, int warmup) {
    if (!(lower < upper) || warmup < 0) {
      throw new IllegalArgumentException(
          "pruner: expected a lower bound below the upper one and a step of at least 0, got %s, %s and %d"
              .formatted(lower, upper, warmup));
    }
    this.lower = lower;
    this.upper = upper;
    this.warmup = warmup;
  }

  @Override
  public boolean prune(NavigableMap<Integer, Double> steps, History history) {
    double value = steps.lastEntry().getValue();
    return steps.lastKey() >= warmup && !(value >= lower && value <= upper);
  }

  @Override
  public Pruner towards(boolean maximised) {
    return maximised ? new ThresholdPruner(-upper, -lower, warmup) : this;
  }

  @Override
  public String describe() {
    return "within %s and %s from step %d".formatted(lower, upper, warmup);
  }

  @Override
  public String toString() {
    return describe();
  }
}
