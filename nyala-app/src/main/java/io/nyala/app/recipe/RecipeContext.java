// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.recipe;

import io.nyala.app.report.RunReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a recipe is given: the shared options with their defaults, and where to print and write. */
public final class RecipeContext {
  private final String recipe;
  private final RecipeOptions options;
  private final PrintStream stdout;

  /**
   * Create the context of one run.
   *
   * @param recipe the recipe's name
   * @param options the shared options as the user gave them
   * @param stdout where progress and results are printed
   * @throws UsageException if a count is below one
   */
  public RecipeContext(String recipe, RecipeOptions options, PrintStream stdout) {
    options.check();
    this.recipe = recipe;
    this.options = options;
    this.stdout = stdout;
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
    Path folder = options.out == null ? Path.of("out", recipe) : options.out;
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
