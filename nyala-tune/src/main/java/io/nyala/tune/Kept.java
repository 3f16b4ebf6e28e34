// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.io.ModelFiles;
import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.io.files.Folders;
import io.nyala.models.Model;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.journal.Ledger;
import io.nyala.tune.journal.StoredJob;
import io.nyala.tune.journal.StoredTrial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the model of the best trial, in a file or in memory, and deletes the files that finished
 * trials no longer need. A model is written before the journal records that its trial is complete.
 */
final class Kept {
  private static final String TRIALS = "trials";
  private static final String MODEL = "model.keras";
  private static final String CHECKPOINT = "checkpoint";
  private static final String INHERITED = "inherited";

  private final Settings settings;
  private final Ledger ledger;
  private final Ranking ranking;

  /** Trials with a model file; guarded by this. */
  private final Set<Integer> files = new HashSet<>();

  private Model best;
  private int bestTrial = -1;
  private double bestLoss;

  Kept(Settings settings, Ledger ledger) {
    this.settings = settings;
    this.ledger = ledger;
    this.ranking = new Ranking(settings.goals());
    if (settings.folder() != null) {
      for (StoredTrial trial : ledger.trials()) {
        if (Files.exists(file(trial.number()))) {
          files.add(trial.number());
        }
      }
    }
  }

  static Path folder(Path study, int trial) {
    return study.resolve(TRIALS).resolve("%05d".formatted(trial));
  }

  /** Drops all that trials have kept. */
  static void deleteAll(Path study) {
    delete(study.resolve(TRIALS));
  }

  private Path file(int trial) {
    return folder(settings.folder(), trial).resolve(MODEL);
  }

  /** Returns the folder with the training state of a trial. */
  static Checkpoints checkpoints(Path trialFolder) {
    return Checkpoints.in(trialFolder.resolve(CHECKPOINT));
  }

  /** Returns the folder with the state from which a trial continues. */
  static Checkpoints inherited(Path trialFolder) {
    return Checkpoints.in(trialFolder.resolve(INHERITED));
  }

  /** Saves the current state of a trial for another one, which continues from there. */
  static void copy(Path study, int from, int to) {
    Checkpoints source = checkpoints(folder(study, from));
    if (!source.exist()) {
      throw new StudyException(
          ("trial %d has no checkpoint from which trial %d can continue; train with trial.fit(), "
                  + "which saves checkpoints")
              .formatted(from, to),
          null);
    }
    source.copy(inherited(folder(study, to)));
  }

  /** Saves the model of a trial before the trial becomes complete. */
  synchronized void offer(Trial trial, List<Double> values) {
    Model model = trial.kept();
    if (model == null) {
      return;
    }
    if (settings.folder() != null) {
      ModelFiles.save(model, file(trial.number()));
      files.add(trial.number());
      return;
    }
    double loss = settings.goals().getFirst().loss(values.getFirst());
    if (best == null || loss < bestLoss || loss == bestLoss && trial.number() < bestTrial) {
      best = model;
      bestTrial = trial.number();
      bestLoss = loss;
    }
  }

  /**
   * Returns whether files of a trial, or of trials that it may replace as the best, depend on its
   * outcome.
   */
  synchronized boolean hasFiles(int trial) {
    return files.contains(trial) || settings.schedule().pauses();
  }

  /**
   * Deletes the files of trials that are not the best; called under the lock of the search.
   *
   * @param keep the number of the best trial, or -1
   */
  synchronized void tidy(StoredJob ended, int keep) {
    if (settings.folder() == null) {
      return;
    }
    StoredTrial trial = ledger.trials().get(ended.job().trial());
    if (settings.schedule().pauses()) {
      dropState(trial);
    }
    for (int number : new ArrayList<>(files)) {
      boolean over = ledger.trials().get(number).state() == TrialState.COMPLETE;
      if (over && number != keep && keep >= 0) {
        delete(file(number));
        files.remove(number);
      }
    }
  }

  /** Deletes the checkpoints of trials that will not be trained further. */
  synchronized void tidyAll() {
    if (settings.folder() != null && settings.schedule().pauses()) {
      for (StoredTrial trial : ledger.trials()) {
        dropState(trial);
      }
    }
  }

  /**
   * A trained trial no longer needs the state of another one, and a finished trial needs none at
   * all.
   */
  private void dropState(StoredTrial trial) {
    Path own = folder(settings.folder(), trial.number());
    if (trial.copyOf() >= 0 && trial.jobs().getFirst().ending() != null) {
      delete(own.resolve(INHERITED));
    }
    if (trial.state().finished()) {
      delete(own.resolve(CHECKPOINT));
    }
  }

  private static void delete(Path path) {
    try {
      Folders.delete(path); // most trials have no checkpoint
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the files of a trial: " + e.getMessage(), e);
    }
  }

  /** Returns the best trial's model, or null. */
  synchronized Model model() {
    if (settings.folder() == null) {
      return best;
    }
    int number = ranking.best(ledger.trials());
    return number < 0 ? null : load(settings.folder(), number);
  }

  /** Returns the model of a trial, or null if there is none. */
  static Model load(Path study, int trial) {
    Path file = folder(study, trial).resolve(MODEL);
    return Files.exists(file) ? ModelFiles.load(file) : null;
  }
}
