// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.pruners;

import io.nyala.tune.history.History;
import java.util.NavigableMap;

/**
 * Decides whether a trial should end early.
 *
 * <p>Like a sampler, a pruner is a pure function of its arguments. All values are losses: smaller
 * is better.
 */
@FunctionalInterface
public interface Pruner {
  /**
   * Returns whether the trial should end now. Called after each report.
   *
   * @param steps the reports of the trial by step, including the latest one; may contain NaN
   * @param history the finished trials with smaller numbers
   */
  boolean prune(NavigableMap<Integer, Double> steps, History history);

  /**
   * Returns this pruner for an objective whose larger or smaller values are better. Only needed by
   * pruners that use absolute values instead of comparisons.
   */
  default Pruner towards(boolean maximised) {
    return this;
  }

  /** Returns the description stored in journals, which is compared when a search is resumed. */
  default String describe() {
    return getClass().isHidden() ? "a function" : getClass().getSimpleName();
  }
}
