// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import java.util.ArrayList;
import java.util.List;

/**
 * Successive halving (Jamieson, Talwalkar: Non-stochastic best arm identification and
 * hyperparameter optimization; AISTATS 2016): all trials are trained briefly, then the best 1/eta
 * of them continue for eta times the epochs, and so on. One bracket of {@link Hyperband}.
 */
public final class SuccessiveHalving implements TrialSchedule {
  private final List<Rung> rungs;
  private final int eta;
  private final boolean anew;

  private SuccessiveHalving(List<Rung> rungs, int eta, boolean anew) {
    this.rungs = List.copyOf(rungs);
    this.eta = eta;
    this.anew = anew;
  }

  /**
   * Creates the schedule.
   *
   * @param trials the initial number of trials
   * @param leastEpochs the minimum epochs of each trial
   * @param mostEpochs the maximum epochs of the last trials
   * @param eta the reduction factor: one of {@code eta} trials continues, for {@code eta} times the
   *     epochs
   * @throws IllegalArgumentException if the values do not form a valid schedule
   */
  public static SuccessiveHalving of(int trials, int leastEpochs, int mostEpochs, int eta) {
    Asha.check("successive halving", trials, leastEpochs, mostEpochs, eta);
    List<Rung> rungs = new ArrayList<>();
    int left = trials;
    for (int epochs : Asha.epochs(leastEpochs, mostEpochs, eta)) {
      rungs.add(new Rung(left, epochs));
      left /= eta;
      if (left == 0) {
        break;
      }
    }
    return new SuccessiveHalving(rungs, eta, false);
  }

  /**
   * Returns a schedule that retrains promoted trials from the start. Epochs may then stand for any
   * resource, such as rows.
   */
  public SuccessiveHalving fromScratch() {
    return new SuccessiveHalving(rungs, eta, true);
  }

  /** Returns the rungs: the number of trials and epochs of each. */
  public List<Rung> rungs() {
    return rungs;
  }

  @Override
  public Decision next(List<Seen> jobs) {
    return new Brackets(List.of(rungs), anew).next(jobs);
  }

  @Override
  public String describe() {
    return "successive halving by %d, %s, trials %s"
        .formatted(eta, rungs, anew ? "from scratch" : "from checkpoints");
  }

  @Override
  public String toString() {
    return describe();
  }

  @Override
  public boolean pauses() {
    return !anew;
  }

  @Override
  public boolean trainsOnce() {
    return false;
  }

  @Override
  public long units() {
    long sum = 0;
    int before = 0;
    for (Rung rung : rungs) {
      sum += (long) rung.trials() * (rung.epochs() - before);
      before = anew ? 0 : rung.epochs();
    }
    return sum;
  }

  @Override
  public int mostEpochs() {
    return rungs.getLast().epochs();
  }
}
