// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.samples.StrokeDigits;
import io.nyala.data.samples.StrokeDigits.Digits;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.models.Evaluation;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.plot.Plots;
import io.nyala.tensor.Tensor;
import java.io.IOException;

/** Generated digits that look handwritten, a small network, and its results. */
public final class Quickstart implements Recipe {
  private static final int TRAIN_ROWS = 10_000;
  private static final int TEST_ROWS = 2_000;
  private static final int EPOCHS = 8;
  private static final int BATCH = 32;

  /** Creates the recipe. */
  public Quickstart() {}

  @Override
  public String name() {
    return "quickstart";
  }

  @Override
  public String description() {
    return "Watch a small network learn to read generated digits";
  }

  @Override
  public Defaults defaults() {
    return Defaults.of(EPOCHS, BATCH);
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException {
    context.requireNoData(
        "quickstart generates its data",
        "; for MNIST, run ./nyala run mnist-multiclass --data DIR");
    Keeper keeper = new Keeper(context);
    // The test digits have a separate seed, so that no image is in both sets.
    Digits train = StrokeDigits.generate(TRAIN_ROWS, context.seed());
    Digits test = StrokeDigits.generate(TEST_ROWS, ~context.seed());
    context.say(
        "Generated digits of 28 x 28 pixels: %,d for training, %,d for testing.",
        TRAIN_ROWS, TEST_ROWS);

    Model model =
        Sequential.of(
            input(28, 28), flatten(), dense(128).activation(RELU), dense(10).activation(SOFTMAX));
    model.seed(context.seed());
    model.compile(adam(1e-3), sparseCategoricalCrossentropy(), accuracy());
    context.say("%s", model.summary());

    int epochs = context.epochs(EPOCHS);
    Stopwatch watch = new Stopwatch();
    History history =
        model.fit(
            train.images(),
            train.labels(),
            fit()
                .epochs(epochs)
                .checkpoints(context.checkpoints())
                .batchSize(context.batch(BATCH))
                .validation(test.images(), test.labels())
                .callbacks(watch, Progress.of(context, epochs), Health.of(context)));
    context.say("%s.", watch.summary());

    Evaluation measures = model.evaluate(test.images(), test.labels());
    Tensor predicted = model.predict(test.images());
    ConfusionMatrix confusion = ConfusionMatrix.of(test.labels(), predicted);
    context.say(
        "%nTest: accuracy %.4f, loss %.4f%n%n%s",
        measures.get("accuracy"), measures.loss(), confusion);

    keeper.model(model);
    keeper.plot(
        "learning-curves.png",
        "Drawn digits",
        "",
        (f, title) -> Plots.learningCurves(f, title, history.values()));
    keeper.plot(
        "confusion.png",
        "Drawn digits",
        "test part",
        (f, title) -> Plots.confusion(f, title, confusion));
    keeper.plot(
        "predictions.png",
        "Drawn digits",
        "test part",
        (f, title) -> DigitSheet.write(f, title, test.images(), test.labels(), predicted));
    keeper.report();
    context.say("Next: './nyala recipes' lists networks on real data, each in a short class;");
    context.say("docs/guide.md shows how to write your own.");

    return watch
        .into(context.report().data("sample", TRAIN_ROWS + TEST_ROWS))
        .metric("test_accuracy", measures.get("accuracy"))
        .metric("test_loss", measures.loss())
        .weights(Keeper.weights(model))
        .build();
  }
}
