// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.metrics.Metrics.binaryAccuracy;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.data.streams.Dataset;
import io.nyala.doctor.Diagnosis;
import io.nyala.doctor.Disease;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.models.TrainLoop;
import io.nyala.models.TrainStep;
import io.nyala.models.TrainTape;
import io.nyala.models.training.Checkpointer;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Adam;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

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
  private final Adam telling = adam(RATE).beta1(BETA1);
  private final Adam fooling = adam(RATE).beta1(BETA1);
  private final TrainStep tell = TrainStep.of(List.of("real", "noise", "kinds"), this::tell);
  private final TrainStep fool = TrainStep.of(List.of("noise", "wanted"), this::fool);
  private final Map<String, List<Double>> history = new LinkedHashMap<>();

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
    // One model of both draws the weights of both.
    stacked = Sequential.of(input(GanNetworks.NOISE), generator, discriminator);
    tell.seed(seed + 1);
  }

  /** The discriminator learns to tell real images from generated ones. */
  private void tell(TrainTape tape) {
    Value fake = tape.infer(generator, tape.input("noise"));
    Value both = Ops.concatenate(List.of(tape.input("real"), fake), 0);
    Value told = tape.call(discriminator, both);
    tape.minimize(
        telling, tape.loss(binaryCrossentropy(), tape.input("kinds"), told), discriminator);
    tape.metric(binaryAccuracy(), tape.input("kinds"), told);
  }

  /** The generator learns to make what the discriminator takes for real. */
  private void fool(TrainTape tape) {
    Value made = tape.call(generator, tape.input("noise"));
    Value told = tape.callFrozen(discriminator, made);
    tape.minimize(fooling, tape.loss(binaryCrossentropy(), tape.input("wanted"), told), generator);
  }

  Model generator() {
    return generator;
  }

  /** Returns the layers of both networks. */
  String summary() {
    return "%s%n%s".formatted(generator.summary(), discriminator.summary());
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
    int half = batch / 2;
    Dataset reals =
        Dataset.fromTensors(List.of(images), List.of(), List.of())
            .shuffle(images.shape().dim(0), seed)
            .batch(half, true)
            .take(steps())
            .prefetch(PREFETCH);
    Tensor kinds = kinds(half);
    Tensor wanted = Tensor.full(Shape.of(batch, 1), 1);
    double all = (double) epochs * steps();
    TrainLoop.of(
            tell.prepare(images.rows(0, half), noise(half, 0), kinds),
            fool.prepare(noise(batch, 0), wanted))
        .seed(seed)
        .condition("epochs", epochs)
        .condition("batch", batch)
        .condition("steps from report to report", every)
        .condition("images", images.shape())
        .condition("checksum of images", "%08x".formatted(Arrays.hashCode(images.floats())))
        .state(() -> Map.of("history", history), this::restore)
        .checkpoints(keeper)
        .run(
            reals,
            epochs,
            (real, at) -> {
              setRate(at.number() / all);
              tell.run(real.x().get(0), noise(half, 2 * at.number()), kinds);
              fool.run(noise(batch, 2 * at.number() + 1), wanted);
              if ((at.batch() + 1) % every == 0 || at.isLast()) {
                observer.at(at.epoch(), (int) at.number() + 1, means());
              }
            });
  }

  @SuppressWarnings("unchecked") // as run() made it
  private void restore(Map<String, Object> state) {
    history.clear();
    ((Map<String, List<Double>>) state.get("history"))
        .forEach((name, values) -> history.put(name, new ArrayList<>(values)));
  }

  /**
   * Holds the rate for half of the training, then lets it fall to nothing in a straight line, as
   * Zhu et al. (2017) do: what is left of the swings of one network around the other calms down.
   */
  private void setRate(double done) {
    double rate = RATE * Math.min(1, 2 * (1 - done));
    telling.learningRate(rate);
    fooling.learningRate(rate);
  }

  /** Returns the means since the last call, and begins anew. */
  private Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>();
    means.put("discriminator_loss", tell.results().loss());
    means.put("generator_loss", fool.results().loss());
    means.put("discriminator_accuracy", tell.results().get("binary_accuracy"));
    tell.reset();
    fool.reset();
    means.forEach((name, v) -> history.computeIfAbsent(name, n -> new ArrayList<>()).add(v));
    return means;
  }

  /** Returns 1 for so many real images and 0 for as many generated ones, in this order. */
  private static Tensor kinds(int rows) {
    return Tensor.concatenate(
        List.of(Tensor.full(Shape.of(rows, 1), 1), Tensor.zeros(Shape.of(rows, 1))), 0);
  }

  /** Lets the doctor look at both networks, as they are now. */
  Map<String, Diagnosis> check() {
    int rows = Math.min(128, images.shape().dim(0));
    Tensor both = Tensor.concatenate(List.of(images.rows(0, rows), samples(rows)), 0);
    discriminator.compile(adam(RATE), binaryCrossentropy());
    Map<String, Diagnosis> found = new LinkedHashMap<>();
    found.put("discriminator", discriminator.check(both, kinds(rows)));
    discriminator.trainable(false); // for the stack
    stacked.compile(adam(RATE), binaryCrossentropy());
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
