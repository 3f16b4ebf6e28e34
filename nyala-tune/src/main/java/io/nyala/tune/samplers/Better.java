// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.TrialState;
import java.util.Comparator;
import java.util.Map;

/**
 * The order of trials of one objective, the best first: complete ones by loss, then pruned ones by
 * their last step and loss, then those that violate constraints by the size of the violation.
 */
final class Better implements Comparator<FinishedTrial> {
  static final Better FIRST = new Better();

  private Better() {}

  @Override
  public int compare(FinishedTrial a, FinishedTrial b) {
    int rank = rank(a);
    int order = Integer.compare(rank, rank(b));
    if (order == 0) {
      order =
          switch (rank) {
            case 0 -> Double.compare(a.loss(), b.loss());
            case 1 -> pruned(a, b);
            default -> Double.compare(a.violation(), b.violation());
          };
    }
    return order != 0 ? order : Integer.compare(a.number(), b.number());
  }

  private static int rank(FinishedTrial trial) {
    if (trial.violation() > 0) {
      return 2;
    }
    return trial.state() == TrialState.COMPLETE ? 0 : 1;
  }

  private static int pruned(FinishedTrial a, FinishedTrial b) {
    if (a.steps().isEmpty() || b.steps().isEmpty()) {
      return Boolean.compare(a.steps().isEmpty(), b.steps().isEmpty());
    }
    Map.Entry<Integer, Double> lastA = a.steps().lastEntry();
    Map.Entry<Integer, Double> lastB = b.steps().lastEntry();
    int order = Integer.compare(lastB.getKey(), lastA.getKey());
    // NaN comes after all numbers.
    return order != 0 ? order : Double.compare(lastA.getValue(), lastB.getValue());
  }
}
