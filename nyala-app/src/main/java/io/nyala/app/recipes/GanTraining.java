// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.recipes;

import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.metrics.Metrics.binaryAccuracy;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.data.streams.Dataset;
import io.nyala.doctor.Diagnosis;
import io.nyala.doctor.Disease;
import io.nyala.models.Checkpointer;
import io.nyala.models.Evaluation;
import io.nyala.models.Model;
import io.nyala.models.Progress;
import io.nyala.models.Sequential;
import io.nyala.ops.Variable;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A generator and a discriminator that learn from each other, as in the book, but for two things:
 * the rate falls in the second half, and the discriminator sees its half batches of real and
 * generated images as one batch.
 *
 * <p>A frozen batch normalisation uses its averages, in Keras since 2.1.3 as here, and they are of
 * both kinds of images. Half batches apart would be normalised each by its own mean, by which alone
 * a discriminator tells them apart, while the generator would learn to fool another one, with the
 * averages, that nobody trains. So it went with digits: by step 1,750 there were none to be seen,
 * and in the end the discriminator was right always.
 */
final class GanTraining {
  /** Is told of the course of training. */
  interface Observer {
    /** Called now and then: how many steps were made, and the means since the last call. */
    void at(int epoch, int step, Map<String, Double> means);
  }

  private static final double RATE = 2e-4;
  private static final double BETA1 = 0.5;
  private static final int PREFETCH = 4;

  private final Tensor images;
  private final int batch;
  private final long seed;
  private final Model generator;
  private final Model discriminator;
  private final Model stacked;
  private final String summary;
  private final Map<String, List<Double>> history = new LinkedHashMap<>();
  private final Map<String, Double> sums = new LinkedHashMap<>();
  private int summed;
  private long draws;

  /**
   * Prepares training.
   *
   * @param images {@code (rows, size, size, channels)} in (-1, 1)
   * @param batch rows of a generator's step; the discriminator sees half as many of either kind
   */
  GanTraining(Tensor images, int batch, long seed) {
    this.images = images;
    this.batch = batch;
    this.seed = seed;
    int size = images.shape().dim(1);
    int channels = images.shape().dim(3);
    generator = GanNetworks.generator(size, channels);
    generator.seed(seed);
    discriminator = GanNetworks.discriminator(size, channels);
    discriminator.seed(seed + 1);
    discriminator.compile(adam(RATE).beta1(BETA1), binaryCrossentropy(), binaryAccuracy());
    // Taken now: later the discriminator would seem to have nothing to train.
    summary = "%s%n%s".formatted(generator.summary(), discriminator.summary());
    // Frozen for the stack alone: the discriminator was compiled before.
    discriminator.trainable(false);
    stacked = Sequential.of(input(GanNetworks.NOISE), generator, discriminator);
    stacked.compile(adam(RATE).beta1(BETA1), binaryCrossentropy());
  }

  Model generator() {
    return generator;
  }

  /** Returns the layers of both networks, as each is trained. */
  String summary() {
    return summary;
  }

  int steps() {
    return images.shape().dim(0) / batch;
  }

  /** Returns what was told to the observer, by name. */
  Map<String, List<Double>> history() {
    return history;
  }

  /**
   * Trains, or goes on.
   *
   * @param every tells the observer after so many steps, and at the end of each epoch
   * @param keeper keeps the training, and knows where it was interrupted
   */
  void run(int epochs, int every, Checkpointer keeper, Observer observer) {
    GanState state = new GanState(this, conditions(epochs, every), keeper);
    Progress from = state.restore();
    int half = batch / 2;
    Dataset reals =
        Dataset.fromTensors(List.of(images), List.of(), List.of())
            .shuffle(images.shape().dim(0), seed)
            .batch(half, true)
            .prefetch(PREFETCH);
    Tensor kinds = both(Tensor.full(Shape.of(half, 1), 1), Tensor.zeros(Shape.of(half, 1)));
    Tensor wanted = Tensor.full(Shape.of(batch, 1), 1);
    for (int epoch = from == null ? 0 : from.epoch(); epoch < epochs; epoch++) {
      try (BatchSource.Pass pass = reals.open(epoch)) {
        int done = from == null ? 0 : from.batch();
        from = null;
        for (int step = 1; step <= steps(); step++) {
          Batch real = pass.next();
          if (step <= done) {
            continue;
          }
          setRate((double) (epoch * steps() + step - 1) / (epochs * steps()));
          Tensor fakes = generator.predictOnBatch(noise(half, draws++));
          Evaluation told = discriminator.trainOnBatch(both(real.x().get(0), fakes), kinds);
          Evaluation fooled = stacked.trainOnBatch(noise(batch, draws++), wanted);
          note("discriminator_loss", told.loss());
          note("generator_loss", fooled.loss());
          note("discriminator_accuracy", told.get("binary_accuracy"));
          summed++;
          if (step % every == 0 || step == steps()) {
            observer.at(epoch, epoch * steps() + step, means());
          }
          state.afterStep(epoch, step, epoch == epochs - 1 && step == steps());
        }
      }
    }
  }

  /** Returns what the weights in the end depend on, and the curves; by name, in order. */
  private Map<String, String> conditions(int epochs, int every) {
    Map<String, String> all = new TreeMap<>();
    all.put("epochs", String.valueOf(epochs));
    all.put("batch", String.valueOf(batch));
    all.put("steps from report to report", String.valueOf(every));
    all.put("images", images.shape().toString());
    all.put("checksum of images", "%08x".formatted(Arrays.hashCode(images.floats())));
    return all;
  }

  /**
   * Holds the rate for half of the training, then lets it fall to nothing in a straight line, as
   * Zhu et al. (2017) do: what is left of the swings of one network around the other calms down.
   */
  private void setRate(double done) {
    double rate = RATE * Math.min(1, 2 * (1 - done));
    discriminator.optimizer().learningRate(rate);
    stacked.optimizer().learningRate(rate);
  }

  private static Tensor both(Tensor first, Tensor second) {
    float[] data = Arrays.copyOf(first.floats(), first.shape().size() + second.shape().size());
    System.arraycopy(second.floats(), 0, data, first.shape().size(), second.shape().size());
    return Tensor.of(first.shape().with(0, first.shape().dim(0) + second.shape().dim(0)), data);
  }

  /** Returns every variable of both networks and both optimizers, always in the same order. */
  List<Variable> variables() {
    List<Variable> all = new ArrayList<>();
    generator.weights().forEach(w -> all.add(w.variable()));
    discriminator.weights().forEach(w -> all.add(w.variable()));
    all.addAll(discriminator.optimizer().variables());
    all.addAll(stacked.optimizer().variables());
    return all;
  }

  /** Returns everything else that the training will depend on. */
  Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("draws", draws);
    state.put("sums", new LinkedHashMap<>(sums));
    state.put("summed", summed);
    state.put("history", new LinkedHashMap<>(history));
    state.put("discriminator_iterations", discriminator.optimizer().iterations());
    state.put("stacked_iterations", stacked.optimizer().iterations());
    return state;
  }

  @SuppressWarnings("unchecked") // as state() made it
  void restore(Map<String, Object> state) {
    draws = ((Number) state.get("draws")).longValue();
    sums.putAll((Map<String, Double>) state.get("sums"));
    summed = (Integer) state.get("summed");
    ((Map<String, List<Double>>) state.get("history"))
        .forEach((name, values) -> history.put(name, new ArrayList<>(values)));
    discriminator
        .optimizer()
        .iterations(((Number) state.get("discriminator_iterations")).longValue());
    stacked.optimizer().iterations(((Number) state.get("stacked_iterations")).longValue());
  }

  /** Lets the doctor look at both networks, as they are now. */
  Map<String, Diagnosis> check() {
    int rows = Math.min(128, images.shape().dim(0));
    Tensor real = images.rows(0, rows);
    Tensor made = samples(rows);
    Tensor kinds = both(Tensor.full(Shape.of(rows, 1), 1), Tensor.zeros(Shape.of(rows, 1)));
    Map<String, Diagnosis> found = new LinkedHashMap<>();
    found.put("discriminator", discriminator.check(both(real, made), kinds));
    // All targets are 1: the generator is to be taken for real. Its last layer gives black and
    // white where the real images have them.
    found.put(
        "generator",
        stacked
            .check(noise(rows, -1), Tensor.full(Shape.of(rows, 1), 1))
            .without(Disease.CONSTANT_TARGETS)
            .without(Disease.SATURATED_UNITS, generator.layers().getLast().toString()));
    return found;
  }

  long seed() {
    return seed;
  }

  private void note(String name, double value) {
    sums.merge(name, value, Double::sum);
  }

  private Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum / summed));
    means.forEach((name, v) -> history.computeIfAbsent(name, n -> new ArrayList<>()).add(v));
    sums.clear();
    summed = 0;
    return means;
  }

  /** Returns normal numbers, {@code (rows, 100)}, always the same for a draw. */
  Tensor noise(int rows, long draw) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + draw);
    float[] data = new float[rows * GanNetworks.NOISE];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, GanNetworks.NOISE), data);
  }

  /** Returns generated images for numbers that training never draws. */
  Tensor samples(int rows) {
    return generator.predict(noise(rows, -1));
  }
}
