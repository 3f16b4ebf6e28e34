// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import io.nyala.files.FolderInUseException;
import io.nyala.files.FolderLock;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataSet;
import io.nyala.hub.DataSetException;
import io.nyala.models.Model;
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

/**
 * The context of a recipe run: the shared options with their defaults, and the streams and folder
 * for output.
 */
public final class RecipeContext implements AutoCloseable {
  private final String recipe;
  private final RecipeOptions options;
  private final PrintStream stdout;
  private final UnfinishedRun unfinished;
  private final CommandLine command;
  private FolderLock lock;

  /**
   * Creates the context of one run.
   *
   * @param recipe the recipe's name
   * @param options the shared options as the user gave them
   * @param stdout where progress and results are printed
   * @throws UsageException if a count is below one
   */
  public RecipeContext(String recipe, RecipeOptions options, PrintStream stdout) {
    this(recipe, options, stdout, null, null);
  }

  /** Creates a context; with a command line, the run locks its output folder. */
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
   * Creates the context of a run from a command line. With {@code --resume}, options that are not
   * given are taken from the run to resume.
   *
   * @param recipe the recipe's name
   * @param options the shared options, part of the command
   * @param command the parsed command line; parsed again with {@code --resume}
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
            "--out: %s contains an unfinished run; resume it: %s; or discard it: %s"
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

  /** Returns null if the folder is not writable; {@link #output} then reports it. */
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
        throw new UncheckedIOException("cannot release the output folder", e);
      }
    }
  }

  /** Unlocks the output folder. */
  @Override
  public void close() {
    unfinished.close();
    unlock(lock);
  }

  /**
   * Returns the checkpointer for the training of this run, for {@code fit().checkpoints(...)}.
   * Checkpoints are kept until the run is complete; with {@code --resume}, training continues where
   * it was interrupted.
   *
   * @return checkpoints in the folder {@code unfinished} of the output folder
   */
  public Checkpointer checkpoints() {
    return checkpoints("training");
  }

  /**
   * Returns the checkpointer for one of several trainings of this run.
   *
   * @param training a unique name that is valid as a folder name
   * @return checkpoints in a folder of that name
   */
  public Checkpointer checkpoints(String training) {
    output(""); // reports clearly if it cannot be written
    return unfinished.part(training);
  }

  /**
   * Returns the folder for the journal of a search in this run. With {@code --resume} it contains
   * the earlier results of the search; otherwise it is empty.
   *
   * @return the folder {@code study} of the output folder
   */
  public Path study() {
    return unfinished.study(output("study"));
  }

  /** Distributes a compiled model if several processes run this recipe together. */
  public void distribute(Model model) {
    if (options.distribution != null) {
      model.distribute(options.distribution.get());
    }
  }

  /** Marks the run as complete and deletes the data kept for {@code --resume}. */
  public void finish() {
    unfinished.remove();
  }

  /**
   * Returns how to resume this run if it ended now.
   *
   * @return a sentence with commands to copy, or empty if nothing has been saved
   */
  public Optional<String> howToGoOn() {
    Path out = options.folder(recipe);
    return command == null || !UnfinishedRun.isIn(out)
        ? Optional.empty()
        : Optional.of(
            "the run is saved in %s up to its last checkpoint; resume it: %s; or discard it: %s"
                .formatted(
                    UnfinishedRun.folder(out),
                    CommandText.resuming(command),
                    CommandText.fresh(command)));
  }

  /**
   * Returns the value of {@code --data}, if given.
   *
   * @return a folder's name or {@code sample}
   */
  public Optional<String> data() {
    return Optional.ofNullable(options.data);
  }

  /**
   * Rejects the option for data of a recipe that makes its own.
   *
   * @param why the beginning of the message, such as {@code quickstart generates its data}
   * @param hint the end of the message, or nothing
   * @throws UsageException if the option names a folder
   */
  public void requireNoData(String why, String hint) {
    if (data().isPresent() && !sample()) {
      throw new UsageException(why + ", so --data must be 'sample' or omitted" + hint);
    }
  }

  /**
   * Returns whether generated data was requested.
   *
   * @return true for {@code --data sample}
   */
  public boolean sample() {
    return "sample".equals(options.data);
  }

  /**
   * Returns the folder given by {@code --data}, if any.
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
   * Finds a data set: in the folder given by {@code --data}, otherwise in the cache, downloading it
   * if necessary.
   *
   * @throws UsageException if it is not found and cannot be downloaded
   * @throws InterruptedException if the thread is interrupted while downloading
   */
  public DataFinder.Found find(DataFinder finder, DataSet set) throws InterruptedException {
    Optional<Path> given = dataFolder();
    try {
      return finder.find(given, set, line -> say("%s", line));
    } catch (DataSetException e) {
      throw new UsageException(
          given.isPresent()
              ? "--data: " + e.getMessage()
              : e.getMessage() + "; or set --data DIR, or try --data sample.",
          e);
    }
  }

  /**
   * Returns the number of epochs.
   *
   * @param otherwise the recipe's default, at least 1
   * @return the value of {@code --epochs}, or the default
   */
  public int epochs(int otherwise) {
    return options.epochs == null ? otherwise : options.epochs;
  }

  /**
   * Returns the batch size in rows.
   *
   * @param otherwise the recipe's default, at least 1
   * @return the value of {@code --batch}, or the default
   */
  public int batch(int otherwise) {
    return options.batch == null ? otherwise : options.batch;
  }

  /**
   * Returns the seed of every random choice.
   *
   * @return the value of {@code --seed}, or {@link RecipeOptions#DEFAULT_SEED}
   */
  public long seed() {
    return options.seed;
  }

  /**
   * Returns the number of worker threads.
   *
   * @return the value of {@code --threads}, or the number of cores
   */
  public int threads() {
    return options.threads == null ? Runtime.getRuntime().availableProcessors() : options.threads;
  }

  /**
   * Returns whether the doctor is enabled.
   *
   * @return true for {@code --doctor}
   */
  public boolean doctor() {
    return options.doctor;
  }

  /**
   * Returns whether progress output is disabled.
   *
   * @return true for {@code --quiet}
   */
  public boolean quiet() {
    return options.quiet;
  }

  /**
   * Returns whether the run ends with a JSON line.
   *
   * @return true for {@code --json}
   */
  public boolean json() {
    return options.json;
  }

  /**
   * Returns the stream for progress and results.
   *
   * @return standard output; with {@code --quiet}, a stream that discards everything
   */
  public PrintStream stdout() {
    return options.quiet ? new PrintStream(PrintStream.nullOutputStream()) : stdout;
  }

  /**
   * Prints one line, unless {@code --quiet}.
   *
   * @param format as in {@link String#format(String, Object...)}, with a decimal point
   * @param arguments the arguments of the format
   */
  public void say(String format, Object... arguments) {
    if (!options.quiet) {
      stdout.println(String.format(Locale.ROOT, format, arguments));
    }
  }

  /**
   * Returns the path of a file in the output folder, creating the folder if necessary.
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
   * Starts the report of this run.
   *
   * @return a builder with the recipe, the seed and the number of threads
   */
  public RunReport.Builder report() {
    return new RunReport.Builder(recipe, seed(), threads());
  }
}
