// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.zoo;

import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.rmsprop;
import static io.nyala.optimizers.Optimizers.sgd;

import io.nyala.data.Examples;
import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.images.ImageAugmentation;
import io.nyala.data.streams.Dataset;
import io.nyala.examples.Health;
import io.nyala.examples.Progress;
import io.nyala.examples.Stopwatch;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.DataFinder;
import io.nyala.io.ModelFileException;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.plot.Plots;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.transfer.Head;
import io.nyala.zoo.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Tells cats from dogs with a network that was trained on other images. */
public final class PetsTransfer implements Recipe {
  private static final int EPOCHS = 10;
  private static final int FINE_EPOCHS = 4;
  private static final int BATCH = 32;
  private static final int HIDDEN = 1024;
  private static final double DROPOUT = 0.5;
  private static final int PREFETCH = 2;

  // The classes of ImageNet that are cats and dogs, both ends included.
  private static final int[] CATS = {281, 285};
  private static final int[] DOGS = {151, 268};

  @Option(
      names = "--trunk",
      paramLabel = "mobilenetv2|squeezenet",
      description =
          "mobilenetv2: MobileNetV2 with a width of 0.35 (default); squeezenet: SqueezeNet 1.1.")
  private String trunk = "mobilenetv2";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "The weights of the trunk, such as a .h5 file of Keras (default: in the folder"
              + " 'pretrained' of --data or of the cache).")
  private Path weights;

  @Option(
      names = "--fine-epochs",
      paramLabel = "N",
      description = "Epochs of the second stage; 0 for none (default: " + FINE_EPOCHS + ").")
  private int fineEpochs = FINE_EPOCHS;

  @Option(
      names = "--freeze-statistics",
      description = "Keep batch normalizations frozen in the second stage too.")
  private boolean freezeStatistics;

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds photographs and weights
   */
  public PetsTransfer(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "pets-transfer";
  }

  @Override
  public String description() {
    return "Transfer learning: cats and dogs with a pretrained network";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(EPOCHS + " of the head; see --fine-epochs", String.valueOf(BATCH));
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    PetTrunk network = PetTrunk.of(trunk);
    if (fineEpochs < 0) {
      throw new UsageException("--fine-epochs must be at least 0, got " + fineEpochs);
    }
    if (weights != null && !Files.isRegularFile(weights)) {
      throw new UsageException("--weights: no such file: " + weights);
    }
    Keeper keeper = new Keeper(context);
    PetPhotos photos = PetPhotos.load(context, finder, network.size());
    context.say(
        "Images from %s: %,d for training, %,d for validation, %,d for testing.",
        photos.source(),
        photos.train().names().size(),
        photos.validation().names().size(),
        photos.test().names().size());
    RunReport.Builder report = context.report().data(photos.source(), photos.rows());
    Transfer transfer = transfer(context, network, photos, report);
    transfer.seed(context.seed());
    context.say("%s", transfer.model().summary());

    Path cache = context.output("features");
    Examples train = photos.train().features(transfer, cache);
    Examples validation = photos.validation().features(transfer, cache);
    Examples test = photos.test().features(transfer, cache);

    context.say("Stage 1: the trunk is frozen, the head learns from its features.");
    Stopwatch first = new Stopwatch();
    History history = trainHead(context, transfer, train, validation, first);
    double stage1 = transfer.head().evaluate(test.x(), test.y()).get("accuracy");
    context.say("Test: accuracy %.4f.%n", stage1);
    report.metric("stage1_val_accuracy", history.last("val_accuracy"));
    report.metric("stage1_test_accuracy", stage1);

    Stopwatch second = new Stopwatch();
    Map<String, List<Double>> curves = new LinkedHashMap<>(history.values());
    if (fineEpochs > 0) {
      String from = context.sample() ? "block_2" : network.unfrozen();
      context.say("Stage 2: the trunk learns too, from layer %s on, with changed images.", from);
      History fine = fineTune(context, transfer, photos, from, second);
      fine.values().forEach((name, values) -> curves.merge(name, values, PetsTransfer::joined));
      report.metric("val_accuracy", fine.last("val_accuracy"));
    }

    Model model = transfer.model();
    Tensor predicted =
        fineEpochs > 0
            ? model.predict(photos.test().batches(BATCH, null)).getFirst()
            : transfer.head().predict(test.x());
    ConfusionMatrix confusion =
        ConfusionMatrix.atThreshold(test.y(), predicted, 0.5f).named(photos.names());
    context.say("%nTest: accuracy %.4f.%n%n%s", confusion.accuracy(), confusion);
    if (fineEpochs > 0) {
      context.say("%s.", second.summary());
    }

    keeper.model(model);
    keeper.plot(
        "learning-curves.png",
        "Pets",
        network + ", fine-tuned after epoch " + context.epochs(EPOCHS),
        (f, title) -> Plots.learningCurves(f, title, curves));
    keeper.plot(
        "confusion.png", "Pets", "test images", (f, title) -> Plots.confusion(f, title, confusion));
    new PetLooks(photos, test.y(), predicted).keep(context, keeper, model, train, test);
    keeper.report();
    return report
        .metric("test_accuracy", confusion.accuracy())
        .training(
            first.epochs() + second.epochs(),
            first.steps() + (fineEpochs > 0 ? second.steps() : 0),
            first.seconds() + second.seconds())
        .weights(Keeper.weights(model))
        .build();
  }

  /** Puts the head on the trunk; a trunk with its own classifier is tested first. */
  private Transfer transfer(
      RecipeContext context, PetTrunk network, PetPhotos photos, RunReport.Builder report)
      throws InterruptedException {
    Head head = Head.of(2).hidden(HIDDEN).dropout(DROPOUT);
    if (context.sample()) {
      context.say("The trunk is a small network with random weights.");
      return PetTrunk.untrained(head);
    }
    Path file = weights == null ? network.weights(context, finder) : weights;
    context.say("Weights of %s from %s.", network, file);
    try {
      Optional<Model> classifier = network.classifier(file);
      if (classifier.isPresent()) {
        double right = zeroShot(classifier.get(), photos);
        context.say("Its own classifier, without any training: test accuracy %.4f.", right);
        report.metric("zero_shot_accuracy", right);
      }
      return network.network().weights(file).head(head);
    } catch (ModelFileException | IllegalArgumentException e) {
      throw new UsageException("--weights: " + e.getMessage(), e);
    }
  }

  private static History trainHead(
      RecipeContext context,
      Transfer transfer,
      Examples train,
      Examples validation,
      Stopwatch watch) {
    int epochs = context.epochs(EPOCHS);
    transfer.head().compile(rmsprop(1e-3), binaryCrossentropy(), accuracy());
    return transfer
        .head()
        .fit(
            train.x(),
            train.y(),
            fit()
                .epochs(epochs)
                .batchSize(context.batch(BATCH))
                .checkpoints(context.checkpoints("head"))
                .validation(validation.x(), validation.y())
                .callbacks(watch, Progress.of(context, epochs), Health.of(context)));
  }

  private History fineTune(
      RecipeContext context, Transfer transfer, PetPhotos photos, String from, Stopwatch watch) {
    transfer.unfreezeFrom(from);
    if (freezeStatistics) {
      transfer.freezeStatistics();
    }
    transfer.model().compile(sgd(1e-4).momentum(0.9), binaryCrossentropy(), accuracy());
    ImageAugmentation change =
        new ImageAugmentation().widthShift(0.1).heightShift(0.1).horizontalFlip();
    int batch = context.batch(BATCH);
    Dataset changed =
        photos
            .train()
            .batches(batch, context.seed())
            .mapRandom(context.seed(), change, context.threads())
            .prefetch(PREFETCH);
    return transfer
        .model()
        .fit(
            changed,
            fit()
                .epochs(fineEpochs)
                .checkpoints(context.checkpoints("fine-tuning"))
                .validation(photos.validation().batches(batch, null))
                .callbacks(watch, Progress.of(context, fineEpochs), Health.of(context)));
  }

  private static List<Double> joined(List<Double> first, List<Double> second) {
    List<Double> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** Returns how often the classes of cats have more probability than those of dogs for a cat. */
  private static double zeroShot(Model classifier, PetPhotos photos) {
    int right = 0;
    int rows = 0;
    try (var pass = photos.test().batches(BATCH, null).open(0)) {
      for (var batch = pass.next(); batch != null; batch = pass.next()) {
        Tensor p = classifier.predictOnBatch(batch.x().getFirst());
        float[] second = batch.y().getFirst().floats();
        for (int i = 0; i < second.length; i++) {
          boolean dog = sum(p, i, DOGS) > sum(p, i, CATS);
          right += dog == second[i] > 0.5 ? 1 : 0;
        }
        rows += second.length;
      }
    }
    return (double) right / rows;
  }

  private static double sum(Tensor p, int row, int... range) {
    double sum = 0;
    for (int c = range[0]; c <= range[1]; c++) {
      sum += p.at(row, c);
    }
    return sum;
  }
}
