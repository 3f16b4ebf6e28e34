// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.io.tensorboard.TensorBoard.tensorBoard;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanAbsoluteError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.callbacks.Doctor;
import io.nyala.data.preprocessing.StandardScaler;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.hub.DataFinder;
import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Layer;
import io.nyala.layers.core.Dense;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two networks side by side, one of them broken, as curves, histograms and the doctor show. */
public final class MonitorRegression implements Recipe {
  private static final int BATCH = 32;
  private static final int EPOCHS = 200;
  private static final int[] UNITS = {32, 32, 32, 32, 16};

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public MonitorRegression(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "monitor-regression";
  }

  @Override
  public String description() {
    return "Monitoring: a healthy and a broken network side by side, with logs for TensorBoard";
  }

  @Override
  public Defaults defaults() {
    return Defaults.of(EPOCHS, BATCH);
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    Keeper keeper = new Keeper(context);
    WineData wines = WineData.load(context, finder);
    StandardScaler scaler = new StandardScaler();
    Tensor trainX = scaler.fitTransform(wines.train().allExcept("quality"));
    Tensor trainY = wines.train().floats("quality");
    Tensor valX = scaler.transform(wines.validation().allExcept("quality"));
    Tensor valY = wines.validation().floats("quality");
    Tensor testX = scaler.transform(wines.test().allExcept("quality"));
    Tensor testY = wines.test().floats("quality");
    Path logs = context.output("logs");

    Model healthy = network(trainX.shape().last(), false);
    Model broken = network(trainX.shape().last(), true);
    int epochs = context.epochs(EPOCHS);
    Stopwatch watch = new Stopwatch();
    Stopwatch other = new Stopwatch();
    for (Model model : List.of(healthy, broken)) {
      boolean isBroken = model == broken;
      String name = isBroken ? "broken" : "healthy";
      model.seed(context.seed());
      model.compile(adam(1e-3), meanAbsoluteError());
      context.say("%nThe %s network:", name);
      Doctor doctor = new Doctor(trainX, trainY);
      History history =
          model.fit(
              trainX,
              trainY,
              fit()
                  .epochs(epochs)
                  .checkpoints(context.checkpoints(name))
                  .batchSize(context.batch(BATCH))
                  .validation(valX, valY)
                  .callbacks(
                      isBroken ? other : watch,
                      tensorBoard(logs.resolve(name)).histogramFreq(1),
                      doctor,
                      Progress.of(context, epochs)));
      context.say("Validation error %.4f points.", history.last("val_loss"));
      context.say("%s", doctor.diagnosis());
    }

    double test = healthy.evaluate(testX, testY).loss();
    double testBroken = broken.evaluate(testX, testY).loss();
    context.say("%nTest error: healthy %.4f, broken %.4f points.%n", test, testBroken);
    keeper.model(healthy);
    keeper.file("logs/");
    keeper.report();
    context.say("Compare them: ./nyala board --logdir %s (or tensorboard --logdir).", logs);

    return watch
        .into(context.report().data(wines.source(), wines.rows()))
        .metric("test_mae", test)
        .metric("broken_test_mae", testBroken)
        .weights(Keeper.weights(healthy))
        .build();
  }

  /**
   * The deep network of the reference.
   *
   * @param broken whether all kernels start as 0 and all biases as 1: then all units of a layer are
   *     equal, and only the last bias learns
   */
  private static Model network(int inputs, boolean broken) {
    List<Layer> layers = new ArrayList<>();
    for (int units : UNITS) {
      layers.add(layer(units, broken).activation(RELU).named("hidden_" + (layers.size() + 1)));
    }
    layers.add(layer(1, broken).named("output"));
    Layer[] hidden = layers.toArray(Layer[]::new);
    return Sequential.of(input(inputs), hidden);
  }

  private static Dense layer(int units, boolean broken) {
    Dense layer = dense(units);
    return broken
        ? layer.kernelInitializer(Initializers.zeros()).biasInitializer(Initializers.ones())
        : layer;
  }
}
