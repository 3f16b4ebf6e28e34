// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.files.testing.KillPoint;
import io.nyala.kernel.WorkerPool;
import io.nyala.models.RunInterruptedException;
import io.nyala.models.TrainingDivergedException;
import io.nyala.tune.journal.Ending;
import io.nyala.tune.journal.Ledger;
import io.nyala.tune.journal.StoredJob;
import io.nyala.tune.samplers.Draws;
import io.nyala.tune.schedules.Seen;
import io.nyala.tune.space.SearchSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A running search: workers that run one training after the other. */
final class StudyRun {
  /** The number of successive failed trials that stops the search. */
  private static final int FAILURES = 3;

  private final Settings settings;
  private final Ledger ledger;
  private final Jobs jobs;
  private final Evaluation evaluation;
  private final Desk desk;
  private final Kept kept;
  private final Narrator narrator;
  private final long began = System.nanoTime();
  private final Set<Integer> thrown = new HashSet<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Ranking ranking;
  private int best;
  private String ended;
  private Throwable failure;
  private boolean interrupted;

  StudyRun(
      Settings settings, Ledger ledger, SearchSpace declared, Evaluation evaluation, Kept kept) {
    this.settings = settings;
    this.ledger = ledger;
    this.jobs = new Jobs(settings, ledger, declared);
    this.evaluation = evaluation;
    this.desk = new Desk(this, settings, ledger, jobs, declared);
    this.kept = kept;
    this.ranking = new Ranking(settings.goals());
    this.best = ranking.best(ledger.trials());
    this.narrator = new Narrator(settings, ledger);
  }

  /** Runs the search to its end. Returns the reason why it has ended. */
  String run() {
    synchronized (this) {
      ledger.finishTrials(false);
    }
    if (settings.workers() == 1) {
      work();
    } else {
      workTogether();
    }
    synchronized (this) {
      if (interrupted) {
        Thread.currentThread().interrupt();
        throw new StudyException(
            "the search was interrupted; the same call resumes from its journal", failure);
      }
      if (failure instanceof StudyException told) {
        throw told;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure != null) {
        throw new StudyException("the search has failed: " + failure, failure);
      }
      if (!outOfTime()) {
        ledger.finishTrials(true);
        kept.tidyAll();
      }
      ended += inVain();
      narrator.end(ended); // when the last training has ended, not when no new one can start
      return ended;
    }
  }

  /** Returns the reason why no trial has a value; empty if one has. */
  private String inVain() {
    if (best >= 0 || ledger.trials().isEmpty()) {
      return "";
    }
    Ending last = ledger.trials().getLast().ending();
    return "; none has a value"
        + (last == null || last.reason() == null ? "" : ", the last one failed: " + last.reason());
  }

  private void workTogether() {
    for (int i = 0; i < settings.workers(); i++) {
      threads.add(Thread.ofPlatform().name("nyala-trial-" + (i + 1)).unstarted(this::work));
    }
    threads.forEach(Thread::start);
    boolean joined = false;
    while (!joined) {
      try {
        for (Thread thread : threads) {
          thread.join();
        }
        joined = true;
      } catch (InterruptedException e) {
        synchronized (this) {
          interrupted = true;
          notifyAll();
        }
        threads.forEach(Thread::interrupt);
      }
    }
  }

  private void work() {
    try (WorkerPool own = settings.threads() > 0 ? WorkerPool.of(settings.threads()) : null) {
      for (StoredJob job = take(); job != null; job = take()) {
        StoredJob taken = job;
        Ending ending =
            own == null ? evaluate(taken) : WorkerPool.using(own, () -> evaluate(taken));
        if (ending != null) {
          finish(job, ending);
        }
      }
    } catch (RuntimeException | Error e) {
      stop(e);
    }
  }

  private synchronized void stop(Throwable e) {
    if (failure == null) {
      failure = e;
    }
    notifyAll();
  }

  /** Returns the next training, waiting for it if necessary; null if there is none. */
  private synchronized StoredJob take() {
    while (true) {
      if (failure != null || interrupted || ended != null) {
        return null;
      }
      if (outOfTime()) {
        ended = "the time budget of %s is used up".formatted(Narrator.words(settings.budget()));
        notifyAll();
        return null;
      }
      switch (jobs.next()) {
        case Jobs.Next.Run(StoredJob job) -> {
          narrator.began(job);
          return job;
        }
        case Jobs.Next.Done(String why) -> {
          ended = why;
          notifyAll();
          return null;
        }
        case Jobs.Next.Later() -> {
          try {
            wait();
          } catch (InterruptedException e) {
            interrupted = true;
            notifyAll();
          }
        }
      }
    }
  }

  private boolean outOfTime() {
    Duration budget = settings.budget();
    return budget != null && System.nanoTime() - began >= budget.toNanos();
  }

  /** Runs a training outside the lock. Returns null if it was interrupted and must be run again. */
  private Ending evaluate(StoredJob job) {
    Trial trial =
        new Trial(
            job.job(),
            desk,
            Draws.of(settings.seed(), job.job().trial(), "trial").nextLong() >>> 1);
    desk.begin(job);
    try {
      return evaluate(job, trial);
    } finally {
      desk.end(job);
    }
  }

  private Ending evaluate(StoredJob job, Trial trial) {
    try {
      List<Double> values = evaluation.of(trial);
      if (trial.isPruned()) {
        return ending(trial, Seen.End.PRUNED, List.of(), null);
      }
      for (int i = 0; i < values.size(); i++) {
        if (Double.isNaN(values.get(i))) {
          String reason = settings.goals().get(i).name() + " is not a number";
          return ending(trial, Seen.End.FAILED, List.of(), reason);
        }
      }
      KillPoint.pass("trial", "valued");
      if (job.last()) {
        kept.offer(trial, values);
      }
      return ending(trial, Seen.End.REACHED, values, null);
    } catch (PrunedException e) {
      return ending(trial, Seen.End.PRUNED, List.of(), null);
    } catch (InterruptedException | RunInterruptedException e) {
      return interrupted(e);
    } catch (StudyException e) {
      throw e;
    } catch (TrainingDivergedException | OversizedException e) {
      return ending(trial, Seen.End.FAILED, List.of(), e.getMessage());
    } catch (Exception | OutOfMemoryError | StackOverflowError | AssertionError e) {
      noteThrown(trial.number(), e);
      return ending(trial, Seen.End.FAILED, List.of(), e.toString());
    }
  }

  private static Ending ending(Trial trial, Seen.End end, List<Double> values, String reason) {
    return new Ending(end, values, trial.step(), trial.violation(), reason, -1);
  }

  private synchronized Ending interrupted(Exception e) {
    interrupted = true;
    if (failure == null) {
      failure = e;
    }
    notifyAll();
    threads.forEach(Thread::interrupt);
    return null;
  }

  /**
   * Failures not caused by particular values repeat with the next values, so a few are enough to
   * stop.
   */
  private synchronized void noteThrown(int number, Throwable e) {
    thrown.add(number);
    int from = number;
    while (thrown.contains(from - 1)) {
      from--;
    }
    int to = number;
    while (thrown.contains(to + 1)) {
      to++;
    }
    if (to - from + 1 >= FAILURES && failure == null) {
      failure =
          new StudyException(
              "trials %d to %d have all failed, the last one with: %s".formatted(from, to, e), e);
    }
  }

  private synchronized void finish(StoredJob job, Ending ending) {
    ledger.end(job.job(), ending, kept.hasFiles(job.job().trial()));
    KillPoint.pass("trial", "ended");
    best = ranking.better(best, ledger.trials().get(job.job().trial()), ledger.trials());
    narrator.ended(job, ending, best);
    jobs.ended(job);
    notifyAll();
    kept.tidy(job, best);
  }
}
