// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.settings.Names;
import io.nyala.tune.history.History;
import io.nyala.tune.journal.Ledger;
import io.nyala.tune.journal.StoredJob;
import io.nyala.tune.journal.StoredTrial;
import io.nyala.tune.samplers.Draws;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.Condition;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.SearchSpace;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** Answers requests of running trials, under the lock of the search. */
final class Desk implements TrialDesk {
  private final Object lock;
  private final Settings settings;
  private final Ledger ledger;
  private final Jobs jobs;
  private final SearchSpace declared;

  /** The history that the pruner may use, by running training. */
  private final Map<Integer, History> histories = new HashMap<>();

  Desk(Object lock, Settings settings, Ledger ledger, Jobs jobs, SearchSpace declared) {
    this.lock = lock;
    this.settings = settings;
    this.ledger = ledger;
    this.jobs = jobs;
    this.declared = declared;
  }

  void begin(StoredJob job) {
    if (settings.pruner() != null && !settings.asynchronous()) {
      synchronized (lock) {
        histories.put(job.job().index(), jobs.history(job.seen(), job.job().trial()));
      }
    }
  }

  void end(StoredJob job) {
    synchronized (lock) {
      histories.remove(job.job().index());
    }
  }

  private StoredTrial stored(Trial trial) {
    return ledger.trials().get(trial.number());
  }

  @Override
  public Assignment values(Trial trial) {
    synchronized (lock) {
      return stored(trial).values();
    }
  }

  @Override
  public Object suggest(Trial trial, Parameter parameter, List<Condition> conditions) {
    synchronized (lock) {
      Assignment values = stored(trial).values();
      for (Condition condition : conditions) {
        if (!values.has(condition.parent())
            || !condition.values().contains(values.get(condition.parent()))) {
          return parameter.defaultValue();
        }
      }
      if (declared != null && declared.indexOf(parameter.name()) < 0) {
        throw undeclared(
            trial, parameter, declared.parameters().stream().map(Parameter::name).toList());
      }
      Parameter before = meaning(parameter.name());
      if (before != null && !before.equals(parameter)) {
        throw Hyperparameters.twoMeanings(before, parameter);
      }
      if (trial.suggested().containsKey(parameter.name())) {
        return trial.suggested().get(parameter.name());
      }
      Object value =
          values.has(parameter.name()) ? values.get(parameter.name()) : drawn(trial, parameter);
      trial.suggested().put(parameter.name(), value);
      return value;
    }
  }

  static StudyException undeclared(Trial trial, Parameter parameter, List<String> declared) {
    return new StudyException(
        ("trial %d declares the hyperparameter \"%s\", which is not in the space of this search; "
                + "if it applies only in some cases, always declare it with hp.when(...); %s")
            .formatted(trial.number(), parameter.name(), Names.hint(parameter.name(), declared)),
        null);
  }

  private Parameter meaning(String name) {
    int index = declared == null ? -1 : declared.indexOf(name);
    return index >= 0 ? declared.parameter(index) : ledger.named().get(name);
  }

  /**
   * Returns the value proposed by the sampler, or else a uniformly drawn one, and records it in the
   * journal.
   */
  private Object drawn(Trial trial, Parameter parameter) {
    Double unit = stored(trial).proposed().get(parameter.name());
    if (unit == null || unit.isNaN()) {
      unit = Draws.of(settings.seed(), trial.number(), parameter.name()).nextDouble();
    }
    Object value = parameter.fromUnit(unit);
    ledger.suggested(trial.number(), parameter, value);
    return value;
  }

  @Override
  public boolean report(Trial trial, int step, double value) {
    synchronized (lock) {
      ledger.step(trial.number(), step, value);
      if (settings.pruner() == null) {
        return false;
      }
      History history =
          settings.asynchronous()
              ? jobs.history(ledger.jobs().size(), trial.number())
              : histories.get(trial.job().index());
      NavigableMap<Integer, Double> steps =
          jobs.views().losses(stored(trial).steps().headMap(step, true));
      return settings.pruner().prune(steps, history);
    }
  }

  @Override
  public void attribute(Trial trial, String name, Object value) {
    synchronized (lock) {
      ledger.attribute(trial.number(), name, value);
    }
  }

  @Override
  public Goal goal() {
    return settings.goals().getFirst();
  }

  @Override
  public boolean pauses() {
    return settings.schedule().pauses();
  }

  @Override
  public boolean bestEpoch() {
    return settings.bestEpoch();
  }

  @Override
  public int start(Trial trial) {
    synchronized (lock) {
      return copyOf(trial) < 0 ? 0 : stored(trial).jobs().getFirst().job().from();
    }
  }

  @Override
  public int copyOf(Trial trial) {
    synchronized (lock) {
      return stored(trial).copyOf();
    }
  }

  @Override
  public Path home() {
    return settings.folder();
  }
}
