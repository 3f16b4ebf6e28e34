// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.zoo;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.activation;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.maxPooling2D;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.data.Examples;
import io.nyala.examples.Health;
import io.nyala.examples.Progress;
import io.nyala.examples.Stopwatch;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.DataFinder;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Padding;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import io.nyala.optimizers.Schedules;
import io.nyala.plot.Plots;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.networks.Preprocessing;
import io.nyala.zoo.transfer.Head;
import io.nyala.zoo.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * What transfer learning is worth: cats against dogs with few labels, from a network that has
 * learned the eight other classes of CIFAR-10, and from nothing.
 */
public final class CifarTransfer implements Recipe {
  private static final int SIZE = 32;
  private static final int EPOCHS = 5;
  private static final int TASK_EPOCHS = 15;
  private static final int BATCH = 32;
  private static final int REPEATS = 3;
  private static final double DROPOUT = 0.2;
  private static final String FROZEN = "frozen";
  private static final String TUNED = "tuned";
  private static final String SCRATCH = "scratch";

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description =
          "Trainings with other labels and seeds, for each number (default: " + REPEATS + ").")
  private int repeats = REPEATS;

  @Option(
      names = "--task-epochs",
      paramLabel = "N",
      description = "Epochs with cats and dogs (default: " + TASK_EPOCHS + ").")
  private int taskEpochs = TASK_EPOCHS;

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the images
   */
  public CifarTransfer(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "cifar-transfer";
  }

  @Override
  public String description() {
    return "Transfer learning: what it is worth with 100, 500 and 2,000 labels";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(EPOCHS + " of the eight classes; see --task-epochs", String.valueOf(BATCH));
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    if (repeats < 1 || taskEpochs < 1) {
      throw new UsageException(
          "--repeats and --task-epochs must be at least 1, got %d and %d"
              .formatted(repeats, taskEpochs));
    }
    Keeper keeper = new Keeper(context);
    CifarPets data = CifarPets.load(context, finder);
    context.say(
        "Images from %s: %,d of eight classes and %,d of cats and dogs; for testing %,d and %,d.",
        data.source(),
        data.others().rows(),
        data.pets().rows(),
        data.othersTest().rows(),
        data.petsTest().rows());
    Run run = new Run(context, data);
    List<Tensor> pretrained = run.pretrain();
    run.compare(pretrained);

    keeper.model(run.best);
    keeper.plot("transfer.png", "CIFAR-10", "two classes after eight others", run::draw);
    keeper.report();
    return run.report(context.report().data(data.source(), data.rows()));
  }

  private static Transfer network(Head head) {
    List<Layer> layers = new ArrayList<>();
    int block = 1;
    for (int filters : new int[] {32, 64, 128}) {
      String name = "block_" + block++;
      layers.add(conv2D(filters, 3).padding(Padding.SAME).useBias(false).named(name + "_conv"));
      layers.add(batchNormalization().momentum(0.9).named(name + "_norm"));
      layers.add(activation(RELU).named(name + "_relu"));
      layers.add(maxPooling2D(2).named(name + "_pool"));
    }
    layers.add(globalAveragePooling2D().named("pool"));
    Model trunk = Sequential.of(input(SIZE, SIZE, 3), layers.toArray(Layer[]::new));
    Value image = input(SIZE, SIZE, 3);
    return Transfer.of(trunk, image, Preprocessing.TF.apply(image), head);
  }

  /** The trainings of one run. */
  private final class Run {
    private final RecipeContext context;
    private final CifarPets data;
    private final int batch;
    private final Map<String, double[][]> accuracies = new LinkedHashMap<>();
    private final List<float[]> weights = new ArrayList<>();
    private final Stopwatch first = new Stopwatch();
    private int epochs;
    private long steps;
    private double seconds;
    private double eight;
    private Model best;

    Run(RecipeContext context, CifarPets data) {
      this.context = context;
      this.data = data;
      this.batch = context.batch(BATCH);
      for (String kind : List.of(FROZEN, TUNED, SCRATCH)) {
        accuracies.put(kind, new double[data.labels().size()][repeats]);
      }
    }

    /** Learns the eight classes; returns the weights of the trunk. */
    List<Tensor> pretrain() {
      Transfer transfer = network(Head.of(CifarPets.OTHERS).dropout(DROPOUT));
      transfer.trunk().trainable(true);
      Model model = transfer.model();
      model.seed(context.seed());
      int of = context.epochs(EPOCHS);
      double all = (double) of * Math.ceilDiv(data.others().rows(), batch);
      model.compile(
          adam().learningRate(Schedules.cosineDecay(2e-3, all)),
          sparseCategoricalCrossentropy(),
          accuracy());
      context.say("%s", model.summary());
      fitted(
          model,
          "pretraining",
          data.others(),
          of,
          first,
          fit()
              .validation(data.othersTest().x(), data.othersTest().y())
              .callbacks(first, Progress.of(context, of), Health.of(context)));
      eight = tested(model, data.othersTest());
      context.say("%s.%nEight classes: test accuracy %.4f.%n", first.summary(), eight);
      return transfer.trunk().getWeights();
    }

    /** Learns cats against dogs in three ways, with each number of labels. */
    void compare(List<Tensor> pretrained) {
      context.say("Cats against dogs: test accuracy%n  labels  seed  frozen   tuned  scratch");
      for (int i = 0; i < data.labels().size(); i++) {
        for (int r = 0; r < repeats; r++) {
          Examples some = data.some(data.labels().get(i), context.seed() + r);
          transfer(pretrained, some, i, r);
          scratch(some, i, r);
          context.say(
              "  %,6d  %4d  %.4f  %.4f   %.4f",
              data.labels().get(i),
              context.seed() + r,
              accuracies.get(FROZEN)[i][r],
              accuracies.get(TUNED)[i][r],
              accuracies.get(SCRATCH)[i][r]);
        }
      }
    }

    /** The head on frozen features first, then all layers with a low rate. */
    private void transfer(List<Tensor> pretrained, Examples some, int i, int r) {
      Transfer pets = network(Head.of(2).dropout(DROPOUT));
      pets.trunk().setWeights(pretrained);
      pets.seed(context.seed() + r);
      Examples features = new Examples(pets.features(some.x()), some.y());
      pets.head().compile(adam(3e-3), binaryCrossentropy(), accuracy());
      fitted(pets.head(), FROZEN, features, i, r);
      accuracies.get(FROZEN)[i][r] = tested(pets, data.petsTest());

      pets.unfreezeFrom(0).freezeStatistics();
      pets.model()
          .compile(adam(3e-4).learningRateScale("^block_", 0.3), binaryCrossentropy(), accuracy());
      fitted(pets.model(), TUNED, some, i, r);
      accuracies.get(TUNED)[i][r] = tested(pets.model(), data.petsTest());
      best = pets.model();
    }

    private void scratch(Examples some, int i, int r) {
      Transfer pets = network(Head.of(2).dropout(DROPOUT));
      pets.trunk().trainable(true);
      pets.model().seed(context.seed() + r);
      pets.model().compile(adam(1e-3), binaryCrossentropy(), accuracy());
      fitted(pets.model(), SCRATCH, some, i, r);
      accuracies.get(SCRATCH)[i][r] = tested(pets.model(), data.petsTest());
    }

    private void fitted(Model model, String kind, Examples on, int i, int r) {
      String name = "%s-%d-%d".formatted(kind, data.labels().get(i), r + 1);
      Stopwatch watch = new Stopwatch();
      fitted(model, name, on, taskEpochs, watch, fit().callbacks(watch));
    }

    private void fitted(
        Model model, String name, Examples on, int of, Stopwatch watch, FitOptions options) {
      model.fit(
          on.x(),
          on.y(),
          options.epochs(of).batchSize(batch).checkpoints(context.checkpoints(name)));
      epochs += watch.epochs();
      steps += watch.steps();
      seconds += watch.seconds();
      weights.addAll(List.of(Keeper.weights(model)));
    }

    private static double tested(Model model, Examples on) {
      return model.evaluate(on.x(), on.y()).get("accuracy");
    }

    private static double tested(Transfer pets, Examples on) {
      return pets.head().evaluate(pets.features(on.x()), on.y()).get("accuracy");
    }

    void draw(Path file, String title) throws IOException {
      Map<String, double[][]> lines = new LinkedHashMap<>();
      lines.put("transfer, trunk frozen", accuracies.get(FROZEN));
      lines.put("transfer, then fine-tuned", accuracies.get(TUNED));
      lines.put("from scratch", accuracies.get(SCRATCH));
      Plots.spread(
          file,
          title,
          "labelled images",
          data.labels().stream().map(n -> String.format(Locale.ROOT, "%,d", n)).toList(),
          repeats == 1 ? "test accuracy" : "test accuracy: mean and range of " + repeats,
          lines);
    }

    RunReport report(RunReport.Builder report) {
      report.metric("pretrain_test_accuracy", eight);
      accuracies.forEach(
          (kind, byLabels) -> {
            for (int i = 0; i < byLabels.length; i++) {
              String name = kind + "_accuracy_" + data.labels().get(i);
              report.metric(name, Arrays.stream(byLabels[i]).average().orElseThrow());
            }
          });
      return report
          .training(epochs, steps, seconds)
          .weights(weights.toArray(float[][]::new))
          .build();
    }
  }
}
