// SPDX-License-Identifier: Apache-2.0
package io.nyala.app;

import io.nyala.app.recipe.Recipe;
import io.nyala.app.recipe.RecipeContext;
import io.nyala.app.recipe.RecipeOptions;
import io.nyala.app.report.RunReport;
import io.nyala.kernel.WorkerPool;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs one recipe; the command has the recipe's name and, beside the shared options, its own. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class RecipeCommand implements Callable<Integer> {
  @Mixin private final RecipeOptions options = new RecipeOptions();

  @Spec private CommandSpec spec;

  private final Recipe recipe;
  private final PrintStream stdout;

  RecipeCommand(Recipe recipe, PrintStream stdout) {
    this.recipe = recipe;
    this.stdout = stdout;
  }

  @Override
  public Integer call() throws Exception {
    RecipeContext context = RecipeContext.of(recipe.name(), options, spec.commandLine(), stdout);
    WorkerPool.useThreads(context.threads());
    RunReport report = recipe.run(context);
    context.finish();
    if (context.json()) {
      stdout.println(report.toJson());
    }
    return ExitStatus.DONE;
  }
}
