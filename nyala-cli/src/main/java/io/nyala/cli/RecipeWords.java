// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.Recipe;
import java.util.ListResourceBundle;

/** The recipe-specific help texts of the shared options. */
final class RecipeWords extends ListResourceBundle {
  private final Recipe recipe;

  RecipeWords(Recipe recipe) {
    this.recipe = recipe;
  }

  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"recipe.name", recipe.name()},
      {"default.epochs", recipe.defaults().epochs()},
      {"default.batch", recipe.defaults().batch()}
    };
  }
}
