// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.losses.Losses.categoricalCrossentropy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.rmsprop;

import io.nyala.data.DataException;
import io.nyala.data.evaluation.Bleu;
import io.nyala.data.samples.SentencePairs;
import io.nyala.data.text.TextFiles;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataFinder.Found;
import io.nyala.hub.DataSet;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.plot.Plots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Sequence to sequence: an encoder-decoder translates character by character. */
public final class TranslateSeq2seq implements Recipe {
  private static final int EPOCHS = 20;
  private static final int BATCH = 64;
  private static final int SAMPLE_PAIRS = 500;
  private static final double HELD_OUT = 0.2;
  private static final int JUDGED = 200; // number of test sentences to translate
  private static final int SHOWN = 20;
  private static final int STEPS_TIMED = 2_000;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description =
          "Number of pairs to use, from the beginning of the file (default: "
              + "${DEFAULT-VALUE}).")
  private int pairs = 10_000;

  @Option(
      names = "--units",
      paramLabel = "N",
      description = "Number of units of encoder and decoder (default: ${DEFAULT-VALUE}).")
  private int units = 256;

  @Option(
      names = "--variant",
      paramLabel = "plain|attention",
      description = {
        "plain: the decoder only gets the encoder's last state;",
        "attention: it also attends to each character (default: ${DEFAULT-VALUE})."
      })
  private String variant = "plain";

  @Option(
      names = "--beams",
      paramLabel = "N",
      description = "Beam width; 1 is greedy decoding (default: ${DEFAULT-VALUE}).")
  private int beams = 1;

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public TranslateSeq2seq(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "translate-seq2seq";
  }

  @Override
  public String description() {
    return "Sequence to sequence: translate English into French, character by character";
  }

  @Override
  public Defaults defaults() {
    return Defaults.of(EPOCHS, BATCH);
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    if (pairs < 10 || units < 1 || beams < 1) {
      throw new UsageException(
          "--pairs must be at least 10, --units and --beams at least 1, got %d, %d and %d"
              .formatted(pairs, units, beams));
    }
    boolean attention = Variants.check(variant, "plain", "attention").equals("attention");
    Keeper keeper = new Keeper(context);
    Data data = load(context);
    Translator translator = Translator.of(data.sources(), data.targets(), units, attention);
    int rows = data.sources().size();
    context.say("%,d pairs from %s.", rows, data.source());

    Model model = translator.training();
    model.seed(context.seed());
    model.compile(rmsprop(1e-3), categoricalCrossentropy());
    context.say("%s", model.summary());
    int epochs = context.epochs(EPOCHS);
    Stopwatch watch = new Stopwatch();
    History history =
        model.fit(
            List.of(translator.encode(data.sources()), translator.soFar(data.targets())),
            List.of(translator.next(data.targets())),
            fit()
                .epochs(epochs)
                .checkpoints(context.checkpoints())
                .batchSize(context.batch(BATCH))
                .validationSplit(HELD_OUT)
                .callbacks(watch, Progress.of(context, epochs), Health.of(context)));
    context.say("%s.", watch.summary());

    // The last part of the rows, which was used for validation.
    int heldOut = (int) (rows * HELD_OUT);
    Bleu bleu = judge(context, translator, data, rows - heldOut, Math.min(JUDGED, heldOut));

    double step = translator.microsecondsPerStep(data.sources().getFirst(), STEPS_TIMED);
    context.say("A decoding step, one character of one sentence: %.0f microseconds.%n", step);

    keeper.model(model);
    translator.save(context.output(Translator.FILE));
    keeper.file(Translator.FILE);
    keeper.plot(
        "learning-curves.png",
        "Translation",
        "",
        (f, title) -> Plots.learningCurves(f, title, history.values()));
    keeper.report();
    context.say(
        "Try: ./nyala translate --model %s \"%s\"", context.output(""), data.sources().getFirst());

    return watch
        .into(context.report().data(data.source(), rows))
        .metric("train_loss", history.last("loss"))
        .metric("val_loss", history.last("val_loss"))
        .metric("bleu", bleu.score())
        .metric("exact_match", bleu.exactMatch())
        .metric("decoding_step_us", step)
        .weights(Keeper.weights(model))
        .build();
  }

  /** Translates evenly spaced test sentences and prints some of them. */
  private Bleu judge(RecipeContext context, Translator translator, Data data, int from, int count) {
    List<String> sources = new ArrayList<>();
    List<String> references = new ArrayList<>();
    int rows = data.sources().size() - from;
    for (int i = 0; i < count; i++) {
      int row = from + (int) ((long) i * rows / count);
      sources.add(data.sources().get(row));
      references.add(data.targets().get(row));
    }
    List<String> translations = translator.translate(sources, beams);
    Bleu bleu = Bleu.of(translations, references);
    context.say("%nTest sentences, their translations, and the references:%n");
    for (int i = 0; i < Math.min(SHOWN, count); i++) {
      int row = i * count / Math.min(SHOWN, count);
      context.say("  %-28s %-42s %s", sources.get(row), translations.get(row), references.get(row));
    }
    context.say("%n%d test sentences: %s.%n", count, bleu);
    return bleu;
  }

  private record Data(List<String> sources, List<String> targets, String source) {}

  private Data load(RecipeContext context) throws InterruptedException {
    if (context.sample()) {
      context.say("Generated data (--data sample): the results do not apply to real languages.");
      SentencePairs made = SentencePairs.generate(Math.min(pairs, SAMPLE_PAIRS), 1);
      return new Data(made.sources(), made.targets(), "sample");
    }
    Found found = context.find(finder, DataSet.FRA_ENG);
    Path zip = found.folder().resolve("fra-eng.zip");
    String text =
        Files.exists(zip)
            ? TextFiles.options().read(zip, "fra.txt")
            : TextFiles.options().read(found.folder().resolve("fra.txt"));
    List<String> lines = text.lines().limit(pairs).toList();
    List<String> sources = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String[] fields = lines.get(i).split("\t", -1);
      if (fields.length < 2) {
        throw new DataException(
            "fra.txt line %d: expected two sentences separated by a tab, got \"%s\""
                .formatted(i + 1, lines.get(i)));
      }
      sources.add(fields[0]);
      targets.add(fields[1]);
    }
    return new Data(sources, targets, found.source());
  }
}
