// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.io.tensorboard.TensorBoard.tensorBoard;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.callbacks.ModelCheckpoint;
import io.nyala.data.evaluation.ClassificationReport;
import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.evaluation.OperatingPoint;
import io.nyala.data.evaluation.RocAuc;
import io.nyala.data.evaluation.RocCurve;
import io.nyala.data.preprocessing.StandardScaler;
import io.nyala.data.samples.SeizureTable;
import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataFinder.Found;
import io.nyala.hub.DataSet;
import io.nyala.models.Callback;
import io.nyala.models.Evaluation;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.plot.Plots;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binary classification: seizures in one-second EEG segments. */
public final class SeizureBinary implements Recipe {
  private static final int EPOCHS = 20;
  private static final int BATCH = 32;
  private static final float THRESHOLD = 0.5f;

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public SeizureBinary(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "seizure-binary";
  }

  @Override
  public String description() {
    return "Binary classification: seizures in one-second EEG segments";
  }

  @Override
  public Defaults defaults() {
    return Defaults.of(EPOCHS, BATCH);
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    Keeper keeper = new Keeper(context);
    Parts parts = load(context);
    StandardScaler scaler = new StandardScaler();
    Tensor trainX = scaler.fitTransform(parts.train().allExcept("y"));
    Tensor trainY = parts.train().floats("y");
    Tensor valX = scaler.transform(parts.validation().allExcept("y"));
    Tensor valY = parts.validation().floats("y");
    Tensor testX = scaler.transform(parts.test().allExcept("y"));
    Tensor testY = parts.test().floats("y");
    context.say(
        "EEG segments from %s: %,d for training, %,d for validation, %,d for testing.",
        parts.source(), parts.train().rows(), parts.validation().rows(), parts.test().rows());

    Model model =
        Sequential.of(
            input(trainX.shape().last()),
            dense(128).activation(RELU),
            dense(64).activation(RELU),
            dense(64).activation(RELU),
            dense(32).activation(RELU),
            dense(16).activation(RELU),
            dense(1).activation(SIGMOID));
    model.seed(context.seed());
    model.compile(adam(1e-3), binaryCrossentropy(), accuracy());
    context.say("%s", model.summary());

    int epochs = context.epochs(EPOCHS);
    Stopwatch watch = new Stopwatch();
    String best = context.output("checkpoints") + "/{epoch:02d}-{val_accuracy:.6f}.weights.npz";
    History history =
        model.fit(
            trainX,
            trainY,
            fit()
                .epochs(epochs)
                .checkpoints(context.checkpoints())
                .batchSize(context.batch(BATCH))
                .validation(valX, valY)
                .callbacks(
                    watch,
                    new RocAucEachEpoch(trainX, trainY, valX, valY),
                    tensorBoard(context.output("logs")),
                    new ModelCheckpoint(best, "val_accuracy").saveBestOnly(),
                    Progress.of(context, epochs),
                    Health.of(context)));
    context.say("%s.", watch.summary());

    Evaluation val = model.evaluate(valX, valY);
    Evaluation test = model.evaluate(testX, testY);
    Tensor predicted = model.predict(testX);
    OperatingPoint point = OperatingPoint.at(testY, predicted, THRESHOLD);
    ConfusionMatrix confusion =
        ConfusionMatrix.atThreshold(testY, predicted, THRESHOLD)
            .named(List.of("no seizure", "seizure"));
    RocCurve roc = RocCurve.of(testY, predicted);
    context.say(
        "%nTest, ROC AUC %.4f; a probability of at least %.1f counts as a seizure:%n%n%s%n%s",
        roc.auc(), THRESHOLD, ClassificationReport.of(confusion), confusion);

    keeper.model(model);
    keeper.scaler(scaler, parts.train().drop("y").columnNames());
    keeper.file("checkpoints/");
    keeper.file("logs/");
    keeper.plot(
        "learning-curves.png",
        "EEG",
        "",
        (f, title) -> Plots.learningCurves(f, title, history.values()));
    Map<String, RocCurve> curves = new LinkedHashMap<>();
    curves.put("validation", RocCurve.of(valY, model.predict(valX)));
    curves.put("test", roc);
    keeper.plot("roc.png", "EEG", "seizures", (f, title) -> Plots.roc(f, title, curves, point));
    keeper.plot(
        "confusion.png",
        "EEG",
        "test segments",
        (f, title) -> Plots.confusion(f, title, confusion));
    keeper.report();

    return watch
        .into(context.report().data(parts.source(), parts.rows()))
        .metric("test_accuracy", point.accuracy())
        .metric("test_auc", roc.auc())
        .metric("test_f1", point.f1())
        .metric("test_precision", point.precision())
        .metric("test_recall", point.recall())
        .metric("test_loss", test.loss())
        .metric("val_accuracy", val.get("accuracy"))
        .metric("val_auc", curves.get("validation").auc())
        .metric("val_loss", val.loss())
        .weights(Keeper.weights(model))
        .build();
  }

  /** A custom callback: the exact area under the ROC curve after each epoch. */
  private static final class RocAucEachEpoch extends Callback {
    private final Tensor trainX;
    private final Tensor trainY;
    private final Tensor valX;
    private final Tensor valY;

    RocAucEachEpoch(Tensor trainX, Tensor trainY, Tensor valX, Tensor valY) {
      this.trainX = trainX;
      this.trainY = trainY;
      this.valX = valX;
      this.valY = valY;
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs) {
      logs.put("roc_auc", RocAuc.of(trainY, model().predict(trainX)));
      logs.put("val_roc_auc", RocAuc.of(valY, model().predict(valX)));
    }
  }

  private record Parts(Table train, Table validation, Table test, String source) {
    int rows() {
      return train.rows() + validation.rows() + test.rows();
    }
  }

  private Parts load(RecipeContext context) throws InterruptedException {
    if (context.sample()) {
      context.say("Generated data (--data sample): the results do not apply to real recordings.");
      Table all = SeizureTable.generate(2_500, 42);
      return new Parts(
          all.range(0, 2_000), all.range(2_000, 2_250), all.range(2_250, 2_500), "sample");
    }
    Found found = context.find(finder, DataSet.SEIZURE);
    return new Parts(
        Csv.read(found.folder().resolve("train_data.csv")),
        Csv.read(found.folder().resolve("val_data.csv")),
        Csv.read(found.folder().resolve("test_data.csv")),
        found.source());
  }
}
