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
 * A snapshot of a trial.
 *
 * @param number its index in the search, from 0
 * @param state its state
 * @param values the values of its hyperparameters
 * @param objectives its objective values, in the order of the objectives, empty unless it is
 *     complete
 * @param steps the values it reported, by step
 * @param attributes its attributes
 * @param violation the sum of the constraint violations, 0 if there are none
 * @param runs the number of trainings started for it
 * @param failure the reason of its failure, or null if it did not fail
 * @param sameAs the trial whose values it reuses, or -1 if it was trained itself
 * @param copyOf the trial whose weights it copied, or -1 if it started with its own
 * @param begun the start time
 * @param ended the end time, or null if it has not ended
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
    int copyOf,
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
        trial.copyOf(),
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

  /** Returns the duration of the trial, if it has ended. */
  public Optional<Duration> took() {
    return ended == null ? Optional.empty() : Optional.of(Duration.between(begun, ended));
  }
}
