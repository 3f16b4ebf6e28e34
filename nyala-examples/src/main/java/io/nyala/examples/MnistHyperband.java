// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.data.Examples;
import io.nyala.data.preprocessing.OneHot;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.hub.DataFinder;
import io.nyala.models.Evaluation;
import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import io.nyala.tune.Study;
import io.nyala.tune.schedules.Hyperband;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches the hyperparameters of a network for digits with Hyperband. */
public final class MnistHyperband implements Recipe {
  private static final int EPOCHS = 81;
  private static final int ETA = 3;
  private static final int DROPOUTS = 10;
  private static final int[] BATCHES = {5, 10, 100};

  @Option(
      names = "--max-epochs",
      paramLabel = "N",
      description =
          "Maximum number of epochs of a trial: Hyperband's R (default: --epochs, or " + "81).")
  private Integer maxEpochs;

  @Option(
      names = "--schedule",
      description = "Print the brackets and the number of runs, then exit.")
  private boolean schedule;

  @Mixin private SearchOptions search = new SearchOptions();

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public MnistHyperband(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "mnist-hyperband";
  }

  @Override
  public String description() {
    return "Search: hyperparameters of a network for digits, with Hyperband";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(String.valueOf(EPOCHS), "5, 10 or 100, chosen by the search");
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    int most =
        maxEpochs == null
            ? context.epochs(EPOCHS)
            : SearchOptions.atLeast("--max-epochs", maxEpochs, 1);
    Hyperband hyperband = Hyperband.of(most, ETA);
    context.say("%s%n", hyperband.table());
    if (schedule) {
      return null;
    }
    Keeper keeper = new Keeper(context);
    DigitData digits = DigitData.load(context, finder);
    Examples train = digits.train();
    Tensor trainY = OneHot.toCategorical(train.y(), DigitSearch.CLASSES);
    Examples val = digits.validation();
    Tensor valY = OneHot.toCategorical(val.y(), DigitSearch.CLASSES);
    context.say(
        "Digits from %s: %,d for training, %,d for validation.",
        digits.source(), train.rows(), val.rows());
    Study study = search.study(context).objective("val_loss").bestEpoch().schedule(hyperband);
    long begun = System.nanoTime();
    study.run(
        hp -> DigitSearch.network(hp, DROPOUTS, BATCHES),
        (model, trial) ->
            model.fit(
                train.x(),
                trainY,
                trial
                    .fit()
                    .batchSize(context.batch(trial.values().getInt("batch")))
                    .validation(val.x(), valY)));
    SearchReport report = new SearchReport(study, begun);
    report.say(context);
    report.page(context);
    report.compare(context, "optimizer", "batch");

    Model model = study.bestModel();
    Evaluation onTest =
        model.evaluate(
            digits.test().x(), OneHot.toCategorical(digits.test().y(), DigitSearch.CLASSES));
    context.say("%nTest: accuracy %.4f, loss %.4f.%n", onTest.get("accuracy"), onTest.loss());
    keeper.model(model);
    keeper.report();
    return report
        .into(context.report().data(digits.source(), digits.rows()), study.runs())
        .training(report.reports(), report.steps(train.rows(), 1), report.seconds())
        .metric("test_accuracy", onTest.get("accuracy"))
        .metric("test_loss", onTest.loss())
        .weights(Keeper.weights(model))
        .build();
  }
}
