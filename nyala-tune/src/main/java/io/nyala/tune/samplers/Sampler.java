// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.History;
import io.nyala.tune.space.SearchSpace;
import java.util.Optional;

/**
 * Says which point of a space to try next.
 *
 * <p>A sampler is a pure function: equal spaces, histories, numbers and draws give equal points,
 * whatever it was asked before, by whichever thread. A search that goes on after an interruption,
 * and one with several workers, repeat bit for bit because of this. So a sampler has settings and
 * no state; it takes all randomness from {@code draws}, and asks no clock. It may keep what it has
 * computed for a history, if the answer is the same without; the search asks it from one thread at
 * a time.
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
   * Returns the words that reports and journals use for this sampler, with its settings; a search
   * that goes on compares them. By default the name of the class.
   */
  default String describe() {
    return getClass().isHidden() ? "a function" : getClass().getSimpleName();
  }
}
