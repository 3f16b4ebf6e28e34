// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.RecipeContext;
import java.io.PrintStream;
import java.time.Duration;

/**
 * The message of a run that is ended by Ctrl-C or the system: how to resume. It is written to
 * standard error on a separate line below the progress bar, which is silenced.
 */
final class Farewell {
  /** The timeout for output, since a stopped terminal or a closed pipe accepts nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RecipeContext context;
  private final PrintStream stdout;
  private final PrintStream stderr;
  private final Thread hook = new Thread(this::speakIfHeard, "farewell");

  /** Registers the message. */
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
        "%nnyala: interrupted; %s%n", context.howToGoOn().orElse("nothing has been saved yet"));
    stderr.flush();
  }

  /** Disables the message, since the run has already ended. */
  void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it is being printed
    }
  }
}
