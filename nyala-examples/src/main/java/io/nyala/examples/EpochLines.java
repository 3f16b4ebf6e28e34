// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.examples.recipe.RecipeContext;
import io.nyala.models.Callback;
import java.util.Locale;
import java.util.Map;

/** Prints a line after the first epoch, at regular intervals, and after the last epoch. */
final class EpochLines extends Callback {
  private static final double NANOS = 1e-9;

  private final RecipeContext context;
  private final int every;
  private long start;

  EpochLines(RecipeContext context, int every) {
    this.context = context;
    this.every = every;
  }

  @Override
  protected boolean runsLast() {
    return true;
  }

  @Override
  public void onTrainBegin() {
    start = System.nanoTime();
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    int number = epoch + 1;
    int last = run().epochs();
    if (number != 1 && number % every != 0 && number != last) {
      return;
    }
    int width = Integer.toString(last).length();
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "Epoch %" + width + "d/%d, after %.2f s",
            number,
            last,
            (System.nanoTime() - start) * NANOS));
    logs.forEach(
        (name, value) -> line.append(String.format(Locale.ROOT, " - %s: %.4f", name, value)));
    context.say("%s", line);
  }
}
