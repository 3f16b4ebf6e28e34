// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.math.Domination;
import io.nyala.tune.math.Hypervolume;
import java.util.Arrays;
import java.util.List;

/** Selects the good trials: the best tenth. */
final class GoodTrials {
  private static final int MOST = 25;

  private GoodTrials() {}

  /** Returns for each trial whether it is good. */
  static boolean[] of(List<FinishedTrial> trials) {
    int tenth = (trials.size() + 9) / 10;
    for (FinishedTrial trial : trials) {
      if (trial.objectives() > 1) {
        return ofSeveral(trials, tenth);
      }
    }
    return ofOne(trials, Math.min(tenth, MOST));
  }

  /** Keeps the best so far in order, so that one pass over the trials is enough. */
  private static boolean[] ofOne(List<FinishedTrial> trials, int count) {
    int[] best = new int[count];
    int found = 0;
    for (int i = 0; i < trials.size(); i++) {
      FinishedTrial trial = trials.get(i);
      if (found == count && Better.FIRST.compare(trial, trials.get(best[count - 1])) > 0) {
        continue;
      }
      int place = found < count ? found++ : count - 1;
      while (place > 0 && Better.FIRST.compare(trial, trials.get(best[place - 1])) < 0) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = i;
    }
    return marked(trials.size(), best);
  }

  private static boolean[] marked(int size, int[] indexes) {
    boolean[] good = new boolean[size];
    for (int i : indexes) {
      good[i] = true;
    }
    return good;
  }

  /**
   * Selects whole fronts as long as they fit, then the trials of the next front that dominate the
   * largest volume. Pruned trials are never good.
   *
   * <p>Y. Ozaki, Y. Tanigaki, S. Watanabe, M. Onishi: Multiobjective tree-structured Parzen
   * estimator; GECCO 2020.
   */
  private static boolean[] ofSeveral(List<FinishedTrial> trials, int count) {
    int[] complete = new int[trials.size()];
    int n = 0;
    for (int i = 0; i < complete.length; i++) {
      if (trials.get(i).state() == TrialState.COMPLETE) {
        complete[n++] = i;
      }
    }
    double[][] losses = new double[n][];
    double[] violations = new double[n];
    for (int i = 0; i < n; i++) {
      losses[i] = losses(trials.get(complete[i]));
      violations[i] = trials.get(complete[i]).violation();
    }
    int[] fronts = Domination.fronts(losses, violations);
    boolean[] good = new boolean[trials.size()];
    int left = Math.min(count, n);
    for (int front = 0; left > 0; front++) {
      int[] members = members(fronts, front);
      if (members.length > left) {
        members = spread(losses, members, left);
      }
      for (int i : members) {
        good[complete[i]] = true;
      }
      left -= members.length;
    }
    return good;
  }

  static double[] losses(FinishedTrial trial) {
    double[] losses = new double[trial.objectives()];
    Arrays.setAll(losses, trial::loss);
    return losses;
  }

  private static int[] members(int[] fronts, int front) {
    int[] members = new int[fronts.length];
    int count = 0;
    for (int i = 0; i < fronts.length; i++) {
      if (fronts[i] == front) {
        members[count++] = i;
      }
    }
    return Arrays.copyOf(members, count);
  }

  private static int[] spread(double[][] losses, int[] members, int count) {
    double[][] rows = new double[members.length][];
    Arrays.setAll(rows, i -> losses[members[i]]);
    double[] reference = rows[0].clone();
    for (double[] row : rows) {
      Arrays.setAll(reference, k -> Math.max(reference[k], row[k]));
    }
    // Slightly worse than the worst, for either sign.
    Arrays.setAll(reference, k -> Math.max(1.1 * reference[k], 0.9 * reference[k]));
    Arrays.setAll(reference, k -> reference[k] == 0 ? 1e-12 : reference[k]);
    int[] chosen = Hypervolume.choose(rows, reference, count);
    Arrays.setAll(chosen, i -> members[chosen[i]]);
    return chosen;
  }
}
