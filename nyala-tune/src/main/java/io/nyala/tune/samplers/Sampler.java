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
 * <p>The search handles the following, so that samplers do not have to:
 *
 * <ul>
 *   <li>the sign of objectives: losses are always minimized;
 *   <li>values of a grid: a coordinate anywhere in a cell means the value of the cell. The points
 *       in a history are middles of cells ({@link SearchSpace#point});
 *   <li>conditions: coordinates of hyperparameters that turn out not to apply are dropped;
 *   <li>points that were tried before, and spaces whose points have all been tried.
 * </ul>
 *
 * <p>A sampler must handle the following: coordinates in a history can be NaN if a hyperparameter
 * did not apply; trials can have failed; losses can be infinite; the history can be empty.
 */
@FunctionalInterface
public interface Sampler {
  /**
   * Returns the next point.
   *
   * @param space the space, in its fixed order
   * @param history the trials with smaller numbers: finished ones, and those on whose outcome this
   *     proposal must not depend, with their points
   * @param number the number of the new trial, from 0
   * @param draws the random numbers of this trial
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
