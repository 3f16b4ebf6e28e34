// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.pruners;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import java.util.Arrays;
import java.util.NavigableMap;

/**
 * Ends a trial whose best report so far is worse than a percentile of the reports of complete
 * trials at the same step; 50 is the median. The rules and defaults are those of Optuna (version
 * 5).
 */
public final class PercentilePruner implements Pruner {
  private final double percentile;
  private final int startup;
  private final int warmup;
  private final int interval;
  private final int least;

  PercentilePruner(double percentile, int startup, int warmup, int interval, int least) {
    if (!(percentile >= 0 && percentile <= 100)) {
      throw new IllegalArgumentException(
          "pruner: expected a percentile of 0 to 100, got " + percentile);
    }
    if (startup < 0 || warmup < 0 || interval < 1 || least < 1) {
      throw new IllegalArgumentException(
          "pruner: expected counts of at least 0, and an interval and trials of at least 1");
    }
    this.percentile = percentile;
    this.startup = startup;
    this.warmup = warmup;
    this.interval = interval;
    this.least = least;
  }

  /** Returns a pruner that waits for a number of complete trials. The default is 5. */
  public PercentilePruner startup(int trials) {
    return new PercentilePruner(percentile, trials, warmup, interval, least);
  }

  /** Returns a pruner that ends no trial before this step. The default is 0. */
  public PercentilePruner warmup(int step) {
    return new PercentilePruner(percentile, startup, step, interval, least);
  }

  /**
   * Returns a pruner that uses the first report in each interval of {@code steps} steps. The
   * default is 1.
   */
  public PercentilePruner interval(int steps) {
    return new PercentilePruner(percentile, startup, warmup, steps, least);
  }

  /**
   * Returns a pruner that requires a number of complete trials with a report at the step. The
   * default is 1.
   */
  public PercentilePruner leastTrials(int trials) {
    return new PercentilePruner(percentile, startup, warmup, interval, trials);
  }

  @Override
  public boolean prune(NavigableMap<Integer, Double> steps, History history) {
    int step = steps.lastKey();
    var complete = history.complete();
    if (complete.isEmpty()
        || complete.size() < startup
        || step < warmup
        || !isFirst(steps, warmup, interval)) {
      return false;
    }
    double best =
        steps.values().stream()
            .mapToDouble(v -> v)
            .filter(v -> !Double.isNaN(v))
            .min()
            .orElse(Double.NaN);
    if (Double.isNaN(best)) {
      return true;
    }
    double[] others =
        complete.stream()
            .map(FinishedTrial::steps)
            .filter(s -> s.containsKey(step))
            .mapToDouble(s -> s.get(step))
            .toArray();
    if (others.length < least) {
      return false;
    }
    double bound = percentile(others);
    return !Double.isNaN(bound) && best > bound;
  }

  /** Returns whether the latest report is the first one in its interval. */
  static boolean isFirst(NavigableMap<Integer, Double> steps, int warmup, int interval) {
    int step = steps.lastKey();
    int from = Math.floorDiv(step - warmup, interval) * interval + warmup;
    Integer before = steps.lowerKey(step);
    return before == null || before < from;
  }

  /** Interpolates between neighbours, ignoring NaN. */
  private double percentile(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = percentile / 100 * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    double share = at - below;
    return share == 0 ? sorted[below] : sorted[below] + share * (sorted[above] - sorted[below]);
  }

  @Override
  public String describe() {
    return "percentile %s, startup %d, warmup %d, interval %d, least %d"
        .formatted(percentile, startup, warmup, interval, least);
  }

  @Override
  public String toString() {
    return describe();
  }
}
