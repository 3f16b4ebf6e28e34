// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.maxPooling2D;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.data.Examples;
import io.nyala.data.images.Mnist;
import io.nyala.data.samples.StrokeDigits;
import io.nyala.data.samples.StrokeDigits.Digits;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataFinder.Found;
import io.nyala.hub.DataSet;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Tensor;

/** Two networks learn to generate handwritten digits, and a third one evaluates them. */
public final class MnistGan extends GanRecipe {
  private static final int EPOCHS = 8;

  /**
   * Enough training for its confidence on real digits to match its accuracy; an unsure classifier
   * would say little.
   */
  private static final int JUDGE_EPOCHS = 10;

  private static final int JUDGE_BATCH = 64;
  private static final float BRIGHTEST = 255;
  private static final int SAMPLE_ROWS = 2_000;
  private static final int SAMPLE_REALS = 192;

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public MnistGan(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "mnist-gan";
  }

  @Override
  public String description() {
    return "Generation: handwritten digits from noise";
  }

  @Override
  int defaultEpochs() {
    return EPOCHS;
  }

  @Override
  Task task(RecipeContext context) throws InterruptedException {
    Examples train;
    Examples test;
    Tensor reals;
    String source = "sample";
    if (context.sample()) {
      context.say("Generated data (--data sample): the results do not apply to real handwriting.");
      train = drawn(SAMPLE_ROWS, 1);
      test = drawn(SAMPLE_ROWS / 4, 2);
      reals = train.x().rows(0, SAMPLE_REALS);
    } else {
      Found found = context.find(finder, DataSet.MNIST);
      Mnist digits = Mnist.load(found.folder(), 0, BRIGHTEST);
      train = digits.train();
      test = digits.test();
      reals = train.x();
      source = found.source();
    }
    Model judge = judge();
    judge.seed(context.seed() + 2);
    judge.compile(adam(1e-3), sparseCategoricalCrossentropy(), accuracy());
    judge.fit(
        centred(train.x()),
        train.y(),
        fit()
            .epochs(JUDGE_EPOCHS)
            .batchSize(JUDGE_BATCH)
            .checkpoints(context.checkpoints("judge")));
    Tensor held = centred(test.x());
    double right = judge.evaluate(held, test.y()).get("accuracy");
    double sure = GanMeasures.confident(judge.predict(held));
    context.say(
        "The classifier for the evaluation recognizes %.2f %% of real digits.", 100 * right);
    return new Task(centred(reals), source, judge::predict, right, sure);
  }

  private static Model judge() {
    return Sequential.of(
        input(StrokeDigits.SIZE, StrokeDigits.SIZE, 1),
        conv2D(16, 3).activation(RELU),
        maxPooling2D(2),
        conv2D(32, 3).activation(RELU),
        maxPooling2D(2),
        flatten(),
        dense(128).activation(RELU),
        dropout(0.3),
        dense(StrokeDigits.CLASSES).activation(SOFTMAX));
  }

  private static Examples drawn(int rows, long seed) {
    Digits digits = StrokeDigits.generate(rows, seed);
    return new Examples(digits.images(), digits.labels());
  }
}
