// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tune.history.TrialState;
import io.nyala.tune.journal.StoredTrial;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranks trials. Trials that violate no constraint come first, by value; then the others, by the
 * size of the violation. Ties are ranked by number.
 */
final class Ranking {
  private final List<Goal> goals;

  Ranking(List<Goal> goals) {
    this.goals = goals;
  }

  /** Returns the number of the best complete trial by the first objective, or -1. */
  int best(List<StoredTrial> trials) {
    int best = -1;
    for (StoredTrial trial : trials) {
      best = better(best, trial, trials);
    }
    return best;
  }

  /** Returns the better of the best trial so far (by number, or -1) and another. */
  int better(int best, StoredTrial other, List<StoredTrial> trials) {
    boolean counts =
        other.state() == TrialState.COMPLETE
            && other.ending() != null
            && other.ending().sameAs() < 0;
    if (!counts || other.number() == best) {
      return best;
    }
    if (best < 0 || isBetter(other, trials.get(best))) {
      return other.number();
    }
    boolean worse = isBetter(trials.get(best), other);
    return worse ? best : Math.min(best, other.number());
  }

  private boolean isBetter(StoredTrial a, StoredTrial b) {
    double broken = a.ending().violation();
    double other = b.ending().violation();
    return broken == other ? loss(a, 0) < loss(b, 0) : broken < other;
  }

  private double loss(StoredTrial trial, int goal) {
    return goals.get(goal).loss(trial.ending().values().get(goal));
  }

  /** Returns the complete trials that no other trial dominates, by number. */
  List<StoredTrial> front(List<StoredTrial> trials) {
    List<StoredTrial> complete =
        trials.stream()
            .filter(trial -> trial.state() == TrialState.COMPLETE && trial.ending() != null)
            .toList();
    List<StoredTrial> front = new ArrayList<>();
    for (StoredTrial trial : complete) {
      if (complete.stream().noneMatch(other -> dominates(other, trial))) {
        front.add(trial);
      }
    }
    return front;
  }

  private boolean dominates(StoredTrial a, StoredTrial b) {
    double broken = a.ending().violation();
    double other = b.ending().violation();
    if (broken != other) {
      return broken < other;
    }
    boolean better = false;
    for (int i = 0; i < goals.size(); i++) {
      if (loss(a, i) > loss(b, i)) {
        return false;
      }
      better |= loss(a, i) < loss(b, i);
    }
    return better;
  }
}
