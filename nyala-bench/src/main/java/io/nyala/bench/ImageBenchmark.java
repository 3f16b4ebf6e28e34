// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import static io.nyala.data.images.ImageDirectory.imageDatasetFromDirectory;
import static io.nyala.data.images.ImageOptions.images;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.data.Examples;
import io.nyala.data.images.ImageDirectory;
import io.nyala.data.images.Images;
import io.nyala.data.samples.ShapeImages;
import io.nyala.data.streams.Dataset;
import io.nyala.kernel.WorkerPool;
import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Measures the cost of images from files: reading them, and training on them compared with training
 * on the same images in memory.
 */
final class ImageBenchmark implements Benchmark {
  private static final int PHOTOS = 64;
  private static final int HEIGHT = 375;
  private static final int WIDTH = 500;
  private static final int TARGET = 160;
  private static final int SMALL = 512;
  private static final int BATCH = 32;
  private static final int TURNS = 6;
  private static final Duration TIME = Duration.ofSeconds(2);
  private static final Duration WINDOW = Duration.ofMillis(500);
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  private final String name;
  private final String description;
  private final boolean training;

  private ImageBenchmark(String name, String description, boolean training) {
    this.name = name;
    this.description = description;
    this.training = training;
  }

  /** Lists the benchmark of reading, then that of training. */
  static List<Benchmark> all() {
    return List.of(
        new ImageBenchmark(
            "image-decode",
            "a JPEG of 500 x 375 pixels read, decoded and resized to 160 x 160; a second of a"
                + " thread by as many is images per second",
            false),
        new ImageBenchmark(
            "image-train",
            "a step of cnn-cifar-b32's network on images from PNG files; next to it the same from"
                + " memory; of each the best of six medians",
            true));
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
    try {
      Path folder = Files.createTempDirectory("nyala-images");
      try {
        return training ? train(folder, threads) : decode(folder, threads);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BenchReport.Row decode(Path folder, int threads) throws IOException {
    Path of = Files.createDirectories(folder.resolve("photos"));
    for (int i = 0; i < PHOTOS; i++) {
      ImageIO.write(photo(i), "jpg", of.resolve(i + ".jpg").toFile());
    }
    Dataset data =
        imageDatasetFromDirectory(
                folder, images().imageSize(TARGET, TARGET).batchSize(BATCH).threads(threads))
            .training();
    Step step = new Reading(data);
    return new BenchReport.Row(name, threads, micros(step), Map.of(), Double.NaN);
  }

  private BenchReport.Row train(Path folder, int threads) throws IOException {
    Examples all = ShapeImages.generate(SMALL, 1);
    float[] levels = all.x().toFloats();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Math.round(255 * levels[i]);
    }
    Tensor x = Tensor.of(all.x().shape(), levels);
    for (int i = 0; i < SMALL; i++) {
      String label = ShapeImages.NAMES.get(all.y().ints()[i]);
      Path of = Files.createDirectories(folder.resolve(label));
      Images.save(of.resolve(i + ".png"), x.rows(i, i + 1).reshape(x.shape().drop(0)));
    }
    ImageDirectory files =
        imageDatasetFromDirectory(
            folder,
            images()
                .imageSize(ShapeImages.SIZE, ShapeImages.SIZE)
                .batchSize(BATCH)
                .threads(threads));
    Model model = ImageSteps.cnn();
    model.compile(adam(1e-3), sparseCategoricalCrossentropy().fromLogits());
    Dataset streamed = files.training();
    Step fromFiles = new Training(m -> m.fit(streamed, fit()).last("loss"), model);
    Step fromMemory =
        new Training(m -> m.fit(x, all.y(), fit().batchSize(BATCH)).last("loss"), model);
    double ours = Double.POSITIVE_INFINITY;
    double memory = Double.POSITIVE_INFINITY;
    // Alternates many times, because decoders and kernels are compiled over many seconds.
    for (int i = 0; i < TURNS; i++) {
      ours = Math.min(ours, StepTimer.medianMicros(fromFiles, TIME));
      memory = Math.min(memory, StepTimer.medianMicros(fromMemory, TIME));
    }
    return new BenchReport.Row(name, threads, ours, Map.of("from memory", memory), Double.NaN);
  }

  private static double micros(Step step) {
    StepTimer.warmUp(step, WINDOW, WARM_UP);
    return StepTimer.medianMicros(step, TIME);
  }

  /** Generates an image that compresses like a photograph: gradients, edges and noise. */
  private static BufferedImage photo(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    int edge = 50 + random.nextInt(WIDTH - 100);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double wave = 60 * Math.sin(0.02 * (x + seed)) + 40 * Math.cos(0.05 * y);
        int level = (int) (120 + wave + 12 * random.nextGaussian() + (x > edge ? 30 : 0));
        int red = Math.clamp(level, 0, 255);
        image.setRGB(x, y, red << 16 | Math.clamp(level + y / 8, 0, 255) << 8 | 255 - red);
      }
    }
    return image;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path p : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(p);
      }
    }
  }

  /** A pass over a folder; a step is one image. */
  private static final class Reading implements Step {
    private final Dataset data;
    private double last;

    Reading(Dataset data) {
      this.data = data;
    }

    @Override
    public void run() {
      try (BatchSource.Pass pass = data.open(0)) {
        for (Batch b = pass.next(); b != null; b = pass.next()) {
          last = b.x().get(0).at(0);
        }
      }
    }

    @Override
    public int count() {
      return PHOTOS;
    }

    @Override
    public double witness() {
      return last;
    }
  }

  /** An epoch; a step is one batch. */
  private static final class Training implements Step {
    private final ToDoubleFunction<Model> epoch;
    private final Model model;
    private double loss;

    Training(ToDoubleFunction<Model> epoch, Model model) {
      this.epoch = epoch;
      this.model = model;
    }

    @Override
    public void run() {
      loss = epoch.applyAsDouble(model);
    }

    @Override
    public int count() {
      return SMALL / BATCH;
    }

    @Override
    public double witness() {
      return loss;
    }
  }
}
