// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import io.nyala.tune.history.RunningTrial;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.journal.Ending;
import io.nyala.tune.journal.Ledger;
import io.nyala.tune.journal.StoredJob;
import io.nyala.tune.journal.StoredTrial;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The trials as visible to a sampler or pruner that may only know the outcomes of a given number of
 * first trainings. Views of trials are cached, so that a long search does not recreate them each
 * time.
 */
final class Views {
  private final Ledger ledger;
  private final List<Goal> goals;
  private final boolean declared;
  private SearchSpace space;

  /** The view of each trial, and the training after whose end it was created. */
  private final List<FinishedTrial> views = new ArrayList<>();

  private final List<Integer> madeAt = new ArrayList<>();

  /**
   * The views of the first trials, as far as all of them are over for good, and the first training
   * after all of theirs.
   */
  private final List<FinishedTrial> settled = new ArrayList<>();

  private int settledAt;

  /**
   * Creates the views.
   *
   * @param space the declared space, or null
   */
  Views(Ledger ledger, List<Goal> goals, SearchSpace space) {
    this.ledger = ledger;
    this.goals = goals;
    this.declared = space != null;
    this.space = space == null ? SearchSpace.of(List.of()) : space;
  }

  /** Returns the declared space, or the hyperparameters of trials whose outcome is known. */
  SearchSpace space(int seen) {
    if (!declared) {
      Map<String, Parameter> named = new LinkedHashMap<>();
      for (StoredTrial trial : ledger.trials()) {
        if (named.size() == ledger.named().size()) {
          break; // all that any trial has named
        }
        if (last(trial, seen) != null) {
          for (String name : trial.values().names()) {
            named.putIfAbsent(name, ledger.named().get(name));
          }
        }
      }
      if (!space.parameters().equals(List.copyOf(named.values()))) {
        space = SearchSpace.of(List.copyOf(named.values()));
        views.clear();
        madeAt.clear();
        settled.clear();
      }
    }
    return space;
  }

  /** Returns the last training of a trial whose outcome may be known, or null. */
  private static StoredJob last(StoredTrial trial, int seen) {
    List<StoredJob> jobs = trial.jobs();
    for (int i = jobs.size() - 1; i >= 0; i--) {
      StoredJob job = jobs.get(i);
      if (job.job().index() < seen && job.ending() != null) {
        return job;
      }
    }
    return null;
  }

  /**
   * Returns the trials before a given one.
   *
   * @param seen the number of trainings whose outcomes may be known
   * @param number the number of the given trial
   */
  History history(int seen, int number) {
    SearchSpace current = space(seen);
    settle(current, seen);
    boolean begun = seen >= settledAt;
    List<FinishedTrial> finished =
        new ArrayList<>(begun ? settled.subList(0, Math.min(number, settled.size())) : List.of());
    List<RunningTrial> running = new ArrayList<>();
    for (StoredTrial trial : ledger.trials().subList(finished.size(), number)) {
      StoredJob job = last(trial, seen);
      if (job == null) {
        running.add(new RunningTrial(trial.number(), proposed(current, trial)));
      } else {
        finished.add(view(current, trial, job));
      }
    }
    return new History(finished, running);
  }

  /** Extends the settled trials by those that have ended, as known after a number of trainings. */
  private void settle(SearchSpace current, int seen) {
    if (settled.isEmpty()) {
      settledAt = 0;
    }
    while (settled.size() < ledger.trials().size()) {
      StoredTrial trial = ledger.trials().get(settled.size());
      StoredJob job = last(trial, seen);
      if (job == null || !trial.state().finished() || job != trial.jobs().getLast()) {
        return;
      }
      settled.add(view(current, trial, job));
      settledAt = Math.max(settledAt, job.job().index() + 1);
    }
  }

  private double[] proposed(SearchSpace current, StoredTrial trial) {
    if (declared) {
      return current.point(trial.values());
    }
    double[] point = new double[current.size()];
    Arrays.fill(point, Double.NaN);
    trial
        .proposed()
        .forEach(
            (name, unit) -> {
              int index = current.indexOf(name);
              if (index >= 0) {
                point[index] = unit;
              }
            });
    return point;
  }

  private FinishedTrial view(SearchSpace current, StoredTrial trial, StoredJob job) {
    int number = trial.number();
    while (views.size() <= number) {
      views.add(null);
      madeAt.add(-1);
    }
    if (madeAt.get(number) != job.job().index()) {
      views.set(number, made(current, trial, job));
      madeAt.set(number, job.job().index());
    }
    return views.get(number);
  }

  private FinishedTrial made(SearchSpace current, StoredTrial trial, StoredJob job) {
    Ending ending = job.ending();
    TrialState state =
        switch (ending.end()) {
          case REACHED -> job.last() ? TrialState.COMPLETE : TrialState.PRUNED;
          case PRUNED -> TrialState.PRUNED;
          case FAILED -> TrialState.FAIL;
        };
    double[] losses = new double[state == TrialState.COMPLETE ? ending.values().size() : 0];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = goals.get(i).loss(ending.values().get(i));
    }
    return new FinishedTrial(
        trial.number(),
        state,
        current.point(trial.values()),
        losses,
        losses(trial.steps().headMap(ending.lastStep(), true)),
        ending.violation());
  }

  /** Returns reports as losses. */
  NavigableMap<Integer, Double> losses(NavigableMap<Integer, Double> steps) {
    NavigableMap<Integer, Double> losses = new TreeMap<>();
    steps.forEach((step, value) -> losses.put(step, goals.getFirst().loss(value)));
    return losses;
  }

  /** Returns the coordinates of a point by the names of hyperparameters. */
  static Map<String, Double> byName(SearchSpace space, double[] point) {
    Collection<Parameter> parameters = space.parameters();
    Map<String, Double> units = new LinkedHashMap<>();
    int i = 0;
    for (Parameter parameter : parameters) {
      units.put(parameter.name(), point[i++]);
    }
    return units;
  }
}
