// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import static io.nyala.data.images.ImageDirectory.imageDatasetFromDirectory;
import static io.nyala.data.images.ImageOptions.images;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.maxPooling2D;
import static io.nyala.layers.Layers.randomContrast;
import static io.nyala.layers.Layers.randomFlip;
import static io.nyala.layers.Layers.randomRotation;
import static io.nyala.layers.Layers.randomTranslation;
import static io.nyala.layers.Layers.rescaling;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.Examples;
import io.nyala.data.samples.ShapeImages;
import io.nyala.data.streams.Dataset;
import io.nyala.kernel.WorkerPool;
import io.nyala.layers.augmentation.RandomFlip;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.models.training.TrainingMemory;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on images from files: the same bits for any number of threads, and bounded memory. */
class AugmentedTrainingTest {
  private static final int ROWS = 60;

  @TempDir Path dir;

  @Test
  void weights_do_not_depend_on_threads() throws IOException {
    Examples all = ShapeImages.generate(ROWS, 1);
    for (int i = 0; i < ROWS; i++) {
      Path of = Files.createDirectories(dir.resolve("class " + all.y().ints()[i]));
      float[] levels = all.x().rows(i, i + 1).toFloats();
      for (int p = 0; p < levels.length; p++) {
        levels[p] *= 255;
      }
      Images.save(of.resolve(i + ".png"), Tensor.of(all.x().shape().drop(0), levels));
    }
    try {
      List<Tensor> expected = weights(1, 0, 0, 5);
      assertThat(weights(1, 1, 1, 5)).isEqualTo(expected);
      assertThat(weights(2, 3, 2, 5)).isEqualTo(expected);
      assertThat(weights(3, 2, 4, 5)).isEqualTo(expected);
      assertThat(weights(2, 3, 2, 6)).isNotEqualTo(expected);
    } finally {
      WorkerPool.useThreads(Runtime.getRuntime().availableProcessors());
    }
  }

  /** Trains with every source of randomness on. */
  private List<Tensor> weights(int threads, int decoders, int prefetch, long seed) {
    WorkerPool.useThreads(threads);
    ImageDirectory photos =
        imageDatasetFromDirectory(
            dir, images().imageSize(24, 24).batchSize(16).seed(seed).threads(decoders).prefetch(0));
    ImageAugmentation stage = new ImageAugmentation().rotation(20).zoom(0.9, 1.1).horizontalFlip();
    Dataset changed = photos.training().mapRandom(seed, stage, decoders);
    Dataset data = prefetch == 0 ? changed : changed.prefetch(prefetch);
    Model model =
        Sequential.of(
            input(24, 24, 3),
            randomFlip(RandomFlip.Mode.VERTICAL),
            randomRotation(0.1),
            randomTranslation(0.1, 0.1),
            randomContrast(0.2, 0.2),
            rescaling(1 / 255.0),
            conv2D(8, 3).activation(RELU),
            batchNormalization(),
            maxPooling2D(2),
            flatten(),
            dropout(0.3),
            dense(photos.classNames().size()).activation(SOFTMAX));
    model.seed(seed);
    model.compile(adam(1e-2), sparseCategoricalCrossentropy());
    model.fit(data, fit().epochs(2));
    return model.weights().stream().map(w -> w.get()).toList();
  }

  /** The network of the book's seventh chapter, with a batch of 128. */
  @Test
  void a_step_uses_little_more_than_it_must() {
    Model model =
        Sequential.of(
            input(32, 32, 3),
            conv2D(64, 3).activation(RELU),
            batchNormalization(),
            maxPooling2D(2),
            conv2D(32, 3).activation(RELU),
            batchNormalization(),
            maxPooling2D(2),
            flatten(),
            dense(512).activation(RELU),
            dropout(0.2),
            dense(256).activation(RELU),
            dropout(0.2),
            dense(10).activation(SOFTMAX));
    model.compile(adam(1e-3), sparseCategoricalCrossentropy());
    assertThatThrownBy(model::trainingMemory).hasMessageContaining("was not trained yet");
    Examples all = ShapeImages.generate(128, 1);
    model.trainOnBatch(all.x(), all.y());
    TrainingMemory memory = model.trainingMemory();
    // Elements of the batch and of what ten layers put out: all but flatten, which copies nothing.
    long activations =
        3072 + 57_600 + 57_600 + 14_400 + 5408 + 5408 + 1152 + 2 * 512 + 2 * 256 + 10;
    assertThat(memory.rows()).isEqualTo(128);
    assertThat(memory.activations()).isEqualTo(4 * 128 * activations);
    assertThat(memory.parameters()).isEqualTo(4 * model.countParams());
    assertThat(memory.slots()).isEqualTo(8 * (model.countParams() - 2 * (64 + 32)));
    assertThat(memory.ratio()).isBetween(0.5, 1.5);
  }
}
