// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import io.nyala.tune.history.TrialState;
import io.nyala.tune.space.Assignment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The state of a trial in a ledger, updated by each line. Must not be read during writes. */
public final class StoredTrial {
  final int number;
  final Instant begun;
  private final Map<String, Object> values = new LinkedHashMap<>();
  final Map<String, Double> proposed = new LinkedHashMap<>();
  final NavigableMap<Integer, Double> steps = new TreeMap<>();
  final Map<String, Object> attributes = new LinkedHashMap<>();
  final List<StoredJob> jobs = new ArrayList<>();
  TrialState state = TrialState.RUNNING;
  Instant ended;
  int copyOf = -1;
  private Assignment assignment;

  StoredTrial(int number, Instant begun) {
    this.number = number;
    this.begun = begun;
  }

  /** Returns its number in the search, from 0. */
  public int number() {
    return number;
  }

  /** Returns its state. */
  public TrialState state() {
    return state;
  }

  /** Returns the values of its hyperparameters so far. */
  public Assignment values() {
    if (assignment == null) {
      assignment = new Assignment(values);
    }
    return assignment;
  }

  void put(String name, Object value) {
    values.put(name, value);
    assignment = null;
  }

  /** Returns the coordinates that a sampler proposed, by hyperparameter. */
  public Map<String, Double> proposed() {
    return proposed;
  }

  /** Returns the values that it reported, with their original sign. */
  public NavigableMap<Integer, Double> steps() {
    return steps;
  }

  /** Returns the attributes set by programs. */
  public Map<String, Object> attributes() {
    return attributes;
  }

  /** Returns its trainings in order. */
  public List<StoredJob> jobs() {
    return jobs;
  }

  /** Returns the trial whose weights it has taken over, or -1. */
  public int copyOf() {
    return copyOf;
  }

  /** Returns its start time. */
  public Instant begun() {
    return begun;
  }

  /** Returns its end time, or null. */
  public Instant ended() {
    return ended;
  }

  /** Returns the outcome of its last training, or null. */
  public Ending ending() {
    return jobs.isEmpty() ? null : jobs.getLast().ending();
  }
}
