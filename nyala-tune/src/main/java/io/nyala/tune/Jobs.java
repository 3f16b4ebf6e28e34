// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tune.history.History;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.journal.Ending;
import io.nyala.tune.journal.Ledger;
import io.nyala.tune.journal.StoredJob;
import io.nyala.tune.journal.StoredTrial;
import io.nyala.tune.samplers.Draws;
import io.nyala.tune.schedules.Decision;
import io.nyala.tune.schedules.Job;
import io.nyala.tune.schedules.Seen;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what to train next. Called under the lock of the search.
 *
 * <p>In a reproducible search, training j may depend only on the outcomes of the trainings up to
 * {@code j - window}. It is decided as soon as these have ended. The journal records, with each
 * training, which outcomes it could use.
 */
final class Jobs {
  /** The result of {@link #next}. */
  sealed interface Next {
    /** A training to run. */
    record Run(StoredJob job) implements Next {}

    /** Nothing yet: try again when a training has ended. */
    record Later() implements Next {}

    /** Nothing left to do. */
    record Done(String why) implements Next {}
  }

  private final Settings settings;
  private final Ledger ledger;
  private final SearchSpace declared;
  private final Views views;
  private final List<Seen> seen = new ArrayList<>();
  private final Deque<StoredJob> unfinished = new ArrayDeque<>();
  private final Map<Assignment, Integer> first = new HashMap<>();

  /** Trainings that wait for the result of a trial with the same values, by its number. */
  private final Map<Integer, List<StoredJob>> followers = new HashMap<>();

  private int known;

  /** The schedule knows the outcomes of at least this number of first trainings. */
  private int revealed;

  private int barrier;
  private boolean waiting;

  /**
   * Continues from the ledger.
   *
   * @param declared the space, or null
   */
  Jobs(Settings settings, Ledger ledger, SearchSpace declared) {
    this.settings = settings;
    this.ledger = ledger;
    this.declared = declared;
    this.views = new Views(ledger, settings.goals(), declared);
    for (StoredJob job : ledger.jobs()) {
      seen.add(new Seen(job.job(), null));
      barrier = job.seen();
      if (job.ending() == null) {
        unfinished.add(job);
      }
    }
    if (declared != null) {
      ledger.trials().forEach(trial -> first.putIfAbsent(trial.values(), trial.number()));
    }
  }

  Views views() {
    return views;
  }

  Next next() {
    if (!unfinished.isEmpty()) {
      StoredJob job = unfinished.remove();
      return follows(job) ? next() : new Next.Run(job);
    }
    while (true) {
      int j = ledger.jobs().size();
      int allowed = settings.asynchronous() ? j : Math.max(j - settings.window() + 1, barrier);
      if (!settings.asynchronous() && !haveEnded(allowed)) {
        return new Next.Later();
      }
      if (waiting && !haveEnded(j)) {
        return new Next.Later();
      }
      if (waiting) {
        allowed = j;
      }
      reveal(allowed);
      boolean sawAll = allowed >= j && haveEnded(j);
      switch (settings.schedule().next(Collections.unmodifiableList(seen))) {
        case Decision.Wait() when sawAll ->
            throw new IllegalStateException(
                settings.schedule().describe() + " is waiting although everything has ended");
        case Decision.Wait() -> {
          waiting = !settings.asynchronous();
          if (settings.asynchronous()) {
            return new Next.Later();
          }
        }
        case Decision.End(String why) -> {
          return new Next.Done(why);
        }
        case Decision.GoOn goOn -> {
          return new Next.Run(goOn(goOn, allowed));
        }
        case Decision.Copy copy -> {
          return new Next.Run(copy(copy, allowed));
        }
        case Decision.Begin begin -> {
          Next next = begin(begin, allowed);
          if (next != null) {
            return next;
          }
        }
      }
    }
  }

  private boolean haveEnded(int count) {
    while (known < count && ledger.jobs().get(known).ending() != null) {
      known++;
    }
    return known >= count;
  }

  /**
   * Reveals to the schedule the outcomes of the first {@code allowed} trainings, as far as they
   * have ended.
   */
  private void reveal(int allowed) {
    while (revealed < allowed && seen.get(revealed).outcome() != null) {
      revealed++;
    }
    for (int i = revealed; i < allowed; i++) {
      StoredJob job = ledger.jobs().get(i);
      if (seen.get(i).outcome() == null && job.ending() != null) {
        boolean maximised = settings.goals().getFirst().maximised();
        seen.set(i, new Seen(job.job(), Ledger.outcome(job.ending(), maximised)));
      }
    }
  }

  private StoredJob decided(Job job) {
    waiting = false;
    seen.add(new Seen(job, null));
    StoredJob stored = ledger.jobs().getLast();
    barrier = stored.seen();
    return stored;
  }

  private StoredJob goOn(Decision.GoOn goOn, int allowed) {
    Job before = ledger.trials().get(goOn.trial()).jobs().getLast().job();
    Job job =
        new Job(
            ledger.jobs().size(),
            goOn.trial(),
            goOn.anew() ? 0 : before.to(),
            goOn.epochs(),
            before.rung() + 1,
            before.bracket());
    ledger.goOn(job, goOn.last(), allowed);
    return decided(job);
  }

  private boolean oneHasValue(int allowed) {
    return seen.subList(0, allowed).stream()
        .anyMatch(each -> each.outcome() != null && each.outcome().reached());
  }

  private StoredJob copy(Decision.Copy copy, int allowed) {
    if (declared == null) {
      throw new StudyException(
          ("study: a schedule that changes values needs to know the space; use run(space, "
                  + "objective); the schedule is %s")
              .formatted(settings.schedule().describe()),
          null);
    }
    int number = ledger.trials().size();
    Draws draws = Draws.of(settings.seed(), number, "copy");
    int source = copy.sources().get(draws.nextInt(copy.sources().size()));
    StoredTrial from = ledger.trials().get(source);
    Job before = from.jobs().getLast().job();
    Job job =
        new Job(
            ledger.jobs().size(),
            number,
            before.to(),
            copy.epochs(),
            before.rung() + 1,
            copy.bracket());
    Assignment values = copy.perturbation().of(declared, from.values(), draws);
    // Done before the journal records it, so that the files exist if the search resumes after a
    // kill.
    Kept.copy(settings.folder(), source, number);
    ledger.begin(job, copy.last(), allowed, declared, values, Map.of(), source);
    return decided(job);
  }

  /**
   * Returns the training of a new trial; null if its result is or will be known from an equal
   * trial.
   */
  private Next begin(Decision.Begin begin, int allowed) {
    int number = ledger.trials().size();
    long points = declared == null ? -1 : declared.points().orElse(-1);
    boolean reuses = settings.duplicates() == Duplicates.REUSE && settings.schedule().trainsOnce();
    if (first.size() == points && reuses) {
      return new Next.Done(
          points == 1
              ? "the space has a single point, which has been tried"
              : "all %,d points of the space have been tried".formatted(points));
    }
    SearchSpace space = views.space(allowed);
    if (space.size() == 0 && reuses && oneHasValue(allowed)) {
      return new Next.Done("trials ask for no hyperparameter, so all would be the same");
    }
    Optional<double[]> point =
        settings
            .sampler()
            .propose(space, history(allowed, number), number, Draws.of(settings.seed(), number));
    if (point.isEmpty()) {
      return new Next.Done("the sampler has nothing left to propose");
    }
    Job job = new Job(ledger.jobs().size(), number, 0, begin.epochs(), 0, begin.bracket());
    Assignment values =
        declared == null ? new Assignment(Map.of()) : declared.assignment(point.get());
    ledger.begin(
        job, begin.last(), allowed, declared, values, Views.byName(space, point.get()), -1);
    if (declared != null) {
      first.putIfAbsent(values, number);
    }
    StoredJob stored = decided(job);
    return follows(stored) ? null : new Next.Run(stored);
  }

  /** Returns the history available for a decision or report of a trial. */
  History history(int allowed, int number) {
    return views.history(allowed, number);
  }

  /** Returns whether the training need not run, because an earlier trial has the same values. */
  private boolean follows(StoredJob job) {
    if (declared == null
        || settings.duplicates() == Duplicates.ALLOW
        || !settings.schedule().trainsOnce()) {
      return false;
    }
    int same = first.get(ledger.trials().get(job.job().trial()).values());
    if (same == job.job().trial()) {
      return false;
    }
    StoredTrial before = ledger.trials().get(same);
    if (before.ending() != null) {
      copy(before.ending(), same, job);
    } else {
      followers.computeIfAbsent(same, n -> new ArrayList<>()).add(job);
    }
    return true;
  }

  private void copy(Ending ending, int from, StoredJob job) {
    ledger.end(
        job.job(),
        new Ending(
            ending.end(),
            ending.values(),
            -1,
            ending.violation(),
            ending.reason() == null ? null : ending.reason() + " (as trial " + from + ")",
            from),
        false);
  }

  /** Passes the result of a trial to the trials that wait for it. Returns their number. */
  int ended(StoredJob job) {
    List<StoredJob> waitingFor = followers.remove(job.job().trial());
    if (waitingFor == null) {
      return 0;
    }
    waitingFor.forEach(follower -> copy(job.ending(), job.job().trial(), follower));
    return waitingFor.size();
  }

  /** Returns the number of trials that have ended in any way. */
  long finished() {
    return ledger.trials().stream().map(StoredTrial::state).filter(TrialState::finished).count();
  }
}
