// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.models.DataParallel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The options shared by all recipes. A null field means that the option was not given. */
public final class RecipeOptions {
  /** Creates the options with their defaults. */
  public RecipeOptions() {}

  /** The default seed. */
  public static final long DEFAULT_SEED = 42;

  @Option(
      names = "--data",
      paramLabel = "DIR|sample",
      description =
          "Folder with the data, or 'sample' for generated data in the same format (default: "
              + "downloaded once from its public address if the recipe needs data).")
  String data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training rows (default: ${bundle:default.epochs}).")
  Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Rows per training step (default: ${bundle:default.batch}).")
  Integer batch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
  long seed = DEFAULT_SEED;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads; the results do not depend on it (default: all cores).")
  Integer threads;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for models and plots (default: out/${bundle:recipe.name}).")
  Path out;

  @Option(
      names = "--resume",
      description =
          "Resume the interrupted run in --out as if it had not been interrupted; its options "
              + "need not be repeated.")
  boolean resume;

  @Option(names = "--fresh", description = "Start over and discard any unfinished run in --out.")
  boolean fresh;

  @Option(
      names = "--keep-every",
      paramLabel = "N|Ns",
      description = "Interval of checkpoints for --resume, in steps or seconds (default: 10s).")
  String keepEvery = "10s";

  @Option(
      names = "--doctor",
      description = "Check data, network and training, and report problems.")
  boolean doctor;

  @Option(names = "--quiet", description = "Print no progress.")
  boolean quiet;

  @Option(
      names = "--json",
      description = "End with one JSON object on the last line of standard output.")
  boolean json;

  /** Supplies the distribution of a model over several processes; null for one process. */
  Supplier<DataParallel> distribution;

  /**
   * Lets several processes train the models of the run together.
   *
   * @param how supplies the distribution of a model, once the number of threads is set
   */
  public void distribution(Supplier<DataParallel> how) {
    distribution = how;
  }

  /** Returns the output folder. */
  Path folder(String recipe) {
    return out == null ? Path.of("out", recipe) : out;
  }

  /** Sets the interval of checkpoints. */
  Checkpoints rhythm(Checkpoints checkpoints) {
    int number = Integer.parseInt(keepEvery.replace("s", ""));
    return keepEvery.endsWith("s")
        ? checkpoints.every(Duration.ofSeconds(number))
        : checkpoints.everySteps(number);
  }

  /** Rejects counts below one. */
  void check() {
    if (!keepEvery.matches("[1-9][0-9]{0,8}s?")) {
      throw new UsageException(
          "--keep-every must be a number of steps such as 100, or of seconds such as 10s, got '"
              + keepEvery
              + "'");
    }
    if (resume && fresh) {
      throw new UsageException("--resume continues and --fresh starts over; use one of them");
    }
    checkAtLeastOne("--epochs", epochs);
    checkAtLeastOne("--batch", batch);
    checkAtLeastOne("--threads", threads);
    if (data != null && data.isBlank()) {
      throw new UsageException("--data must be a folder or 'sample', got an empty string");
    }
  }

  private static void checkAtLeastOne(String option, Integer value) {
    if (value != null && value < 1) {
      throw new UsageException(option + " must be at least 1, got " + value);
    }
  }
}
