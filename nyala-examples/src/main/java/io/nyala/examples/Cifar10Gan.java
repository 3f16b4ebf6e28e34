// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.examples.recipe.RecipeContext;
import io.nyala.hub.DataFinder;
import io.nyala.tensor.Tensor;

/** Two networks learn to generate small colour photographs. */
public final class Cifar10Gan extends GanRecipe {
  private static final int EPOCHS = 5;
  private static final int SAMPLE_REALS = 200;

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public Cifar10Gan(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "cifar10-gan";
  }

  @Override
  public String description() {
    return "Generation: small photographs from noise";
  }

  @Override
  int defaultEpochs() {
    return EPOCHS;
  }

  @Override
  Task task(RecipeContext context) throws InterruptedException {
    Photographs data = Photographs.load(context, finder);
    Tensor images = data.train().x();
    Tensor reals = context.sample() ? images.rows(0, SAMPLE_REALS) : images;
    return new Task(centred(reals), data.source(), null, Double.NaN, Double.NaN);
  }
}
