// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import io.nyala.io.checkpoint.Checkpoints;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options shared by all recipes. A null field means that the option was not given. */
public final class RecipeOptions {
  /** Creates the options with their defaults. */
  public RecipeOptions() {}

  /** The seed where the user gives none. */
  public static final long DEFAULT_SEED = 42;

  @Option(
      names = "--data",
      paramLabel = "DIR|sample",
      description =
          "Folder with the data, or 'sample' for generated data of the same form (default: fetched"
              + " once from its public home, where the recipe reads data).")
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
      description = "Seed of every random choice (default: ${DEFAULT-VALUE}).")
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
          "Go on with the run that was interrupted in --out, as if it had not been;"
              + " its other options need not be given again.")
  boolean resume;

  @Option(
      names = "--fresh",
      description = "Start over, though an unfinished run is in --out; that one is discarded.")
  boolean fresh;

  @Option(
      names = "--keep-every",
      paramLabel = "N|Ns",
      description =
          "Keep the run for --resume after this number of steps or seconds (default: 10s).")
  String keepEvery = "10s";

  @Option(
      names = "--doctor",
      description = "Look for what is wrong with data, network and training, and say so.")
  boolean doctor;

  @Option(names = "--quiet", description = "Print no progress.")
  boolean quiet;

  @Option(
      names = "--json",
      description = "End with one JSON object on the last line of standard output.")
  boolean json;

  /** Returns the folder to write into. */
  Path folder(String recipe) {
    return out == null ? Path.of("out", recipe) : out;
  }

  /** Says how often to keep what is unfinished. */
  Checkpoints rhythm(Checkpoints checkpoints) {
    int number = Integer.parseInt(keepEvery.replace("s", ""));
    return keepEvery.endsWith("s")
        ? checkpoints.every(Duration.ofSeconds(number))
        : checkpoints.everySteps(number);
  }

  /** Reject counts below one. */
  void check() {
    if (!keepEvery.matches("[1-9][0-9]{0,8}s?")) {
      throw new UsageException(
          "--keep-every must be a number of steps such as 100, or of seconds such as 10s, got '"
              + keepEvery
              + "'");
    }
    if (resume && fresh) {
      throw new UsageException("--resume goes on and --fresh starts over; give one of them");
    }
    checkAtLeastOne("--epochs", epochs);
    checkAtLeastOne("--batch", batch);
    checkAtLeastOne("--threads", threads);
    if (data != null && data.isBlank()) {
      throw new UsageException("--data must name a folder or be 'sample', got an empty text");
    }
  }

  private static void checkAtLeastOne(String option, Integer value) {
    if (value != null && value < 1) {
      throw new UsageException(option + " must be at least 1, got " + value);
    }
  }
}
