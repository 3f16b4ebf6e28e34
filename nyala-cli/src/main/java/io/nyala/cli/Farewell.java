// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.RecipeContext;
import java.io.PrintStream;
import java.time.Duration;

/**
 * What a run says when Ctrl-C or the system ends it: how to go on. It goes to standard error, on a
 * line of its own below a progress bar, which is silenced.
 */
final class Farewell {
  /** A terminal that was stopped, or a reader that has had enough, takes nothing any more. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RecipeContext context;
  private final PrintStream stdout;
  private final PrintStream stderr;
  private final Thread hook = new Thread(this::speakIfHeard, "farewell");

  /** Stands ready from now on. */
  Farewell(RecipeContext context, PrintStream stdout, PrintStream stderr) {
    this.context = context;
    this.stdout = stdout;
    this.stderr = stderr;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void speakIfHeard() {
    Thread speech = Thread.ofPlatform().daemon().start(this::speak);
    try {
      speech.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void speak() {
    stdout.close();
    stderr.printf(
        "%nnyala: interrupted; %s%n",
        context.howToGoOn().orElse("nothing was trained yet that could be kept"));
    stderr.flush();
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
