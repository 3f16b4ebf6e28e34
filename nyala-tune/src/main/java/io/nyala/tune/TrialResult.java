// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tune.history.TrialState;
import io.nyala.tune.journal.Ending;
import io.nyala.tune.journal.StoredTrial;
import io.nyala.tune.space.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A trial as a study knows it at one moment.
 *
 * @param number its place in the search, from 0
 * @param state where it is
 * @param values of its hyperparameters
 * @param objectives its values, in the order of the objectives; empty unless it is complete
 * @param steps what it reported on its way, by step
 * @param attributes what was noted about it
 * @param violation the sum of the constraints that it breaks; 0 if it breaks none
 * @param runs how many trainings were started for it
 * @param failure why it failed; null if it did not
 * @param sameAs the trial whose values it took over; -1 if it was trained itself
 * @param begun when it was begun
 * @param ended when it ended; null if it has not
 */
public record TrialResult(
    int number,
    TrialState state,
    Assignment values,
    List<Double> objectives,
    NavigableMap<Integer, Double> steps,
    Map<String, Object> attributes,
    double violation,
    int runs,
    String failure,
    int sameAs,
    Instant begun,
    Instant ended) {

  static TrialResult of(StoredTrial trial) {
    Ending ending = trial.ending();
    boolean complete = trial.state() == TrialState.COMPLETE && ending != null;
    return new TrialResult(
        trial.number(),
        trial.state(),
        trial.values(),
        complete ? ending.values() : List.of(),
        Collections.unmodifiableNavigableMap(new TreeMap<>(trial.steps())),
        Collections.unmodifiableMap(new LinkedHashMap<>(trial.attributes())),
        ending == null ? 0 : ending.violation(),
        ending != null && ending.sameAs() >= 0 ? 0 : trial.jobs().size(),
        ending == null ? null : ending.reason(),
        ending == null ? -1 : ending.sameAs(),
        trial.begun(),
        trial.ended());
  }

  /**
   * Returns the value of the first objective.
   *
   * @throws IllegalStateException if the trial is not complete
   */
  public double value() {
    if (objectives.isEmpty()) {
      throw new IllegalStateException("trial " + number + " is " + state + " and has no value");
    }
    return objectives.getFirst();
  }

  /** Returns how long the trial took, if it has ended. */
  public Optional<Duration> took() {
    return ended == null ? Optional.empty() : Optional.of(Duration.between(begun, ended));
  }
}
