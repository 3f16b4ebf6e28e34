// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import io.nyala.files.FolderInUseException;
import io.nyala.files.FolderLock;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataSet;
import io.nyala.hub.DataSetException;
import io.nyala.models.training.Checkpointer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What a recipe is given: the shared options with their defaults, and where to print and write. */
public final class RecipeContext implements AutoCloseable {
  private final String recipe;
  private final RecipeOptions options;
  private final PrintStream stdout;
  private final UnfinishedRun unfinished;
  private final CommandLine command;
  private FolderLock lock;

  /**
   * Create the context of one run.
   *
   * @param recipe the recipe's name
   * @param options the shared options as the user gave them
   * @param stdout where progress and results are printed
   * @throws UsageException if a count is below one
   */
  public RecipeContext(String recipe, RecipeOptions options, PrintStream stdout) {
    this(recipe, options, stdout, null, null);
  }

  /** Makes a context; with a command line, the run has its output folder to itself. */
  private RecipeContext(
      String recipe,
      RecipeOptions options,
      PrintStream stdout,
      CommandLine command,
      FolderLock lock) {
    options.check();
    this.recipe = recipe;
    this.options = options;
    this.stdout = stdout;
    this.command = command;
    this.lock = lock;
    this.unfinished =
        new UnfinishedRun(
            options.folder(recipe),
            recipe,
            command == null ? Map.of() : Settings.of(command.getCommandSpec()),
            options.resume,
            options::rhythm,
            message -> say("%s", message));
  }

  /**
   * Create the context of a run whose options a command line has given. With {@code --resume} the
   * options of the run to go on with count where none are given.
   *
   * @param recipe the recipe's name
   * @param options the shared options, part of the command
   * @param command what was parsed; parsed once more with {@code --resume}
   * @param stdout where progress and results are printed
   * @return the context, to be closed when the run is over
   * @throws UsageException if a count is below one, or another process is running there; with
   *     {@code --resume}, if there is no unfinished run or it was started with other options;
   *     without it and {@code --fresh}, if there is an unfinished run
   */
  public static RecipeContext of(
      String recipe, RecipeOptions options, CommandLine command, PrintStream stdout) {
    options.check();
    Path out = options.folder(recipe);
    FolderLock lock = Files.isDirectory(out) ? lock(out) : null;
    try {
      if (options.resume) {
        takeUp(recipe, out, command);
      } else if (!options.fresh && UnfinishedRun.isIn(out)) {
        throw new UsageException(
            "--out: %s holds an unfinished run; go on with it: %s; or discard it: %s"
                .formatted(out, CommandText.resuming(command), CommandText.fresh(command)));
      }
      return new RecipeContext(recipe, options, stdout, command, lock);
    } catch (RuntimeException e) {
      unlock(lock);
      throw e;
    }
  }

  private static void takeUp(String recipe, Path out, CommandLine command) {
    Map<String, String> earlier = UnfinishedRun.settings(out, recipe);
    Map<String, Object> given = new LinkedHashMap<>();
    for (OptionSpec option : command.getParseResult().matchedOptions()) {
      given.put(option.longestName(), option.getValue());
    }
    List<String> all = Settings.missing(command.getCommandSpec(), given.keySet(), earlier);
    given.forEach((name, value) -> all.add(name + "=" + value));
    command.parseArgs(all.toArray(String[]::new));
  }

  /** Returns null where nothing can be written, which {@link #output} will say. */
  private static FolderLock lock(Path out) {
    try {
      return FolderLock.of(out);
    } catch (FolderInUseException e) {
      throw new UsageException("--out: " + e.getMessage(), e);
    } catch (IOException e) {
      return null;
    }
  }

  private static void unlock(FolderLock lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot give back the output folder", e);
      }
    }
  }

  /** Give the output folder back. */
  @Override
  public void close() {
    unfinished.close();
    unlock(lock);
  }

  /**
   * Return what keeps the training of this run until the run is whole, for {@code
   * fit().checkpoints(...)}; with {@code --resume} it goes on where it was interrupted.
   *
   * @return checkpoints in the folder {@code unfinished} of the output folder
   */
  public Checkpointer checkpoints() {
    return checkpoints("training");
  }

  /**
   * Return what keeps one of several trainings of this run.
   *
   * @param training a name of its own, fit for a folder
   * @return checkpoints in a folder of that name
   */
  public Checkpointer checkpoints(String training) {
    output(""); // says clearly if it cannot be written
    return unfinished.part(training);
  }

  /**
   * Return the folder of a search that this run makes, which keeps its own journal. With {@code
   * --resume} it has what the search had done; else it is empty.
   *
   * @return the folder {@code study} of the output folder
   */
  public Path study() {
    return unfinished.study(output("study"));
  }

  /** Say that the run is whole: what was kept for {@code --resume} is deleted. */
  public void finish() {
    unfinished.remove();
  }

  /**
   * Say how to go on with this run, should it end now.
   *
   * @return a sentence with commands to copy, or empty if nothing of it is kept
   */
  public Optional<String> howToGoOn() {
    Path out = options.folder(recipe);
    return command == null || !UnfinishedRun.isIn(out)
        ? Optional.empty()
        : Optional.of(
            "the run is kept in %s up to its last checkpoint; go on with it: %s; or discard it: %s"
                .formatted(
                    UnfinishedRun.folder(out),
                    CommandText.resuming(command),
                    CommandText.fresh(command)));
  }

  /**
   * Return what {@code --data} said, if anything.
   *
   * @return a folder's name or {@code sample}
   */
  public Optional<String> data() {
    return Optional.ofNullable(options.data);
  }

  /**
   * Tell whether generated data was asked for.
   *
   * @return true for {@code --data sample}
   */
  public boolean sample() {
    return "sample".equals(options.data);
  }

  /**
   * Return the folder that {@code --data} names, if it names one.
   *
   * @return an existing folder, or empty without {@code --data} and with {@code --data sample}
   * @throws UsageException if there is no such folder
   */
  public Optional<Path> dataFolder() {
    if (options.data == null || sample()) {
      return Optional.empty();
    }
    Path folder = Path.of(options.data);
    if (!Files.isDirectory(folder)) {
      throw new UsageException("--data: no such folder: " + folder.toAbsolutePath().normalize());
    }
    return Optional.of(folder);
  }

  /**
   * Finds a data set: where {@code --data} says, else in the cache, fetched if need be.
   *
   * @throws UsageException if it is not there and cannot be fetched
   * @throws InterruptedException if the thread is interrupted while fetching
   */
  public DataFinder.Found find(DataFinder finder, DataSet set) throws InterruptedException {
    Optional<Path> given = dataFolder();
    try {
      return finder.find(given, set, line -> say("%s", line));
    } catch (DataSetException e) {
      throw new UsageException(
          given.isPresent()
              ? "--data: " + e.getMessage()
              : e.getMessage() + "; or give --data DIR, or try --data sample.",
          e);
    }
  }

  /**
   * Return the number of epochs.
   *
   * @param otherwise the recipe's default, at least 1
   * @return what {@code --epochs} said, or the default
   */
  public int epochs(int otherwise) {
    return options.epochs == null ? otherwise : options.epochs;
  }

  /**
   * Return the batch size in rows.
   *
   * @param otherwise the recipe's default, at least 1
   * @return what {@code --batch} said, or the default
   */
  public int batch(int otherwise) {
    return options.batch == null ? otherwise : options.batch;
  }

  /**
   * Return the seed of every random choice.
   *
   * @return what {@code --seed} said, or {@link RecipeOptions#DEFAULT_SEED}
   */
  public long seed() {
    return options.seed;
  }

  /**
   * Return the number of worker threads.
   *
   * @return what {@code --threads} said, or the number of cores
   */
  public int threads() {
    return options.threads == null ? Runtime.getRuntime().availableProcessors() : options.threads;
  }

  /**
   * Tell whether the doctor is wanted.
   *
   * @return true for {@code --doctor}
   */
  public boolean doctor() {
    return options.doctor;
  }

  /**
   * Tell whether progress is unwanted.
   *
   * @return true for {@code --quiet}
   */
  public boolean quiet() {
    return options.quiet;
  }

  /**
   * Tell whether the run ends with a JSON line.
   *
   * @return true for {@code --json}
   */
  public boolean json() {
    return options.json;
  }

  /**
   * Return the stream for progress and results.
   *
   * @return standard output; with {@code --quiet}, a stream that drops everything
   */
  public PrintStream stdout() {
    return options.quiet ? new PrintStream(PrintStream.nullOutputStream()) : stdout;
  }

  /**
   * Print one line, unless {@code --quiet}.
   *
   * @param format as in {@link String#format(String, Object...)}, with a point in decimals
   * @param arguments what the format names
   */
  public void say(String format, Object... arguments) {
    if (!options.quiet) {
      stdout.println(String.format(Locale.ROOT, format, arguments));
    }
  }

  /**
   * Return the path of a file in the output folder, creating the folder on first need.
   *
   * @param name the file's name
   * @return the path; the file itself is not created
   * @throws UsageException if the folder cannot be created or written to
   */
  public Path output(String name) {
    Path folder = options.folder(recipe);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UsageException(
          "--out: cannot create the folder " + folder.toAbsolutePath().normalize() + " (" + e + ")",
          e);
    }
    if (!Files.isWritable(folder)) {
      throw new UsageException(
          "--out: cannot write to the folder " + folder.toAbsolutePath().normalize());
    }
    if (lock == null && command != null) {
      lock = lock(folder);
    }
    return folder.resolve(name);
  }

  /**
   * Begin the report of this run.
   *
   * @return a builder that knows the recipe, the seed and the number of threads
   */
  public RunReport.Builder report() {
    return new RunReport.Builder(recipe, seed(), threads());
  }
}
