// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import java.util.Comparator;
import java.util.List;

/** Successive brackets: in each, the best trials of a rung are promoted to the next one. */
final class Brackets {
  private final List<List<Rung>> brackets;
  private final boolean anew;

  /**
   * Creates the brackets.
   *
   * @param anew whether promoted trials are retrained from the start
   */
  Brackets(List<List<Rung>> brackets, boolean anew) {
    this.brackets = brackets;
    this.anew = anew;
  }

  Decision next(List<Seen> jobs) {
    int at = 0;
    for (int b = 0; b < brackets.size(); b++) {
      List<Rung> rungs = brackets.get(b);
      List<Seen> before = List.of();
      for (int i = 0; i < rungs.size(); i++) {
        boolean last = i == rungs.size() - 1;
        int epochs = rungs.get(i).epochs();
        List<Integer> survivors = List.of();
        int size = rungs.get(i).trials();
        if (i > 0) {
          if (before.stream().anyMatch(seen -> seen.outcome() == null)) {
            return new Decision.Wait();
          }
          survivors = best(before, size);
          size = survivors.size();
        }
        if (at + size > jobs.size()) {
          return i == 0
              ? new Decision.Begin(epochs, b, last)
              : new Decision.GoOn(survivors.get(jobs.size() - at), epochs, anew, last);
        }
        before = jobs.subList(at, at + size);
        at += size;
      }
    }
    return new Decision.End("all %d brackets are done".formatted(brackets.size()));
  }

  /** Returns the numbers of the best trials of a rung; on a tie, the earlier ones. */
  static List<Integer> best(List<Seen> rung, int most) {
    return ranked(rung).stream().limit(most).map(seen -> seen.job().trial()).toList();
  }

  /** Returns the trainings that have a value, the best first; of equals the earlier trials. */
  static List<Seen> ranked(List<Seen> trainings) {
    return trainings.stream()
        .filter(seen -> seen.outcome() != null && seen.outcome().reached())
        .sorted(
            Comparator.comparingDouble((Seen seen) -> seen.outcome().loss())
                .thenComparingInt(seen -> seen.job().trial()))
        .toList();
  }
}
