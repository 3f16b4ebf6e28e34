// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.categoricalCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.regularizers.Regularizers.l2;

import io.nyala.data.Examples;
import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.preprocessing.OneHot;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.hub.DataFinder;
import io.nyala.models.Evaluation;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.plot.Plots;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Classification into ten classes: handwritten digits, with two methods against overfitting. */
public final class MnistMulticlass implements Recipe {
  private static final int EPOCHS = 10;
  private static final int BATCH = 128;
  private static final int CLASSES = 10;

  @Option(
      names = "--variant",
      paramLabel = "plain|dropout|l2",
      description =
          "plain: three hidden layers (default); dropout: half of the units of each dropped in "
              + "training; l2: with a penalty of 0.01 on the squares of the kernels.")
  private String variant = "plain";

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public MnistMulticlass(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "mnist-multiclass";
  }

  @Override
  public String description() {
    return "Classification into ten classes: handwritten digits";
  }

  @Override
  public Defaults defaults() {
    return Defaults.of(EPOCHS, BATCH);
  }

  @Override
  public boolean isDistributable() {
    return true;
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    Variants.check(variant, "plain", "dropout", "l2");
    Keeper keeper = new Keeper(context);
    DigitData data = DigitData.load(context, finder);
    Tensor trainY = OneHot.toCategorical(data.train().y(), CLASSES);
    Tensor valY = OneHot.toCategorical(data.validation().y(), CLASSES);
    Examples train = data.train();
    Examples val = data.validation();
    Examples test = data.test();
    int rows = train.rows() + val.rows() + test.rows();
    context.say(
        "Digits from %s: %,d for training, %,d for validation, %,d for testing.",
        data.source(), train.rows(), val.rows(), test.rows());

    Model model = network(variant);
    model.seed(context.seed());
    model.compile(adam(1e-3), categoricalCrossentropy(), accuracy());
    context.distribute(model);
    context.say("%s", model.summary());

    int epochs = context.epochs(EPOCHS);
    Stopwatch watch = new Stopwatch();
    History history =
        model.fit(
            train.x(),
            trainY,
            fit()
                .epochs(epochs)
                .checkpoints(context.checkpoints())
                .batchSize(context.batch(BATCH))
                .validation(val.x(), valY)
                .callbacks(watch, Progress.of(context, epochs), Health.of(context)));
    context.say("%s.", watch.summary());

    Evaluation onTest = model.evaluate(test.x(), OneHot.toCategorical(test.y(), CLASSES));
    Evaluation onTrain = model.evaluate(train.x(), trainY);
    Tensor predicted = model.predict(test.x());
    ConfusionMatrix confusion = ConfusionMatrix.of(test.y(), predicted);
    double gap = onTrain.get("accuracy") - history.last("val_accuracy");
    context.say(
        "%nTest: accuracy %.4f, loss %.4f. Training accuracy is %.4f above validation "
            + "accuracy.%n%n%s",
        onTest.get("accuracy"), onTest.loss(), gap, confusion);

    keeper.model(model);
    keeper.plot(
        "learning-curves.png",
        "MNIST",
        variant,
        (f, title) -> Plots.learningCurves(f, title, history.values()));
    keeper.plot(
        "confusion.png",
        "MNIST",
        "test digits",
        (f, title) -> Plots.confusion(f, title, confusion));
    keeper.plot(
        "predictions.png",
        "MNIST",
        "test digits",
        (f, title) -> DigitSheet.write(f, title, test.x(), test.y(), predicted));
    keeper.report();

    return watch
        .into(context.report().data(data.source(), rows))
        .metric("test_accuracy", onTest.get("accuracy"))
        .metric("test_loss", onTest.loss())
        .metric("val_accuracy", history.last("val_accuracy"))
        .metric("val_loss", history.last("val_loss"))
        .metric("train_accuracy", onTrain.get("accuracy"))
        .metric("train_loss", onTrain.loss())
        .weights(Keeper.weights(model))
        .build();
  }

  private static Model network(String variant) {
    return switch (variant) {
      case "dropout" ->
          Sequential.of(
              input(28, 28),
              flatten(),
              dense(512).activation(RELU),
              dropout(0.5),
              dense(256).activation(RELU),
              dropout(0.5),
              dense(128).activation(RELU),
              dropout(0.5),
              dense(CLASSES).activation(SOFTMAX));
      case "l2" ->
          Sequential.of(
              input(28, 28),
              flatten(),
              dense(512).activation(RELU).kernelRegularizer(l2(0.01)),
              dense(256).activation(RELU).kernelRegularizer(l2(0.01)),
              dense(128).activation(RELU).kernelRegularizer(l2(0.01)),
              dense(CLASSES).activation(SOFTMAX));
      default ->
          Sequential.of(
              input(28, 28),
              flatten(),
              dense(512).activation(RELU),
              dense(256).activation(RELU),
              dense(128).activation(RELU),
              dense(CLASSES).activation(SOFTMAX));
    };
  }
}
