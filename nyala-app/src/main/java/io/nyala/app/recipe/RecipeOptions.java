// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.recipe;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that every recipe understands. A null field means that the user did not say. */
public final class RecipeOptions {
  /** The seed where the user gives none. */
  public static final long DEFAULT_SEED = 42;

  @Option(
      names = "--data",
      paramLabel = "DIR|sample",
      description = "Folder with the data, or 'sample' for generated data of the same form.")
  String data;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training rows.")
  Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Rows per training step.")
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
      description = "Folder for models and plots (default: out/NAME).")
  Path out;

  @Option(names = "--quiet", description = "Print no progress.")
  boolean quiet;

  @Option(
      names = "--json",
      description = "End with one JSON object on the last line of standard output.")
  boolean json;

  /** Reject counts below one. */
  void check() {
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
