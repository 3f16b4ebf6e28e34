// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.images.ImageAugmentation;
import io.nyala.data.streams.Dataset;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.DataFinder;
import io.nyala.models.DataParallel;
import io.nyala.models.Evaluation;
import io.nyala.models.FitOptions;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.optimizers.Adam;
import io.nyala.optimizers.Schedules;
import io.nyala.plot.Plots;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Classification of small photographs with a convolutional network, with or without augmentation.
 */
public final class Cifar10Cnn implements Recipe {
  private static final int EPOCHS = 10;
  private static final int BATCH = 32;
  private static final double MEBI = 1 << 20;
  private static final int PREFETCH = 4;

  @Option(
      names = "--augment",
      description = "Rotate, shift and flip the training images at random, and plot some of them.")
  private boolean augment;

  @Option(
      names = "--network",
      paramLabel = "book|vgg",
      description =
          "book: two convolutions and two dense layers (default); vgg: six convolutions, a learning"
              + " rate that falls to 0, 40 epochs.")
  private String network = "book";

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description =
          "Distribute the rows of each step over N workers; the result does not depend on N.")
  private Integer replicas;

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public Cifar10Cnn(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "cifar10-cnn";
  }

  @Override
  public String description() {
    return "Classification into ten classes: objects in small photographs";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(EPOCHS + ", with --network vgg " + 4 * EPOCHS, String.valueOf(BATCH));
  }

  @Override
  public boolean isDistributable() {
    return true;
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    if (!List.of("book", "vgg").contains(network)) {
      throw new UsageException("--network must be book or vgg, got '" + network + "'");
    }
    if (replicas != null && replicas < 1) {
      throw new UsageException("--replicas must be at least 1, got " + replicas);
    }
    boolean vgg = network.equals("vgg");
    Keeper keeper = new Keeper(context);
    Photographs data = Photographs.load(context, finder);
    context.say(
        "Images from %s: %,d for training, %,d for validation, %,d for testing.",
        data.source(), data.train().rows(), data.validation().rows(), data.test().rows());

    int epochs = context.epochs(vgg ? 4 * EPOCHS : EPOCHS);
    int batch = context.batch(BATCH);
    Model model = vgg ? ImageNetworks.vgg() : ImageNetworks.book(!augment);
    model.seed(context.seed());
    int steps = Math.ceilDiv(data.train().rows(), batch);
    Adam optimizer =
        vgg
            ? adam().learningRate(Schedules.cosineDecay(2e-3, (double) epochs * steps))
            : adam(1e-3);
    model.compile(optimizer, sparseCategoricalCrossentropy(), accuracy());
    context.distribute(model);
    if (replicas != null && model.distribution() != null) {
      throw new UsageException("--replicas is for one process; a worker uses all its threads");
    }
    if (replicas != null) {
      model.distribute(DataParallel.replicas(replicas));
    }
    context.say("%s", model.summary());

    ImageAugmentation change = augmentation(vgg);
    if (augment) {
      keeper.plot(
          "augmented.png",
          "CIFAR-10",
          "augmented training images",
          (f, title) -> data.drawAugmented(f, title, change, context.seed()));
    }
    Stopwatch watch = new Stopwatch();
    FitOptions options =
        fit()
            .epochs(epochs)
            .checkpoints(context.checkpoints())
            .validation(data.validation().x(), data.validation().y())
            .callbacks(watch, Progress.of(context, epochs), Health.of(context));
    History history =
        augment
            ? model.fit(stream(data, change, batch, context.seed()), options)
            : model.fit(data.train().x(), data.train().y(), options.batchSize(batch));
    context.say("%s.%nMemory: %s.", watch.summary(), model.trainingMemory());

    Evaluation onTest = model.evaluate(data.test().x(), data.test().y());
    Evaluation onTrain = model.evaluate(data.train().x(), data.train().y());
    Tensor predicted = model.predict(data.test().x());
    ConfusionMatrix confusion = ConfusionMatrix.of(data.test().y(), predicted).named(data.names());
    double best = history.get("val_accuracy").stream().mapToDouble(v -> v).max().orElseThrow();
    context.say(
        "%nTest: accuracy %.4f, loss %.4f. Best epoch on validation: %.4f.%n%n%s",
        onTest.get("accuracy"), onTest.loss(), best, confusion);

    keeper.model(model);
    keeper.plot(
        "learning-curves.png",
        "CIFAR-10",
        network,
        (f, title) -> Plots.learningCurves(f, title, history.values()));
    keeper.plot(
        "confusion.png",
        "CIFAR-10",
        "test images",
        (f, title) -> Plots.confusion(f, title, confusion));
    keeper.plot(
        "predictions.png",
        "CIFAR-10",
        "test images",
        (f, title) -> data.drawPredictions(f, title, predicted));
    keeper.report();

    return watch
        .into(context.report().data(data.source(), data.rows()))
        .metric("memory_mib", model.trainingMemory().used() / MEBI)
        .metric("test_accuracy", onTest.get("accuracy"))
        .metric("test_loss", onTest.loss())
        .metric("val_accuracy", history.last("val_accuracy"))
        .metric("best_val_accuracy", best)
        .metric("running_accuracy", history.last("accuracy"))
        .metric("train_accuracy", onTrain.get("accuracy"))
        .weights(Keeper.weights(model))
        .build();
  }

  /** The book's settings; for the larger network, shifts of an eighth and no rotation. */
  private static ImageAugmentation augmentation(boolean vgg) {
    return vgg
        ? new ImageAugmentation().widthShift(0.125).heightShift(0.125).horizontalFlip()
        : new ImageAugmentation().rotation(20).widthShift(0.02).heightShift(0.02).horizontalFlip();
  }

  private static Dataset stream(Photographs data, ImageAugmentation change, int batch, long seed) {
    return Dataset.fromTensors(data.train().x(), data.train().y())
        .shuffle(data.train().rows(), seed)
        .batch(batch)
        .mapRandom(seed, change)
        .prefetch(PREFETCH);
  }
}
