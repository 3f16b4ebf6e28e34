// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.pruners;

import io.nyala.tune.history.History;
import java.util.NavigableMap;

/**
 * Decides whether a trial should end early.
 *
 * <p>Like a sampler, a pruner is a pure function of what it is given. All values are losses:
 * smaller is better.
 */
@FunctionalInterface
public interface Pruner {
  /**
   * Returns whether the trial should end now. Asked after each report.
   *
   * @param steps what the trial has reported, by step, the latest included; may have NaN
   * @param history trials with smaller numbers, as they ended
   */
  boolean prune(NavigableMap<Integer, Double> steps, History history);

  /**
   * Returns this pruner for an objective of which larger or smaller values are better. Only those
   * need it that know values and not only how they compare.
   */
  default Pruner towards(boolean maximised) {
    return this;
  }

  /** Returns the description stored in journals, which is compared when a search is resumed. */
  default String describe() {
    return getClass().isHidden() ? "a function" : getClass().getSimpleName();
  }
}
