// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.callbacks.Callbacks;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.models.Callback;
import java.io.Console;

/** The progress display of training. */
public final class Progress {
  /** The maximum number of bars; with more epochs, only some are shown. */
  private static final int MOST_BARS = 50;

  private Progress() {}

  /**
   * Returns a bar for each epoch on a terminal, lines elsewhere or if there are many epochs, and
   * nothing with {@code --quiet}.
   */
  public static Callback of(RecipeContext context, int epochs) {
    if (context.quiet()) {
      return new Callback() {};
    }
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    return terminal && epochs <= MOST_BARS
        ? Callbacks.progress(context.stdout())
        : new EpochLines(context, epochs <= MOST_BARS ? 1 : epochs / 10);
  }
}
