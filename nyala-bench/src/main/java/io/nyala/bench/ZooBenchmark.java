// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import io.nyala.kernel.WorkerPool;
import io.nyala.losses.Losses;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.optimizers.Optimizers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.Zoo;
import io.nyala.zoo.networks.FeaturePooling;
import io.nyala.zoo.transfer.Transfer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Measures networks of the zoo with random weights: a batch of predictions, or a training step. */
final class ZooBenchmark implements Benchmark {
  private static final int PHOTOS = 32;
  private static final int SEVERAL = 16;
  private static final int CHANNELS = 3;
  private static final Duration TIME = Duration.ofSeconds(3);
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private final String name;
  private final String description;
  private final Supplier<Step> maker;
  private final PythonPeers peers;

  private ZooBenchmark(String name, String description, Supplier<Step> maker, PythonPeers peers) {
    this.name = name;
    this.description = description;
    this.maker = maker;
    this.peers = peers;
  }

  static List<Benchmark> all(PrintStream stderr) {
    PythonPeers peers = PythonPeers.ofZoo(stderr);
    return List.of(
        new ZooBenchmark(
            "mobilenet-predict",
            "features of 32 photographs by MobileNetV2 of width 0.35",
            () -> new Prediction(mobileNet(), PHOTOS, 224),
            peers),
        new ZooBenchmark(
            "squeezenet-predict",
            "classes of 32 photographs by SqueezeNet 1.1",
            () -> new Prediction(Zoo.squeezeNet().build(), PHOTOS, 227),
            peers),
        new ZooBenchmark(
            "resnet50-predict",
            "classes of one photograph by ResNet50",
            () -> new Prediction(Zoo.resNet50().build(), 1, 224),
            peers),
        new ZooBenchmark(
            "resnet50-predict-b16",
            "classes of 16 photographs by ResNet50",
            () -> new Prediction(Zoo.resNet50().build(), SEVERAL, 224),
            peers),
        new ZooBenchmark(
            "inception-predict",
            "classes of one photograph by InceptionV3",
            () -> new Prediction(Zoo.inceptionV3().build(), 1, 299),
            peers),
        new ZooBenchmark(
            "inception-predict-b16",
            "classes of 16 photographs by InceptionV3",
            () -> new Prediction(Zoo.inceptionV3().build(), SEVERAL, 299),
            peers),
        new ZooBenchmark(
            "mobilenet-finetune",
            "SGD step of MobileNetV2 of width 0.35 from block_14_expand on, 32 photographs",
            FineTuning::new,
            peers));
  }

  private static Model mobileNet() {
    return Zoo.mobileNetV2().alpha(0.35).includeTop(false).pooling(FeaturePooling.AVERAGE).build();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public BenchReport.Row run(int threads) {
    WorkerPool.useThreads(threads);
    try (Step step = maker.get()) {
      StepTimer.warmUp(step, WINDOW, WARM_UP);
      return peers.row(name, threads, step, TIME, "--threads", String.valueOf(threads));
    }
  }

  private static Tensor photographs(int count, int extent) {
    float[] pixels = WorkloadData.features(count, extent * extent * CHANNELS);
    return Tensor.of(Shape.of(count, extent, extent, CHANNELS), pixels);
  }

  private static final class Prediction implements Step {
    private final Model model;
    private final Tensor photographs;
    private Tensor result;

    Prediction(Model model, int count, int extent) {
      this.model = model;
      this.photographs = photographs(count, extent);
    }

    @Override
    public void run() {
      result = model.predict(photographs);
    }

    @Override
    public double witness() {
      return result.floats()[0];
    }
  }

  private static final class FineTuning implements Step {
    private static final int STEPS = 4;

    private final Tensor photographs = photographs(PHOTOS, 224);
    private final Tensor labels = Tensor.of(Shape.of(PHOTOS, 1), new float[PHOTOS]);
    private final Model model;
    private final FitOptions options;

    FineTuning() {
      for (int i = 0; i < PHOTOS; i += 2) {
        labels.floats()[i] = 1;
      }
      Transfer transfer = Zoo.mobileNetV2().alpha(0.35).head(2);
      transfer.unfreezeFrom("block_14_expand");
      model = transfer.model();
      model.compile(Optimizers.sgd(1e-4).momentum(0.9), Losses.binaryCrossentropy());
      options = FitOptions.fit().batchSize(PHOTOS).epochs(1).stepsPerEpoch(STEPS).shuffle(false);
    }

    @Override
    public void run() {
      model.fit(photographs, labels, options);
    }

    @Override
    public int count() {
      return STEPS;
    }

    @Override
    public double witness() {
      return model.evaluate(photographs, labels).get("loss");
    }
  }
}
