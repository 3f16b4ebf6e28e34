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
  private TrialRunner runner;
  private long mostParameters = Long.MAX_VALUE;
  private long mostMemory = Long.MAX_VALUE;
  private Consumer<String> progress = Settings.SILENT;

  /**
   * An objective as specified by the user; {@code maximised} is null if the metric determines it.
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

  /** Returns a study that is only in memory. */
  public static Study inMemory() {
    return new Study(null);
  }

  // Settings

  /** Sets the name of the study in its journal; {@code study} by default. */
  public Study name(String newName) {
    this.name = Arguments.given("name", newName);
    return this;
  }

  /** Adds an objective whose direction is determined by the metric of that name. */
  public Study objective(String metric) {
    Goals.want(wanted, metric, null);
    return this;
  }

  /** Adds objectives to minimize. */
  public Study minimize(String... names) {
    for (String each : names) {
      Goals.want(wanted, each, false);
    }
    return this;
  }

  /** Adds objectives to maximize. */
  public Study maximize(String... names) {
    for (String each : names) {
      Goals.want(wanted, each, true);
    }
    return this;
  }

  /** Sets the sampler, which proposes values; {@link TpeSampler} by default. */
  public Study sampler(Sampler newSampler) {
    this.sampler = Arguments.given("sampler", newSampler);
    return this;
  }

  /** Sets the pruner, which ends trials early; none by default. */
  public Study pruner(Pruner newPruner) {
    this.pruner = Arguments.given("pruner", newPruner);
    return this;
  }

  /**
   * Sets the schedule, which determines the trials and their epochs instead of {@link #trials} and
   * {@link #epochs}.
   */
  public Study schedule(TrialSchedule newSchedule) {
    this.schedule = Arguments.given("schedule", newSchedule);
    return this;
  }

  /** Sets the total number of trials, including those before an interruption; 100 by default. */
  public Study trials(int most) {
    this.trials = Settings.atLeast("trials", most, 1);
    return this;
  }

  /** Sets the number of epochs of each trial. */
  public Study epochs(int each) {
    this.epochs = Settings.atLeast("epochs", each, 1);
    return this;
  }

  /** Sets how to handle trials with equal values; by default, results are reused. */
  public Study duplicates(Duplicates how) {
    this.duplicates = Arguments.given("duplicates", how);
    return this;
  }

  /**
   * Uses the values and weights of the best epoch by the first objective, like KerasTuner; by
   * default, those of the last epoch are used.
   */
  public Study bestEpoch() {
    this.bestEpoch = true;
    return this;
  }

  /** Sets the seed of all trials; 0 by default. */
  public Study seed(long newSeed) {
    this.seed = newSeed;
    return this;
  }

  /** Sets the number of parallel trials; 1 by default. Does not change the results. */
  public Study workers(int atOnce) {
    this.workers = Settings.atLeast("workers", atOnce, 1);
    return this;
  }

  /** Sets the threads of each trial; by default, the cores are divided among the workers. */
  public Study threads(int each) {
    this.threads = Settings.atLeast("threads", each, 1);
    return this;
  }

  /**
   * Sets how far proposals lag behind: trial n is proposed from the results up to trial n - window
   * only. Results therefore depend on the window but not on the number of workers, which can be at
   * most the window. 4 by default; 1 uses every result but supports only one worker.
   */
  public Study window(int lag) {
    this.window = Settings.atLeast("window", lag, 1);
    return this;
  }

  /**
   * Proposes each trial from all results so far. With several workers, the search learns a little
   * faster but is not reproducible.
   */
  public Study asynchronous() {
    this.asynchronous = true;
    return this;
  }

  /** Sets the time after which no new training is started; running ones are finished. */
  public Study timeBudget(Duration most) {
    if (!Arguments.given("time budget", most).isPositive()) {
      throw new IllegalArgumentException(
          "study: the time budget must be greater than 0, got " + most);
    }
    this.budget = most;
    return this;
  }

  /** Sets the maximum number of weights of a model; trials with larger models fail. */
  public Study mostParameters(long most) {
    this.mostParameters = Settings.atLeast("most parameters", most, 1);
    return this;
  }

  /**
   * Sets the most memory of a training in bytes: weights, gradients, optimizer slots, and the
   * activations of a batch. It is estimated before anything is allocated: the weights when the
   * builder of a model compiles it, the rest when {@code fit} sees its first batch. Trials that
   * need more fail, and the search continues.
   */
  public Study mostMemory(long bytes) {
    this.mostMemory = Settings.atLeast("most memory", bytes, 1);
    return this;
  }

  /**
   * Sets what trains the trials in other processes, with the same results; the space must be known.
   * The functions of the search are sent there, so what they use must be serializable.
   */
  public Study runner(TrialRunner elsewhere) {
    this.runner = Arguments.given("runner", elsewhere);
    return this;
  }

  /** Sets the consumer of progress messages; none by default. */
  public Study progress(Consumer<String> lines) {
    this.progress = Arguments.given("progress", lines);
    return this;
  }

  // Running

  /**
   * Searches values that trials declare themselves. They become known when a trial declares them,
   * so samplers learn the space from the first trials.
   *
   * @return this study
   * @throws StudyException if three trials in a row throw, or the study cannot be resumed
   */
  public Study run(Objective objective) {
    return run(null, objective);
  }

  /**
   * Searches a space.
   *
   * @return this study
   * @throws StudyException if three trials in a row throw, or the study cannot be resumed
   */
  public Study run(SearchSpace space, Objective objective) {
    Arguments.given("objective", objective);
    List<Goal> goals = Goals.named(wanted);
    if (goals.size() != 1) {
      throw new IllegalArgumentException(
          "study: one number cannot be the value of %d objectives; use runAll"
              .formatted(goals.size()));
    }
    book.run(
        settings(goals),
        space,
        runner == null
            ? trial -> List.of(objective.value(trial))
            : TrialReply.elsewhere(runner, TrialOrder.Work.of(objective), goals, space));
    return this;
  }

  /**
   * Searches a space with several objectives.
   *
   * @param space the space, or null if trials declare their values themselves
   * @return this study
   * @throws StudyException if three trials in a row throw, an objective is missing, or the study
   *     cannot be resumed
   */
  public Study runAll(SearchSpace space, Objectives objectives) {
    Arguments.given("objectives", objectives);
    if (runner != null) {
      throw new IllegalArgumentException(
          "study: trials with several objectives run in this process only; do not set a runner");
    }
    List<Goal> goals = Goals.named(wanted);
    book.run(settings(goals), space, trial -> Goals.pick(goals, objectives.values(trial), trial));
    return this;
  }

  /**
   * Searches models. The builder is called once before the search, so that problems with it, its
   * space or the objectives are detected before any training.
   *
   * @return this study
   * @throws IllegalArgumentException if the space is empty or contradicts itself, or a model logs
   *     no such objective
   * @throws StudyException if three trials in a row throw, or the study cannot be resumed
   */
  public Study run(ModelBuilder builder, ModelTraining training) {
    ModelEvaluation models = new ModelEvaluation(builder, training, mostParameters, mostMemory);
    SearchSpace space = models.declare();
    List<Goal> goals = Goals.logged(wanted, models.probe());
    TrialOrder.Work work = new TrialOrder.Work(builder, training, null, mostParameters, mostMemory);
    book.run(
        settings(goals),
        space,
        runner == null ? models.of(goals) : TrialReply.elsewhere(runner, work, goals, space));
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

  /** Returns all trials by number, also for a study that another run has written. */
  public List<TrialResult> trials() {
    return book.trials();
  }

  /** Returns the best complete trial by the first objective; empty if none is complete. */
  public Optional<TrialResult> best() {
    return book.best();
  }

  /** Returns the complete trials that no other trial dominates: the Pareto front. */
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

  /** Returns the trials as a table: column names with the values of all trials. */
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

  /** Returns the space that was declared in advance, or by trials so far. */
  public SearchSpace space() {
    return book.space();
  }

  /** Returns the reason why the search has ended; empty before the end. */
  public Optional<String> ended() {
    return Optional.ofNullable(book.ended());
  }

  /** Returns the journal; empty for a study in memory. */
  public Optional<Path> journal() {
    return Optional.ofNullable(folder).map(f -> f.resolve(JOURNAL));
  }
}
