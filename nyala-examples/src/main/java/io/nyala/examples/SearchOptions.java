// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.UsageException;
import io.nyala.tune.CrossValidatedSearch;
import io.nyala.tune.Study;
import picocli.CommandLine.Option;

/** The options shared by all searches. */
final class SearchOptions {
  private static final int WINDOW = 4;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Number of parallel trials, at most 4 unless --asynchronous (default: 1); does not "
              + "affect the results.")
  private int workers = 1;

  @Option(
      names = "--asynchronous",
      description = "Propose trials from all results so far; the search is then not reproducible.")
  private boolean asynchronous;

  /**
   * Returns the value of an option.
   *
   * @param option its name, for the message
   * @throws UsageException if it is less than the least
   */
  static int atLeast(String option, int value, int least) {
    if (value < least) {
      throw new UsageException("%s must be at least %d, got %d".formatted(option, least, value));
    }
    return value;
  }

  /** Returns a study in the output folder. */
  Study study(RecipeContext context) {
    check();
    Study study =
        Study.in(context.study())
            .seed(context.seed())
            .workers(workers)
            .progress(line -> context.say("%s", line));
    if (workers > 1) {
      study.threads(Math.max(1, context.threads() / workers));
    }
    return asynchronous ? study.asynchronous() : study;
  }

  /** Sets up a search by cross-validation in the output folder. */
  <S extends CrossValidatedSearch<S>> S apply(RecipeContext context, S search) {
    if (asynchronous) {
      throw new UsageException(
          "--asynchronous: random search does not depend on earlier results, so there is nothing "
              + "to gain");
    }
    check();
    return search
        .in(context.study())
        .seed(context.seed())
        .workers(workers)
        .progress(line -> context.say("%s", line));
  }

  private void check() {
    if (workers < 1 || !asynchronous && workers > WINDOW) {
      throw new UsageException(
          "--workers: expected 1 to %d, or more with --asynchronous, got %d"
              .formatted(WINDOW, workers));
    }
  }
}
