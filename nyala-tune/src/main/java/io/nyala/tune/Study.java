// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.Model;
import io.nyala.settings.Arguments;
import io.nyala.tune.pruners.Pruner;
import io.nyala.tune.samplers.Sampler;
import io.nyala.tune.samplers.TpeSampler;
import io.nyala.tune.schedules.TrialSchedule;
import io.nyala.tune.schedules.Trials;
import io.nyala.tune.space.SearchSpace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A search for good hyperparameters.
 *
 * <pre>{@code
 * Study study = Study.in(Path.of("runs/search")).objective("val_loss").trials(60).epochs(20);
 * study.run(
 *     hp -> network(hp),
 *     (model, trial) -> model.fit(x, y, trial.fit().batchSize(32).validation(valX, valY)));
 * Model best = study.bestModel();
 * }</pre>
 *
 * <p>A study in a directory writes each trial to a journal there. If the program is killed and run
 * again, it resumes and produces the same trials as without the interruption. The journal has the
 * format of Optuna's JournalFile, so Optuna's plots and dashboard can read it.
 *
 * <p>Results repeat bit for bit, with any number of workers up to the {@link #window}, unless the
 * study is {@link #asynchronous}.
 */
public final class Study {
  static final String JOURNAL = "study.journal";
  private static final int WINDOW = 4;
  private static final int TRIALS = 100;

  private final Path folder;
  private final List<Wanted> wanted = new ArrayList<>();
  private final StudyBook book;
  private String name = "study";
  private Sampler sampler = new TpeSampler();
  private Pruner pruner;
  private TrialSchedule schedule;
  private Duplicates duplicates = Duplicates.REUSE;
  private boolean bestEpoch;
  private long seed;
  private int trials = TRIALS;
  private int epochs;
  private int workers = 1;
  private int threads;
  private int window = WINDOW;
  private boolean asynchronous;
  private Duration budget;
  private long mostParameters = Long.MAX_VALUE;
  private long mostMemory = Long.MAX_VALUE;
  private Consumer<String> progress = Settings.SILENT;

  /**
   * An objective as the user named it; {@code maximised} is null where the metric is to be asked.
   */
  record Wanted(String name, Boolean maximised) {}

  private Study(Path folder) {
    this.folder = folder;
    this.book = new StudyBook(folder);
  }

  /**
   * Returns a study whose journal and models are stored in a directory, which is created if
   * necessary.
   */
  public static Study in(Path folder) {
    return new Study(Arguments.given("folder", folder));
  }

  /** Returns a study that is in memory only. */
  public static Study inMemory() {
    return new Study(null);
  }

  // Settings

  /** Sets the name of the study in its journal; {@code study} unless set. */
  public Study name(String newName) {
    this.name = Arguments.given("name", newName);
    return this;
  }

  /** Adds an objective of which the metric of that name says whether larger is better. */
  public Study objective(String metric) {
    return want(metric, null);
  }

  /** Adds objectives that are better when smaller. */
  public Study minimize(String... names) {
    for (String each : names) {
      want(each, false);
    }
    return this;
  }

  /** Adds objectives that are better when larger. */
  public Study maximize(String... names) {
    for (String each : names) {
      want(each, true);
    }
    return this;
  }

  private Study want(String objective, Boolean maximised) {
    if (Arguments.given("objective", objective).isBlank()) {
      throw new IllegalArgumentException(
          "study: expected the name of an objective, got \"%s\"".formatted(objective));
    }
    if (wanted.stream().anyMatch(w -> w.name().equals(objective))) {
      throw new IllegalArgumentException(
          "study: the objective \"" + objective + "\" is there twice");
    }
    wanted.add(new Wanted(objective, maximised));
    return this;
  }

  /** Sets what proposes values; {@link TpeSampler} unless set. */
  public Study sampler(Sampler newSampler) {
    this.sampler = Arguments.given("sampler", newSampler);
    return this;
  }

  /** Sets what ends trials early; nothing unless set. */
  public Study pruner(Pruner newPruner) {
    this.pruner = Arguments.given("pruner", newPruner);
    return this;
  }

  /**
   * Sets which trials are trained for how long, in place of {@link #trials} and {@link #epochs}.
   */
  public Study schedule(TrialSchedule newSchedule) {
    this.schedule = Arguments.given("schedule", newSchedule);
    return this;
  }

  /**
   * Sets how many trials there are in all, those before an interruption included; 100 unless set.
   */
  public Study trials(int most) {
    this.trials = atLeast("trials", most, 1);
    return this;
  }

  /** Sets for how many epochs a trial is trained. */
  public Study epochs(int each) {
    this.epochs = atLeast("epochs", each, 1);
    return this;
  }

  /** Sets what to do with trials of equal values; reuse results unless set. */
  public Study duplicates(Duplicates how) {
    this.duplicates = Arguments.given("duplicates", how);
    return this;
  }

  /**
   * Takes models as they were after the epoch that was best by the first objective, values and
   * weights, as KerasTuner does; unless set, as they were after the last one.
   */
  public Study bestEpoch() {
    this.bestEpoch = true;
    return this;
  }

  /** Sets the seed from which all trials follow; 0 unless set. */
  public Study seed(long newSeed) {
    this.seed = newSeed;
    return this;
  }

  /** Sets how many trials run at once; 1 unless set. Changes no result. */
  public Study workers(int atOnce) {
    this.workers = atLeast("workers", atOnce, 1);
    return this;
  }

  /** Sets the threads of each trial; unless set, those of the machine shared among the workers. */
  public Study threads(int each) {
    this.threads = atLeast("threads", each, 1);
    return this;
  }

  /**
   * Sets how far proposals lag behind: trial n is proposed when the results up to trial n - window
   * are known, from these alone. So results depend on the window and not on the workers; there can
   * be as many of these. 4 unless set; 1 makes most of each result and serves one worker.
   */
  public Study window(int lag) {
    this.window = atLeast("window", lag, 1);
    return this;
  }

  /**
   * Proposes each trial from all that is known at the moment. With several workers it learns a
   * little faster, and does not repeat.
   */
  public Study asynchronous() {
    this.asynchronous = true;
    return this;
  }

  /** Sets the time after which no training is begun any more; those that run are finished. */
  public Study timeBudget(Duration most) {
    if (!Arguments.given("time budget", most).isPositive()) {
      throw new IllegalArgumentException(
          "study: the time budget must be longer than nothing, got " + most);
    }
    this.budget = most;
    return this;
  }

  /** Sets the most weights of a model; trials with larger ones fail without a training. */
  public Study mostParameters(long most) {
    this.mostParameters = atLeast("most parameters", most, 1);
    return this;
  }

  /**
   * Sets the most memory of a training in bytes: weights, gradients, optimizer slots, and the
   * activations of a batch. It is estimated before anything is allocated: the weights when the
   * builder of a model compiles it, the rest when {@code fit} sees its first batch. Trials that
   * need more fail, and the search continues.
   */
  public Study mostMemory(long bytes) {
    this.mostMemory = atLeast("most memory", bytes, 1);
    return this;
  }

  /** Sets where to say how the search is getting on; nowhere unless set. */
  public Study progress(Consumer<String> lines) {
    this.progress = Arguments.given("progress", lines);
    return this;
  }

  private static int atLeast(String what, int value, int least) {
    return (int) atLeast(what, (long) value, least);
  }

  private static long atLeast(String what, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "study: %s must be at least %,d, got %,d".formatted(what, least, value));
    }
    return value;
  }

  // Running

  /**
   * Searches the values that trials name themselves. They are known when a trial has named them, so
   * samplers learn the space from the first trials.
   *
   * @return this study
   * @throws StudyException if three trials in a row throw, or the study cannot be gone on with
   */
  public Study run(Objective objective) {
    return run(null, objective);
  }

  /**
   * Searches a space.
   *
   * @return this study
   * @throws StudyException if three trials in a row throw, or the study cannot be gone on with
   */
  public Study run(SearchSpace space, Objective objective) {
    Arguments.given("objective", objective);
    List<Goal> goals = Goals.named(wanted);
    if (goals.size() != 1) {
      throw new IllegalArgumentException(
          "study: one number cannot be %d objectives; use runAll".formatted(goals.size()));
    }
    book.run(settings(goals), space, trial -> List.of(objective.value(trial)));
    return this;
  }

  /**
   * Searches a space with several objectives.
   *
   * @param space or null, if trials name their values themselves
   * @return this study
   * @throws StudyException if three trials in a row throw, an objective is missing, or the study
   *     cannot be gone on with
   */
  public Study runAll(SearchSpace space, Objectives objectives) {
    Arguments.given("objectives", objectives);
    List<Goal> goals = Goals.named(wanted);
    book.run(settings(goals), space, trial -> Goals.pick(goals, objectives.values(trial), trial));
    return this;
  }

  /**
   * Searches models. The builder is called once before, so what is wrong with it, its space or the
   * objectives shows before anything is trained.
   *
   * @return this study
   * @throws IllegalArgumentException if the space is empty or contradicts itself, or a model logs
   *     no such objective
   * @throws StudyException if three trials in a row throw, or the study cannot be gone on with
   */
  public Study run(ModelBuilder builder, ModelTraining training) {
    ModelEvaluation models = new ModelEvaluation(builder, training, mostParameters, mostMemory);
    SearchSpace space = models.declare();
    List<Goal> goals = Goals.logged(wanted, models.probe());
    book.run(settings(goals), space, models.of(goals));
    return this;
  }

  private Settings settings(List<Goal> goals) {
    TrialSchedule chosen = schedule == null ? Trials.of(trials, epochs) : schedule;
    int each =
        threads > 0 || workers == 1
            ? threads
            : Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
    return new Settings(
        name,
        goals,
        sampler,
        pruner == null ? null : pruner.towards(goals.getFirst().maximised()),
        chosen,
        duplicates,
        bestEpoch,
        seed,
        workers,
        each,
        asynchronous ? 0 : window,
        budget,
        folder,
        progress);
  }

  // Results

  /** Returns all trials by number, also of a study that another run has written. */
  public List<TrialResult> trials() {
    return book.trials();
  }

  /** Returns the best complete trial by the first objective; empty if none is complete. */
  public Optional<TrialResult> best() {
    return book.best();
  }

  /** Returns the complete trials that no other one beats in all objectives: the Pareto front. */
  public List<TrialResult> front() {
    return book.front();
  }

  /**
   * Returns the model of the best trial, as it was trained.
   *
   * @throws IllegalStateException if no trial with a model is complete
   */
  public Model bestModel() {
    return book.bestModel();
  }

  /** Returns the trials as a table: names of columns with the values of all trials. */
  public Map<String, List<Object>> results() {
    return book.table();
  }

  /** Returns the number of trainings started: one per trial and promotion. */
  public int runs() {
    return book.runs();
  }

  /** Returns the objectives. */
  public List<Goal> goals() {
    return book.goals();
  }

  /** Returns the space that was declared, or that trials have named so far. */
  public SearchSpace space() {
    return book.space();
  }

  /** Returns why the search has ended; empty before that. */
  public Optional<String> ended() {
    return Optional.ofNullable(book.ended());
  }

  /** Returns the journal; empty for a study in memory. */
  public Optional<Path> journal() {
    return Optional.ofNullable(folder).map(f -> f.resolve(JOURNAL));
  }
}
