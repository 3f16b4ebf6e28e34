// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.History;
import io.nyala.tune.space.SearchSpace;
import java.util.Optional;

/**
 * Selects the next point of a space to try.
 *
 * <p>A sampler is a pure function: equal spaces, histories, numbers and draws give equal points,
 * regardless of previous calls and of the calling thread. This makes resumed searches and searches
 * with several workers reproducible bit for bit. A sampler therefore has settings but no state,
 * takes all randomness from {@code draws}, and does not use the clock. It may cache computations
 * for a history if this does not change the result. The search calls it from one thread at a time.
 *
 * <p>What the search takes care of, so that no sampler has to:
 *
 * <ul>
 *   <li>the sign of objectives: losses are always to be made small;
 *   <li>values of a grid: a coordinate anywhere in a cell means the value of the cell. The points
 *       in a history are middles of cells ({@link SearchSpace#point});
 *   <li>conditions: coordinates of hyperparameters that turn out not to apply are dropped;
 *   <li>points that were tried before, and spaces of which all points were tried.
 * </ul>
 *
 * <p>What a sampler must take care of: coordinates in a history can be NaN, where a hyperparameter
 * did not apply; trials can have failed; losses can be infinite; the history can be empty.
 */
@FunctionalInterface
public interface Sampler {
  /**
   * Returns the next point.
   *
   * @param space what is searched, in its fixed order
   * @param history trials with smaller numbers: those that have ended, and those whose end this
   *     proposal may not depend on, with their points
   * @param number the number of the trial that is to be begun, from 0
   * @param draws random numbers that belong to this trial alone
   * @return {@code [space.size()]}, each 0 to 1; empty if the sampler has nothing left to propose
   */
  Optional<double[]> propose(SearchSpace space, History history, int number, Draws draws);

  /**
   * Returns the description of this sampler and its settings in reports and journals, which is
   * compared when a search is resumed. By default this is the class name.
   */
  default String describe() {
    return getClass().isHidden() ? "a function" : getClass().getSimpleName();
  }
}
