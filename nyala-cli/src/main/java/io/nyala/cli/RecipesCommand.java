// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.Recipe;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the recipes. */
@Command(mixinStandardHelpOptions = true, description = "List the recipes.")
final class RecipesCommand implements Runnable {
  private final List<Recipe> recipes;
  private final PrintStream stdout;

  RecipesCommand(List<Recipe> recipes, PrintStream stdout) {
    this.recipes = recipes;
    this.stdout = stdout;
  }

  @Override
  public void run() {
    int width = recipes.stream().mapToInt(recipe -> recipe.name().length()).max().orElse(0);
    for (Recipe recipe : recipes) {
      stdout.printf("%-" + width + "s  %s%n", recipe.name(), recipe.description());
    }
  }
}
