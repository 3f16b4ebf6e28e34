// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.data.text.PadSequences.padSequences;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.conv1D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.globalMaxPooling1D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.maxPooling1D;
import static io.nyala.losses.Losses.categoricalCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.data.Examples;
import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.preprocessing.OneHot;
import io.nyala.data.samples.TopicTexts;
import io.nyala.data.split.Split;
import io.nyala.data.split.TrainValidationTest;
import io.nyala.data.text.LabelledTexts;
import io.nyala.data.text.TextFiles;
import io.nyala.data.text.Tokenizer;
import io.nyala.data.text.WordVectorFiles;
import io.nyala.data.text.WordVectors;
import io.nyala.data.text.WordVectors.Coverage;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataFinder.Found;
import io.nyala.hub.DataSet;
import io.nyala.models.Evaluation;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.plot.Plots;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/**
 * Text classification into twenty classes: convolutions over words, with trained or pretrained word
 * vectors.
 */
public final class NewsgroupsCnn implements Recipe {
  private static final int EPOCHS = 10;
  private static final int BATCH = 128;
  private static final int VOCABULARY = 20_000;
  private static final int LENGTH = 1_000;
  private static final int SAMPLE_LENGTH =
      150; // the minimum that leaves five steps after two poolings by five
  private static final int SAMPLE_ROWS = 600;
  private static final int DIMENSION = 50;
  private static final long SPLIT_SEED = 42;

  @Option(
      names = "--embedding",
      paramLabel = "learned|glove",
      description = {
        "learned: word vectors are trained with the rest (default);",
        "glove: GloVe's vectors of 50 numbers, which are frozen."
      })
  private String embedding = "learned";

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public NewsgroupsCnn(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "newsgroups-cnn";
  }

  @Override
  public String description() {
    return "Text classification: messages of twenty newsgroups";
  }

  @Override
  public Defaults defaults() {
    return Defaults.of(EPOCHS, BATCH);
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    if (!List.of("learned", "glove").contains(embedding)) {
      throw new UsageException("--embedding must be learned or glove, got '" + embedding + "'");
    }
    Keeper keeper = new Keeper(context);
    Data data = load(context);
    Prepared prepared = prepare(context, data);
    Model model = network(data.length(), prepared.vocabulary(), data.news().classes().size());
    model.seed(context.seed());
    if (prepared.vectors() != null) {
      List<Tensor> weights = new ArrayList<>(model.getWeights());
      weights.set(0, prepared.vectors().matrix());
      model.setWeights(weights);
    }
    model.compile(adam(1e-3), categoricalCrossentropy(), accuracy());
    context.say("%s", model.summary());

    int classes = data.news().classes().size();
    Examples train = prepared.parts().train();
    Examples val = prepared.parts().validation();
    Examples test = prepared.parts().test();
    int epochs = context.epochs(EPOCHS);
    Stopwatch watch = new Stopwatch();
    History history =
        model.fit(
            train.x(),
            OneHot.toCategorical(train.y(), classes),
            fit()
                .epochs(epochs)
                .checkpoints(context.checkpoints())
                .batchSize(context.batch(BATCH))
                .validation(val.x(), OneHot.toCategorical(val.y(), classes))
                .callbacks(watch, Progress.of(context, epochs), Health.of(context)));
    context.say("%s.", watch.summary());

    Evaluation onTest = model.evaluate(test.x(), OneHot.toCategorical(test.y(), classes));
    ConfusionMatrix confusion =
        ConfusionMatrix.of(test.y(), model.predict(test.x())).named(data.news().classes());
    context.say(
        "%nTest: accuracy %.4f, loss %.4f; guessing would reach %.4f.%n",
        onTest.get("accuracy"), onTest.loss(), 1.0 / classes);

    keeper.model(model);
    keeper.vocabulary(prepared.words());
    keeper.plot(
        "learning-curves.png",
        "Newsgroups",
        embedding + " embedding",
        (f, title) -> Plots.learningCurves(f, title, history.values()));
    keeper.plot(
        "confusion.png",
        "Newsgroups",
        "test messages",
        (f, title) -> Plots.confusion(f, title, confusion));
    keeper.report();

    RunReport.Builder report =
        watch
            .into(context.report().data(data.source(), data.news().size()))
            .metric("test_accuracy", onTest.get("accuracy"))
            .metric("test_loss", onTest.loss())
            .metric("val_accuracy", history.last("val_accuracy"))
            .metric("val_loss", history.last("val_loss"))
            .metric("texts_per_second", prepared.textsPerSecond());
    if (prepared.vectors() != null) {
      report.metric("words_with_vector", prepared.vectors().found());
    }
    return report.weights(Keeper.weights(model)).build();
  }

  private Model network(int length, int vocabulary, int classes) {
    return Sequential.of(
        input(DType.INT32, length),
        embedding(vocabulary, DIMENSION).trainable(embedding.equals("learned")),
        conv1D(128, 5).activation(RELU),
        maxPooling1D(5),
        conv1D(128, 5).activation(RELU),
        maxPooling1D(5),
        conv1D(128, 5).activation(RELU),
        globalMaxPooling1D(),
        dense(128).activation(RELU),
        dense(classes).activation(SOFTMAX));
  }

  /** The data of the network. */
  private record Prepared(
      TrainValidationTest parts,
      int vocabulary,
      List<String> words,
      Coverage vectors,
      double textsPerSecond) {}

  private Prepared prepare(RecipeContext context, Data data) {
    long start = System.nanoTime();
    Tokenizer tokenizer = new Tokenizer().numWords(VOCABULARY).fitOnTexts(data.news().texts());
    List<int[]> sequences = tokenizer.textsToSequences(data.news().texts());
    double seconds = (System.nanoTime() - start) * 1e-9;
    context.say(
        "%,d texts from %s, %,d different words; vectorized in %.2f s (%,.0f texts per second).",
        sequences.size(),
        data.source(),
        tokenizer.wordIndex().size(),
        seconds,
        sequences.size() / seconds);
    List<String> empty = data.news().empty();
    if (!empty.isEmpty()) {
      context.say("%d of them are empty, for example %s.", empty.size(), empty.getFirst());
    }
    Examples all = new Examples(padSequences(sequences, data.length()), data.news().labels());
    Coverage coverage = null;
    if (data.vectors() != null) {
      coverage = data.vectors().matrix(tokenizer.wordIndex(), tokenizer.vocabularySize());
      context.say("GloVe: %s.", coverage);
    }
    List<String> words =
        IntStream.range(1, tokenizer.vocabularySize()).mapToObj(tokenizer::word).toList();
    return new Prepared(
        Split.shuffled(SPLIT_SEED).trainValidationTest(all, 0.15, 0.05),
        tokenizer.vocabularySize(),
        words,
        coverage,
        sequences.size() / seconds);
  }

  private record Data(LabelledTexts news, WordVectors vectors, int length, String source) {}

  private Data load(RecipeContext context) throws InterruptedException {
    boolean glove = embedding.equals("glove");
    if (context.sample()) {
      context.say("Generated data (--data sample): the results do not apply to real messages.");
      List<String> topics = IntStream.rangeClosed(1, 20).mapToObj(i -> "topic." + i).toList();
      return new Data(
          TopicTexts.generate(SAMPLE_ROWS, topics, 1),
          glove ? TopicTexts.vectors(topics.size(), DIMENSION, 2) : null,
          SAMPLE_LENGTH,
          "sample");
    }
    Found found = context.find(finder, DataSet.NEWSGROUPS);
    LabelledTexts news =
        TextFiles.options()
            .charset(StandardCharsets.ISO_8859_1)
            .clean(NewsgroupsCnn::withoutHeader)
            .labelled(found.folder().resolve("20_newsgroups.tar.gz"));
    return new Data(news, glove ? vectors(context) : null, LENGTH, found.source());
  }

  private WordVectors vectors(RecipeContext context) throws InterruptedException {
    Path folder = context.find(finder, DataSet.GLOVE).folder();
    Path whole = folder.resolve("glove.6B.50d.txt");
    return WordVectorFiles.text(
        Files.exists(whole) ? whole : folder.resolve("glove.6B.50d.subset.txt"));
  }

  /** The header names the group, so it would give the class away. */
  private static String withoutHeader(String message) {
    int blank = message.indexOf("\n\n");
    return blank < 0 ? message : message.substring(blank);
  }
}
