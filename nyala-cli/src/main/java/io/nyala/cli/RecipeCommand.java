// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RecipeOptions;
import io.nyala.examples.recipe.RunReport;
import io.nyala.files.testing.KillPoint;
import io.nyala.kernel.WorkerPool;
import io.nyala.models.DataParallel;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Runs one recipe; the command has the recipe's name, the shared options and the recipe's options.
 */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class RecipeCommand implements Callable<Integer> {
  @Mixin private final RecipeOptions options = new RecipeOptions();

  @Spec private CommandSpec spec;

  private final Recipe recipe;
  private final PrintStream stdout;
  private final PrintStream stderr;
  private Optional<String> howToGoOn = Optional.empty();

  /**
   * Creates the command of a recipe.
   *
   * @param distribution how several processes train together, or null for one
   */
  RecipeCommand(
      Recipe recipe, Supplier<DataParallel> distribution, PrintStream stdout, PrintStream stderr) {
    this.recipe = recipe;
    this.options.distribution(distribution);
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** Returns how to resume a failed run, if any of it was saved. */
  Optional<String> howToGoOn() {
    return howToGoOn;
  }

  @Override
  public Integer call() throws Exception {
    try (RecipeContext context =
        RecipeContext.of(recipe.name(), options, spec.commandLine(), stdout)) {
      WorkerPool.useThreads(context.threads());
      Farewell farewell = new Farewell(context, stdout, stderr);
      try {
        run(context);
      } catch (Exception | Error e) {
        howToGoOn = context.howToGoOn();
        throw e;
      } finally {
        farewell.close();
      }
    }
    return ExitStatus.DONE;
  }

  private void run(RecipeContext context) throws Exception {
    RunReport report = recipe.run(context);
    // Printed before the run counts as complete, so that the report is not lost if the process is
    // killed.
    if (report != null && context.json()) {
      stdout.println(report.toJson());
      stdout.flush();
    }
    KillPoint.pass("report", "printed");
    context.finish();
  }
}
