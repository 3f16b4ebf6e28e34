// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asynchronous successive halving (Li and others: A system for massively parallel hyperparameter
 * tuning; MLSys 2020). Whenever a worker is free, it continues a trial that is among the best of
 * its rung so far, otherwise it starts a new one, without waiting for a rung to fill. A trial that
 * is not promoted is paused with its checkpoint, and continues exactly from there if it is promoted
 * later.
 */
public final class Asha implements TrialSchedule {
  private final int trials;
  private final List<Integer> epochs;
  private final int eta;

  private Asha(int trials, List<Integer> epochs, int eta) {
    this.trials = trials;
    this.epochs = epochs;
    this.eta = eta;
  }

  /**
   * Creates the schedule.
   *
   * @param trials the total number of trials
   * @param leastEpochs the minimum epochs of each trial
   * @param mostEpochs the maximum epochs of the best trials
   * @param eta the reduction factor: one of {@code eta} trials in a rung continues, for {@code eta}
   *     times the epochs
   * @throws IllegalArgumentException if the values do not form a valid schedule
   */
  public static Asha of(int trials, int leastEpochs, int mostEpochs, int eta) {
    check("ASHA", trials, leastEpochs, mostEpochs, eta);
    return new Asha(trials, epochs(leastEpochs, mostEpochs, eta), eta);
  }

  static void check(String who, int trials, int least, int most, int eta) {
    if (trials < 1 || least < 1 || most < least || eta < 2) {
      throw new IllegalArgumentException(
          ("%s: expected at least 1 trial, 1 epoch, not more first than last epochs, and an eta of "
                  + "at least 2; got %d trials of %d to %d epochs, eta %d")
              .formatted(who, trials, least, most, eta));
    }
  }

  /** Returns the epochs of the rungs. The last one has the maximum, regardless of the steps. */
  static List<Integer> epochs(int least, int most, int eta) {
    List<Integer> epochs = new ArrayList<>();
    for (long each = least; each < most; each *= eta) {
      epochs.add((int) each);
    }
    epochs.add(most);
    return List.copyOf(epochs);
  }

  @Override
  public Decision next(List<Seen> jobs) {
    int last = epochs.size() - 1;
    List<List<Seen>> rungs = new ArrayList<>();
    List<Set<Integer>> decided = new ArrayList<>();
    for (int k = 0; k <= last; k++) {
      rungs.add(new ArrayList<>());
      decided.add(new HashSet<>());
    }
    boolean all = true;
    for (Seen seen : jobs) {
      int rung = seen.job().rung();
      decided.get(rung).add(seen.job().trial());
      all &= seen.outcome() != null;
      if (seen.outcome() != null && seen.outcome().reached()) {
        rungs.get(rung).add(seen);
      }
    }
    for (int k = last - 1; k >= 0; k--) {
      for (int trial : Brackets.best(rungs.get(k), rungs.get(k).size() / eta)) {
        if (!decided.get(k + 1).contains(trial)) {
          return new Decision.GoOn(trial, epochs.get(k + 1), false, k + 1 == last);
        }
      }
    }
    if (decided.getFirst().size() < trials) {
      return new Decision.Begin(epochs.getFirst(), 0, last == 0);
    }
    return all
        ? new Decision.End("all %d trials are done, and none can continue".formatted(trials))
        : new Decision.Wait();
  }

  @Override
  public String describe() {
    return "ASHA of %d trials, epochs %s, eta %d".formatted(trials, epochs, eta);
  }

  @Override
  public String toString() {
    return describe();
  }

  @Override
  public boolean pauses() {
    return true;
  }

  @Override
  public boolean trainsOnce() {
    return false;
  }

  /** The number of promotions depends on the order in which trials end. */
  @Override
  public long units() {
    return 0;
  }

  @Override
  public int mostEpochs() {
    return epochs.getLast();
  }
}
