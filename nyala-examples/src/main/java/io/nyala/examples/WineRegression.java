// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanAbsoluteError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.data.evaluation.RegressionReport;
import io.nyala.data.preprocessing.StandardScaler;
import io.nyala.data.table.Table;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.hub.DataFinder;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.plot.Plots;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** Regression on a table: the quality of wines or, as in the book, their alcohol. */
public final class WineRegression implements Recipe {
  static final int BATCH = 32;
  static final int EPOCHS = 200;
  private static final int DEEP_EPOCHS = 500;
  private static final int BOOK_INPUTS = 9;

  @Option(
      names = "--variant",
      paramLabel = "book|quality",
      description = {
        "quality: the quality of a wine from eleven measurements (default);",
        "book: the alcohol from the first nine columns, all standardised."
      })
  private String variant = "quality";

  @Option(
      names = "--deep",
      description = "Five hidden layers instead of one, and 500 epochs instead of 200.")
  private boolean deep;

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public WineRegression(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "wine-regression";
  }

  @Override
  public String description() {
    return "Regression: the quality of wines from eleven measurements";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(EPOCHS + ", with --deep " + DEEP_EPOCHS, String.valueOf(BATCH));
  }

  @Override
  public boolean isDistributable() {
    return true;
  }

  /** Trains the network of a task. */
  @FunctionalInterface
  interface Training {
    Fitted fit(RecipeContext context, Model model, Task task, int epochs)
        throws IOException, InterruptedException;
  }

  /** A finished training: its history, and what it took. */
  record Fitted(History history, Stopwatch watch) {}

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    return run(context, WineRegression::fitHere);
  }

  private static Fitted fitHere(RecipeContext context, Model model, Task task, int epochs) {
    Stopwatch watch = new Stopwatch();
    History history =
        model.fit(
            task.trainX(),
            task.trainY(),
            fit()
                .epochs(epochs)
                .checkpoints(context.checkpoints())
                .batchSize(context.batch(BATCH))
                .validation(task.valX(), task.valY())
                .callbacks(watch, Progress.of(context, epochs), Health.of(context)));
    return new Fitted(history, watch);
  }

  /** Runs the recipe with another way to train. */
  RunReport run(RecipeContext context, Training training) throws IOException, InterruptedException {
    boolean book = Variants.check(variant, "quality", "book").equals("book");
    Keeper keeper = new Keeper(context);
    WineData wines = WineData.load(context, finder);
    Task task = book ? Task.book(wines) : Task.quality(wines);
    context.say(
        "%,d wines from %s: %,d for training, %,d for validation, %,d for testing.",
        wines.rows(), wines.source(), rows(task.trainY()), rows(task.valY()), rows(task.testY()));

    Model model = network(task.trainX().shape().last(), deep);
    model.seed(context.seed());
    model.compile(adam(1e-3), meanAbsoluteError());
    context.distribute(model);
    context.say("%s", model.summary());

    int epochs = context.epochs(deep ? DEEP_EPOCHS : EPOCHS);
    Fitted fitted = training.fit(context, model, task, epochs);
    History history = fitted.history();
    context.say("%s.", fitted.watch().summary());

    Tensor predicted = model.predict(task.testX());
    RegressionReport report = RegressionReport.of(task.testY(), predicted);
    double trainMae = model.evaluate(task.trainX(), task.trainY()).loss();
    context.say(
        "%nTest: mean absolute error %.4f %s; always predicting the median of the training rows: "
            + "%.4f."
            + "%nroot mean squared error %.4f, R2 %.4f; training error %.4f.%n",
        report.mae(), task.unit(), task.baseline(), report.rmse(), report.r2(), trainMae);

    keeper.model(model);
    keeper.scaler(task.scaler(), task.columns());
    keeper.plot(
        "learning-curves.png",
        "Wine",
        "",
        (f, title) -> Plots.learningCurves(f, title, history.values()));
    keeper.plot(
        "predictions.png",
        "Wine",
        "test rows",
        (f, title) -> Plots.predictions(f, title, task.quantity(), task.testY(), predicted));
    keeper.report();

    return fitted
        .watch()
        .into(context.report().data(wines.source(), wines.rows()))
        .metric("test_mae", report.mae())
        .metric("baseline_mae", task.baseline())
        .metric("test_rmse", report.rmse())
        .metric("test_r2", report.r2())
        .metric("val_mae", history.last("val_loss"))
        .metric("train_mae", trainMae)
        .weights(Keeper.weights(model))
        .build();
  }

  private static Model network(int inputs, boolean deep) {
    if (!deep) {
      return Sequential.of(input(inputs), dense(32).activation(RELU), dense(1));
    }
    return Sequential.of(
        input(inputs),
        dense(32).activation(RELU),
        dense(32).activation(RELU),
        dense(32).activation(RELU),
        dense(32).activation(RELU),
        dense(16).activation(RELU),
        dense(1));
  }

  private static int rows(Tensor t) {
    return t.shape().dim(0);
  }

  /** The task: inputs and targets of the three parts, scaled by statistics of the training rows. */
  record Task(
      Tensor trainX,
      Tensor trainY,
      Tensor valX,
      Tensor valY,
      Tensor testX,
      Tensor testY,
      StandardScaler scaler,
      List<String> columns,
      String quantity,
      String unit,
      double baseline) {

    /** Returns the task: the unscaled quality from eleven scaled measurements. */
    static Task quality(WineData wines) {
      StandardScaler scaler = new StandardScaler();
      List<String> columns = wines.train().drop("quality").columnNames();
      Table test = wines.test();
      return new Task(
          scaler.fitTransform(wines.train().allExcept("quality")),
          wines.train().floats("quality"),
          scaler.transform(wines.validation().allExcept("quality")),
          wines.validation().floats("quality"),
          scaler.transform(test.allExcept("quality")),
          test.floats("quality"),
          scaler,
          columns,
          "quality (score from 0 to 10)",
          "points",
          baseline(wines.train(), test, "quality", 1));
    }

    /**
     * Returns the task of the book: all columns are scaled, and the first nine predict the alcohol.
     */
    static Task book(WineData wines) {
      StandardScaler scaler = new StandardScaler();
      List<String> columns = wines.train().columnNames();
      int target = columns.indexOf("alcohol");
      Tensor train = scaler.fitTransform(wines.train().floats());
      Tensor val = scaler.transform(wines.validation().floats());
      Tensor test = scaler.transform(wines.test().floats());
      return new Task(
          columns(train, 0, BOOK_INPUTS),
          columns(train, target, target + 1),
          columns(val, 0, BOOK_INPUTS),
          columns(val, target, target + 1),
          columns(test, 0, BOOK_INPUTS),
          columns(test, target, target + 1),
          scaler,
          columns,
          "alcohol (standard deviations)",
          "standard deviations of alcohol",
          baseline(wines.train(), wines.test(), "alcohol", scaler.scale()[target]));
    }

    /** Returns the error of always predicting the median of the training rows. */
    private static double baseline(Table train, Table test, String column, double scale) {
      double median = train.median(column);
      double sum = 0;
      for (float value : test.floats(column).floats()) {
        sum += Math.abs(value - median);
      }
      return sum / test.rows() / scale;
    }

    private static Tensor columns(Tensor all, int from, int to) {
      int width = all.shape().last();
      int rows = all.shape().dim(0);
      float[] chosen = new float[rows * (to - from)];
      for (int r = 0; r < rows; r++) {
        System.arraycopy(all.floats(), r * width + from, chosen, r * (to - from), to - from);
      }
      return Tensor.of(Shape.of(rows, to - from), chosen);
    }
  }
}
