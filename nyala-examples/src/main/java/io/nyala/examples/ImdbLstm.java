// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.data.text.PadSequences.padSequences;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.data.DataException;
import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.evaluation.RocAuc;
import io.nyala.data.samples.TopicTexts;
import io.nyala.data.text.LabelledTexts;
import io.nyala.data.text.TextFiles;
import io.nyala.data.text.Tokenizer;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataFinder.Found;
import io.nyala.hub.DataSet;
import io.nyala.models.Evaluation;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.plot.Plots;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Binary text classification: an LSTM reads reviews word by word. */
public final class ImdbLstm implements Recipe {
  private static final int EPOCHS = 2;
  private static final int BATCH = 64;
  private static final int VOCABULARY = 20_000;
  private static final int LENGTH = 200;
  private static final int SAMPLE_ROWS = 1_000;
  private static final float HALF = 0.5f;
  private static final List<String> CLASSES = List.of("bad", "good");

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public ImdbLstm(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "imdb-lstm";
  }

  @Override
  public String description() {
    return "Binary text classification: positive or negative film reviews";
  }

  @Override
  public Defaults defaults() {
    return Defaults.of(EPOCHS, BATCH);
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    Keeper keeper = new Keeper(context);
    Data data = load(context);
    int reviews = data.train().size() + data.test().size();
    Tokenizer tokenizer = new Tokenizer().numWords(VOCABULARY).fitOnTexts(data.train().texts());
    Tensor trainX = padSequences(tokenizer.textsToSequences(data.train().texts()), LENGTH);
    Tensor testX = padSequences(tokenizer.textsToSequences(data.test().texts()), LENGTH);
    Tensor trainY = column(data.train().labels());
    Tensor testY = column(data.test().labels());
    context.say(
        "Reviews from %s: %,d for training, %,d for testing; %,d different words.",
        data.source(), data.train().size(), data.test().size(), tokenizer.wordIndex().size());

    Model model =
        Sequential.of(
            input(DType.INT32, LENGTH),
            embedding(tokenizer.vocabularySize(), 100),
            lstm(10).dropout(0.2),
            dense(1).activation(SIGMOID));
    model.seed(context.seed());
    model.compile(adam(1e-3), binaryCrossentropy(), accuracy());
    context.say("%s", model.summary());

    int epochs = context.epochs(EPOCHS);
    Stopwatch watch = new Stopwatch();
    History history =
        model.fit(
            trainX,
            trainY,
            fit()
                .epochs(epochs)
                .checkpoints(context.checkpoints())
                .batchSize(context.batch(BATCH))
                .validation(testX, testY)
                .callbacks(watch, Progress.of(context, epochs), Health.of(context)));
    context.say("%s.", watch.summary());

    Evaluation onTest = model.evaluate(testX, testY);
    Tensor scores = model.predict(testX);
    ConfusionMatrix confusion = ConfusionMatrix.atThreshold(testY, scores, HALF).named(CLASSES);
    double auc = RocAuc.of(testY, scores);
    context.say(
        "%nTest: accuracy %.4f, loss %.4f, ROC AUC %.4f.%n%n%s",
        onTest.get("accuracy"), onTest.loss(), auc, confusion);

    keeper.model(model);
    keeper.vocabulary(
        IntStream.range(1, tokenizer.vocabularySize()).mapToObj(tokenizer::word).toList());
    keeper.plot(
        "learning-curves.png",
        "IMDb",
        "",
        (f, title) -> Plots.learningCurves(f, title, history.values()));
    keeper.plot(
        "confusion.png",
        "IMDb",
        "test reviews",
        (f, title) -> Plots.confusion(f, title, confusion));
    keeper.report();

    return watch
        .into(context.report().data(data.source(), reviews))
        .metric("test_accuracy", onTest.get("accuracy"))
        .metric("test_loss", onTest.loss())
        .metric("test_auc", auc)
        .metric("train_accuracy", history.last("accuracy"))
        .weights(Keeper.weights(model))
        .build();
  }

  private static Tensor column(Tensor labels) {
    return labels.cast(DType.FLOAT32).reshape(Shape.of(labels.size(), 1));
  }

  private record Data(LabelledTexts train, LabelledTexts test, String source) {}

  private Data load(RecipeContext context) throws InterruptedException {
    if (context.sample()) {
      context.say("Generated data (--data sample): the results do not apply to real reviews.");
      return new Data(
          TopicTexts.generate(SAMPLE_ROWS, CLASSES, 1),
          TopicTexts.generate(SAMPLE_ROWS / 2, CLASSES, 2),
          "sample");
    }
    Found found = context.find(finder, DataSet.IMDB);
    return new Data(
        read(found.folder().resolve("train.tsv.gz")),
        read(found.folder().resolve("test.tsv.gz")),
        found.source());
  }

  /** Reads lines of label, number, rating and text. Quotes in a text are literal. */
  private static LabelledTexts read(Path file) {
    List<String> lines = TextFiles.options().lines(file);
    List<String> texts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int[] labels = new int[lines.size()];
    for (int i = 0; i < labels.length; i++) {
      String[] fields = lines.get(i).split("\t", 4);
      if (fields.length < 4 || !List.of("neg", "pos").contains(fields[0])) {
        throw new DataException(
            ("%s line %d: expected neg or pos, a number, a rating and a text separated by tabs, "
                    + "got \"%s\"")
                .formatted(
                    file.getFileName(),
                    i + 1,
                    lines.get(i).substring(0, Math.min(40, lines.get(i).length()))));
      }
      labels[i] = fields[0].equals("pos") ? 1 : 0;
      texts.add(fields[3].replace("<br />", " "));
      names.add(fields[0] + "/" + fields[1]);
    }
    return new LabelledTexts(texts, Tensor.vectorOfInts(labels), CLASSES, names);
  }
}
