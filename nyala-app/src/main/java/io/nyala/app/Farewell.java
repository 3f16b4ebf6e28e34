// SPDX-License-Identifier: Apache-2.0
package io.nyala.app;

import io.nyala.app.recipe.RecipeContext;
import java.io.PrintStream;

/**
 * What a run says when Ctrl-C or the system ends it: how to go on. It goes to standard error, on a
 * line of its own below a progress bar, which is silenced.
 */
final class Farewell {
  private final Thread hook;

  /** Stands ready from now on. */
  Farewell(RecipeContext context, PrintStream stdout, PrintStream stderr) {
    hook =
        new Thread(
            () -> {
              stdout.flush();
              stdout.close();
              stderr.printf(
                  "%nnyala: interrupted; %s%n",
                  context.howToGoOn().orElse("nothing was trained yet that could be kept"));
              stderr.flush();
            },
            "farewell");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Says nothing any more: the run has ended by itself. */
  void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it is speaking already
    }
  }
}
