// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.models.FitOptions.fit;

import io.nyala.data.Examples;
import io.nyala.data.preprocessing.OneHot;
import io.nyala.data.split.StratifiedKFold;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.hub.DataFinder;
import io.nyala.models.Evaluation;
import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import io.nyala.tune.RandomizedSearch;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Draws the hyperparameters of a network for digits at random and evaluates them by
 * cross-validation.
 */
public final class MnistRandomSearch implements Recipe {
  private static final int TRIALS = 10;
  private static final int FOLDS = 3;
  private static final int EPOCHS = 1;
  private static final int DROPOUTS = 5;
  private static final int[] BATCHES = {10, 20, 30, 40, 50};

  @Option(names = "--trials", paramLabel = "N", description = "Number of trials (default: 10).")
  private int trials = TRIALS;

  @Option(names = "--folds", paramLabel = "N", description = "Number of folds (default: 3).")
  private int folds = FOLDS;

  @Mixin private SearchOptions search = new SearchOptions();

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public MnistRandomSearch(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "mnist-random-search";
  }

  @Override
  public String description() {
    return "Search: hyperparameters of a network for digits, at random with cross-validation";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(String.valueOf(EPOCHS), "10 to 50, chosen by the search");
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    SearchOptions.atLeast("--trials", trials, 1);
    SearchOptions.atLeast("--folds", folds, 2);
    Keeper keeper = new Keeper(context);
    DigitData digits = DigitData.load(context, finder);
    Examples train = digits.train();
    Tensor y = OneHot.toCategorical(train.y(), DigitSearch.CLASSES);
    context.say(
        "Digits from %s: %,d for training; %d trials, %d folds.",
        digits.source(), train.rows(), trials, folds);
    RandomizedSearch found =
        search
            .apply(
                context,
                RandomizedSearch.over(hp -> DigitSearch.network(hp, DROPOUTS, BATCHES), trials))
            .folds(StratifiedKFold.shuffled(folds, context.seed()).split(train.y()))
            .scoring("accuracy")
            .fitting(
                values ->
                    fit()
                        .epochs(context.epochs(EPOCHS))
                        .batchSize(context.batch(values.getInt("batch"))));
    long begun = System.nanoTime();
    found.fit(train.x(), y);
    SearchReport report = new SearchReport(found.study(), begun);
    report.say(context);
    report.page(context);

    Model model = found.bestModel();
    Evaluation onTest =
        model.evaluate(
            digits.test().x(), OneHot.toCategorical(digits.test().y(), DigitSearch.CLASSES));
    context.say("%nTest: accuracy %.4f, trained on all rows.%n", onTest.get("accuracy"));
    keeper.model(model);
    keeper.report();
    int rounds = found.study().runs() * folds;
    long rows = (long) train.rows() * (folds - 1) / folds;
    return report
        .into(context.report().data(digits.source(), digits.rows()), rounds)
        .training(
            rounds * context.epochs(EPOCHS),
            report.steps(rows, context.epochs(EPOCHS)),
            report.seconds())
        .metric("test_accuracy", onTest.get("accuracy"))
        .weights(Keeper.weights(model))
        .build();
  }
}
