// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.history;

import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A finished trial as seen by samplers and pruners. Immutable.
 *
 * <p>All values are losses: smaller is better. The search negates objectives that it maximises. The
 * losses of a complete trial may be infinite but not NaN.
 */
public final class FinishedTrial {
  private final int number;
  private final TrialState state;
  private final double[] point;
  private final double[] losses;
  private final NavigableMap<Integer, Double> steps;
  private final double violation;

  /**
   * Creates the view of a trial.
   *
   * @param number its number in the search, from 0
   * @param state {@code COMPLETE}, {@code PRUNED} or {@code FAIL}
   * @param point {@code [size of the space]}; NaN where a hyperparameter does not apply
   * @param losses one for each objective, smaller is better; empty unless the trial is complete
   * @param steps the losses that the trial reported, by step
   * @param violation the sum of the constraint violations, 0 if there are none
   */
  public FinishedTrial(
      int number,
      TrialState state,
      double[] point,
      double[] losses,
      NavigableMap<Integer, Double> steps,
      double violation) {
    if (!state.finished()) {
      throw new IllegalArgumentException("trial " + number + " is " + state + ", not finished");
    }
    this.number = number;
    this.state = state;
    this.point = point.clone();
    this.losses = losses.clone();
    this.steps =
        steps.isEmpty()
            ? Collections.emptyNavigableMap()
            : Collections.unmodifiableNavigableMap(new TreeMap<>(steps));
    this.violation = violation;
  }

  /** Returns its number in the search, from 0. */
  public int number() {
    return number;
  }

  /** Returns its final state. */
  public TrialState state() {
    return state;
  }

  /** Returns a copy of its point, with NaN where a hyperparameter does not apply. */
  public double[] point() {
    return point.clone();
  }

  /** Returns one coordinate of its point, NaN if that hyperparameter does not apply. */
  public double coordinate(int index) {
    return point[index];
  }

  /** Returns the number of objectives with a loss: 0 unless it is complete. */
  public int objectives() {
    return losses.length;
  }

  /**
   * Returns the loss of the first objective: smaller is better.
   *
   * @throws IllegalStateException if the trial is not complete
   */
  public double loss() {
    return loss(0);
  }

  /**
   * Returns the loss of an objective: smaller is better.
   *
   * @throws IllegalStateException if the trial is not complete
   */
  public double loss(int objective) {
    if (state != TrialState.COMPLETE) {
      throw new IllegalStateException("trial " + number + " is " + state + " and has no loss");
    }
    return losses[objective];
  }

  /** Returns the losses that it reported, by step; may contain NaN. */
  public NavigableMap<Integer, Double> steps() {
    return steps;
  }

  /** Returns the sum of the constraint violations; 0 if there are none. */
  public double violation() {
    return violation;
  }

  @Override
  public String toString() {
    return "trial " + number + " " + state + " " + Arrays.toString(losses);
  }
}
