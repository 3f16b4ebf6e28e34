// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanAbsoluteError;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.data.evaluation.RegressionReport;
import io.nyala.data.preprocessing.StandardScaler;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.hub.DataFinder;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Tensor;
import io.nyala.tune.Study;
import io.nyala.tune.pruners.Pruners;
import io.nyala.tune.samplers.TpeSampler;
import io.nyala.tune.space.Hyperparameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches for a network that predicts the quality of wines better than the book's. */
public final class WineSearch implements Recipe {
  private static final int TRIALS = 60;
  private static final int EPOCHS = 60;
  private static final int BATCH = 32;
  private static final int MOST_LAYERS = 4;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Total number of trials (default: " + "60).")
  private int trials = TRIALS;

  @Mixin private SearchOptions search = new SearchOptions();

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public WineSearch(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "wine-search";
  }

  @Override
  public String description() {
    return "Search: find a better network for the quality of wines";
  }

  @Override
  public Defaults defaults() {
    return Defaults.of(EPOCHS, BATCH);
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    SearchOptions.atLeast("--trials", trials, 1);
    Keeper keeper = new Keeper(context);
    WineData wines = WineData.load(context, finder);
    StandardScaler scaler = new StandardScaler();
    List<String> columns = wines.train().drop("quality").columnNames();
    Tensor trainX = scaler.fitTransform(wines.train().allExcept("quality"));
    Tensor trainY = wines.train().floats("quality");
    Tensor valX = scaler.transform(wines.validation().allExcept("quality"));
    Tensor valY = wines.validation().floats("quality");
    int inputs = trainX.shape().last();
    Study study =
        search
            .study(context)
            .objective("val_loss")
            .bestEpoch()
            .sampler(new TpeSampler())
            .pruner(Pruners.median().warmup(5))
            .trials(trials)
            .epochs(context.epochs(EPOCHS));
    context.say(
        "%,d wines from %s; %d trials of up to %d epochs.",
        wines.rows(), wines.source(), trials, context.epochs(EPOCHS));
    long begun = System.nanoTime();
    study.run(
        hp -> network(hp, inputs),
        (model, trial) ->
            model.fit(
                trainX,
                trainY,
                trial
                    .fit()
                    .batchSize(context.batch(trial.values().getInt("batch")))
                    .validation(valX, valY)));
    SearchReport report = new SearchReport(study, begun);
    report.say(context);
    report.page(context);

    Model model = study.bestModel();
    Tensor testX = scaler.transform(wines.test().allExcept("quality"));
    Tensor predicted = model.predict(testX);
    RegressionReport onTest = RegressionReport.of(wines.test().floats("quality"), predicted);
    context.say("%nTest: mean absolute error %.4f points.%n", onTest.mae());
    keeper.model(model);
    keeper.scaler(scaler, columns);
    keeper.report();
    return report
        .into(context.report().data(wines.source(), wines.rows()), study.runs())
        .training(report.reports(), report.steps(trainX.shape().dim(0), 1), report.seconds())
        .metric("test_mae", onTest.mae())
        .weights(Keeper.weights(model))
        .build();
  }

  private static Model network(Hyperparameters hp, int inputs) {
    List<Layer> layers = new ArrayList<>();
    int hidden = hp.intRange("layers", 1, MOST_LAYERS).value();
    String activation = hp.choice("activation", "relu", "gelu", "tanh").value();
    double rate = hp.floatRange("dropout", 0, 0.4).step(0.1).value();
    for (int i = 1; i <= MOST_LAYERS; i++) {
      Object[] depths = IntStream.rangeClosed(i, MOST_LAYERS).boxed().toArray();
      int units = hp.when("layers", depths).intRange("units" + i, 16, 256).step(2).log().value();
      if (i <= hidden) {
        layers.add(dense(units).activation(activation));
        layers.add(dropout(rate));
      }
    }
    layers.add(dense(1));
    hp.choice("batch", 16, 32, 64, 128).defaultValue(BATCH);
    Model model = Sequential.of(input(inputs), layers.toArray(Layer[]::new));
    model.compile(
        adam(hp.floatRange("learning_rate", 3e-4, 3e-2).log().value()), meanAbsoluteError());
    return model;
  }
}
