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
 * Trains a generator and a discriminator as in the book, with two differences: the learning rate
 * decays in the second half, and the discriminator sees its half batches of real and generated
 * images as one batch.
 *
 * <p>A frozen batch normalization uses its moving averages, here as in Keras since 2.1.3, and these
 * are over both kinds of images. Separate half batches would each be normalized by their own mean,
 * which alone lets a discriminator tell them apart, while the generator would learn to fool a
 * different, untrained discriminator that uses the averages. This happened with digits: at step
 * 1,750 none were recognizable, and in the end the discriminator was always right.
 */
final class GanTraining {
  /** Observes the training. */
  interface Observer {
    /** Called periodically with the number of steps, and the means since the last call. */
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
   * Creates a training run.
   *
   * @param images {@code (rows, size, size, channels)} in (-1, 1)
   * @param batch the batch size of a generator step; the discriminator sees half as many images of
   *     each kind
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
    // A model of both networks initializes the weights of both.
    stacked = Sequential.of(input(GanNetworks.NOISE), generator, discriminator);
    tell.seed(seed + 1);
  }

  /** Trains the discriminator to distinguish real images from generated ones. */
  private void tell(TrainTape tape) {
    Value fake = tape.infer(generator, tape.input("noise"));
    Value both = Ops.concatenate(List.of(tape.input("real"), fake), 0);
    Value told = tape.call(discriminator, both);
    tape.minimize(
        telling, tape.loss(binaryCrossentropy(), tape.input("kinds"), told), discriminator);
    tape.metric(binaryAccuracy(), tape.input("kinds"), told);
  }

  /** Trains the generator to create images that the discriminator classifies as real. */
  private void fool(TrainTape tape) {
    Value made = tape.call(generator, tape.input("noise"));
    Value told = tape.callFrozen(discriminator, made);
    tape.minimize(fooling, tape.loss(binaryCrossentropy(), tape.input("wanted"), told), generator);
  }

  Model generator() {
    return generator;
  }

  /** Returns the summaries of both networks. */
  String summary() {
    return "%s%n%s".formatted(generator.summary(), discriminator.summary());
  }

  int steps() {
    return images.shape().dim(0) / batch;
  }

  /** Returns the values passed to the observer, by name. */
  Map<String, List<Double>> history() {
    return history;
  }

  /**
   * Trains, or resumes training.
   *
   * @param every the number of steps between calls of the observer, which is also called at the end
   *     of each epoch
   * @param keeper saves the training and resumes it after an interruption
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

  @SuppressWarnings("unchecked") // from run()
  private void restore(Map<String, Object> state) {
    history.clear();
    ((Map<String, List<Double>>) state.get("history"))
        .forEach((name, values) -> history.put(name, new ArrayList<>(values)));
  }

  /**
   * Keeps the rate constant for half of the training, then decays it linearly to zero as in Zhu et
   * al. (2017), to damp the oscillations between the networks.
   */
  private void setRate(double done) {
    double rate = RATE * Math.min(1, 2 * (1 - done));
    telling.learningRate(rate);
    fooling.learningRate(rate);
  }

  /** Returns the means since the last call and resets them. */
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

  /**
   * Returns labels: 1 for this number of real images, then 0 for the same number of generated ones.
   */
  private static Tensor kinds(int rows) {
    return Tensor.concatenate(
        List.of(Tensor.full(Shape.of(rows, 1), 1), Tensor.zeros(Shape.of(rows, 1))), 0);
  }

  /** Runs the doctor on both networks in their current state. */
  Map<String, Diagnosis> check() {
    int rows = Math.min(128, images.shape().dim(0));
    Tensor both = Tensor.concatenate(List.of(images.rows(0, rows), samples(rows)), 0);
    discriminator.compile(adam(RATE), binaryCrossentropy());
    Map<String, Diagnosis> found = new LinkedHashMap<>();
    found.put("discriminator", discriminator.check(both, kinds(rows)));
    discriminator.trainable(false); // for the stack
    stacked.compile(adam(RATE), binaryCrossentropy());
    // All targets are 1, because generated images should be classified as real. The last layer is
    // saturated where real images are black or white.
    found.put(
        "generator",
        stacked
            .check(noise(rows, -1), Tensor.full(Shape.of(rows, 1), 1))
            .without(Disease.CONSTANT_TARGETS)
            .without(Disease.SATURATED_UNITS, generator.layers().getLast().toString()));
    return found;
  }

  /** Returns normally distributed noise, {@code (rows, 100)}, always the same for a draw. */
  Tensor noise(int rows, long draw) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + draw);
    float[] data = new float[rows * GanNetworks.NOISE];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, GanNetworks.NOISE), data);
  }

  /** Returns images generated from noise that is not used in training. */
  Tensor samples(int rows) {
    return generator.predict(noise(rows, -1));
  }
}
