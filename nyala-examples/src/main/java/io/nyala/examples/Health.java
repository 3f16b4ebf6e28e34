// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.callbacks.Doctor;
import io.nyala.doctor.Diagnosis;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.models.Callback;
import java.util.Map;

/** The doctor of a recipe, enabled by {@code --doctor}. */
public final class Health extends Doctor {
  private final RecipeContext context;

  private Health(RecipeContext context) {
    this.context = context;
  }

  /**
   * Returns a callback that prints the findings after training; without the option, one that does
   * nothing.
   */
  public static Callback of(RecipeContext context) {
    return context.doctor() ? new Health(context) : new Callback() {};
  }

  /** Prints the findings of a check made outside of callbacks. */
  static void say(RecipeContext context, String what, Diagnosis diagnosis) {
    context.say("The %s: %s", what, diagnosis);
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    super.onTrainEnd(logs);
    context.say("%s", diagnosis());
  }
}
