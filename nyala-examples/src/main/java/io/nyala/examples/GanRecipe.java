// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.examples.recipe.UsageException;
import io.nyala.plot.Plots;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The base of recipes that train a generator of images. */
abstract class GanRecipe implements Recipe {
  private static final int BATCH = 32;
  private static final int GRID = 5;
  private static final int MEASURED = 1_000;
  private static final double NANOS = 1e-9;

  @Option(
      names = "--grid-every",
      paramLabel = "N",
      description = "Number of steps between grids of images (default: 250).")
  private int every = 250;

  /**
   * The data and the classifier that judges images.
   *
   * @param images {@code (rows, size, size, channels)} in (-1, 1)
   * @param source the source of the images
   * @param classifier returns class probabilities of images, or null
   * @param classifierAccuracy the accuracy on unseen images, or NaN
   * @param classifierSure the fraction of unseen images that are classified with confidence, or NaN
   */
  record Task(
      Tensor images,
      String source,
      UnaryOperator<Tensor> classifier,
      double classifierAccuracy,
      double classifierSure) {}

  /** Returns the default number of epochs. */
  abstract int defaultEpochs();

  /** Loads the images, and trains a classifier if the images can be judged by one. */
  abstract Task task(RecipeContext context) throws InterruptedException;

  @Override
  public Defaults defaults() {
    return Defaults.of(defaultEpochs(), BATCH);
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    if (every < 1) {
      throw new UsageException("--grid-every must be at least 1, got " + every);
    }
    int batch = context.batch(BATCH);
    Keeper keeper = new Keeper(context);
    Task task = task(context);
    int rows = task.images().shape().dim(0);
    if (batch < 2 || batch > rows) {
      throw new UsageException("--batch must be from 2 to " + rows + ", got " + batch);
    }
    context.say("%,d images from %s.", rows, task.source());
    GanTraining training = new GanTraining(task.images(), batch, context.seed());
    context.say("%s", training.summary());

    Path grids = context.output("grids");
    Files.createDirectories(grids);
    Tensor shown = training.noise(GRID * GRID, -2);
    int measured = Math.min(MEASURED, Math.max(rows, GRID));
    int epochs = context.epochs(defaultEpochs());
    long start = System.nanoTime();
    training.run(
        epochs,
        every,
        context.checkpoints(),
        (epoch, step, means) -> {
          context.say(
              "Epoch %d/%d, step %,d - %.1f s%s",
              epoch + 1, epochs, step, (System.nanoTime() - start) * NANOS, numbers(means));
          draw(context, training, shown, grids.resolve("step-%06d.png".formatted(step)));
          if (task.classifier() != null && step % training.steps() == 0) {
            Tensor classes = task.classifier().apply(training.samples(measured));
            context.say(
                "The classifier is confident about %.1f %% of the generated images.",
                100 * GanMeasures.confident(classes));
          }
        });
    double seconds = (System.nanoTime() - start) * NANOS;
    if (context.doctor()) {
      training.check().forEach((what, found) -> Health.say(context, what, found));
    }
    keeper.file("grids");

    Tensor made = training.samples(measured);
    Tensor probabilities = task.classifier() == null ? null : task.classifier().apply(made);
    GanMeasures measures = GanMeasures.of(made, task.images(), probabilities);
    say(context, task, measures, made.shape().dim(0));
    keeper.model(training.generator());
    keeper.plot(
        "learning-curves.png",
        name(),
        "",
        (f, title) -> Plots.curves(f, title, "report", training.history()));
    keeper.picture(
        "generated.png", f -> Plots.grid(f, shown(training.generator().predict(shown)), GRID));
    keeper.report();
    return report(context, task, training, measures, epochs, seconds);
  }

  private RunReport report(
      RecipeContext context,
      Task task,
      GanTraining training,
      GanMeasures measures,
      int epochs,
      double seconds) {
    RunReport.Builder report =
        context
            .report()
            .data(task.source(), task.images().shape().dim(0))
            .training(epochs, (long) epochs * training.steps(), seconds)
            .metric("diversity", measures.diversity());
    if (task.classifier() != null) {
      report
          .metric("confident_share", measures.confident())
          .metric("least_class_share", measures.least())
          .metric("largest_class_share", measures.most())
          .metric("evenness", measures.evenness())
          .metric("classifier_accuracy", task.classifierAccuracy())
          .metric("classifier_confident_share", task.classifierSure());
    }
    training.history().forEach((name, values) -> report.metric(name, values.getLast()));
    return report.weights(Keeper.weights(training.generator())).build();
  }

  private static void say(RecipeContext context, Task task, GanMeasures m, int made) {
    if (task.classifier() != null) {
      context.say(
          "%nOf %,d generated images, a classifier (%.2f %% correct on real ones) is confident "
              + "about %.1f %%; of real images, about %.1f %%. Classes make up from %.1f to %.1f "
              + "%%, evenness %.3f.",
          made,
          100 * task.classifierAccuracy(),
          100 * m.confident(),
          100 * task.classifierSure(),
          100 * m.least(),
          100 * m.most(),
          m.evenness());
    }
    context.say(
        "Generated images differ %.0f %% as much as real ones: %s.%n",
        100 * m.diversity(), m.verdict());
  }

  private static String numbers(Map<String, Double> means) {
    StringBuilder text = new StringBuilder();
    means.forEach(
        (name, value) -> text.append(String.format(Locale.ROOT, " - %s: %.4f", name, value)));
    return text.toString();
  }

  /** If this Java cannot draw, the grid is skipped and the run continues. */
  private static void draw(RecipeContext context, GanTraining training, Tensor noise, Path file) {
    try {
      Plots.grid(file, shown(training.generator().predict(noise)), GRID);
    } catch (IOException e) {
      context.say("No %s: %s", file.getFileName(), e.getMessage());
    }
  }

  /**
   * Scales (-1, 1) to [0, 1], and drops the channel axis of grey images, which are shown with 1 as
   * ink.
   */
  private static Tensor shown(Tensor images) {
    float[] values = images.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f * (values[i] + 1);
    }
    Shape s = images.shape();
    return Tensor.of(s.last() == 1 ? s.drop(3) : s, values);
  }

  /** Scales [0, 1] to (-1, 1). */
  static Tensor centred(Tensor images) {
    float[] values = images.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * values[i] - 1;
    }
    Shape s = images.shape();
    return Tensor.of(s.rank() == 3 ? s.insert(3, 1) : s, values);
  }
}
