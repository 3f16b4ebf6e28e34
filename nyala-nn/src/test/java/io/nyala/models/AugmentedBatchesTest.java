// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.cutMix;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.mixUp;
import static io.nyala.layers.Layers.randomFlip;
import static io.nyala.losses.Losses.categoricalCrossentropy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.layers.augmentation.RandomFlip;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentedBatchesTest {
  /** Rows of one colour, which is also their class: 6, 6 and 4 of them. */
  private static final BatchSource SOURCE =
      new BatchSource() {
        @Override
        public Pass open(long pass) {
          Iterator<Batch> batches = List.of(batch(6), batch(6), batch(4)).iterator();
          return () -> batches.hasNext() ? batches.next() : null;
        }

        @Override
        public long size() {
          return 3;
        }
      };

  private static Batch batch(int rows) {
    float[] pixels = new float[rows * 16];
    float[] classes = new float[rows * 3];
    for (int i = 0; i < rows; i++) {
      Arrays.fill(pixels, i * 16, (i + 1) * 16, i % 3);
      classes[i * 3 + i % 3] = 1;
    }
    return new Batch(
        List.of(Tensor.of(Shape.of(rows, 4, 4, 1), pixels)),
        List.of(Tensor.of(Shape.of(rows, 3), classes)),
        List.of(Tensor.full(Shape.of(rows), 2)));
  }

  private static List<Batch> read(BatchSource source, long pass) {
    List<Batch> all = new ArrayList<>();
    try (BatchSource.Pass open = source.open(pass)) {
      for (Batch b = open.next(); b != null; b = open.next()) {
        all.add(b);
      }
    }
    return all;
  }

  @Test
  void mixes_images_and_labels_alike_and_keeps_the_rest() {
    BatchSource mixed = AugmentedBatches.of(SOURCE, 7, mixUp(0.8));

    List<Batch> first = read(mixed, 0);

    assertThat(mixed.size()).isEqualTo(3);
    assertThat(first).extracting(b -> b.x().getFirst().shape().dim(0)).containsExactly(6, 6, 4);
    for (Batch b : first) {
      for (int i = 0; i < b.y().getFirst().shape().dim(0); i++) {
        Tensor label = b.y().getFirst().row(i);
        assertThat(b.x().getFirst().row(i).mean())
            .isCloseTo(label.at(1) + 2 * label.at(2), within(1e-5));
      }
      assertThat(b.sampleWeights().getFirst().at(0)).isEqualTo(2);
    }
    assertThat(first.get(0)).isNotEqualTo(first.get(1));
    assertThat(read(mixed, 0)).isEqualTo(first);
    assertThat(read(mixed, 1)).isNotEqualTo(first);
    assertThat(read(AugmentedBatches.of(SOURCE, 8, mixUp(0.8)), 0)).isNotEqualTo(first);
  }

  @Test
  void trains_with_several_layers() {
    BatchSource changed =
        AugmentedBatches.of(
            SOURCE, 1, randomFlip(RandomFlip.Mode.HORIZONTAL), cutMix(1), mixUp(0.2));
    Model model = Sequential.of(input(4, 4, 1), flatten(), dense(3).activation(SOFTMAX));
    model.seed(3).compile(sgd(0.05), categoricalCrossentropy());

    History history = model.fit(changed, fit().epochs(30));

    assertThat(history.last("loss")).isLessThan(history.values().get("loss").getFirst());
    Model again = Sequential.of(input(4, 4, 1), flatten(), dense(3).activation(SOFTMAX));
    again.seed(3).compile(sgd(0.05), categoricalCrossentropy());
    assertThat(again.fit(changed, fit().epochs(30)).values()).isEqualTo(history.values());
  }

  @Test
  void changes_images_alone_without_targets() {
    BatchSource images =
        new BatchSource() {
          @Override
          public Pass open(long pass) {
            return SOURCE.open(pass);
          }
        };
    Batch one = read(AugmentedBatches.of(images, 1, randomFlip()), 0).getFirst();
    assertThat(one.y()).isEqualTo(batch(6).y());
  }

  @Test
  void says_what_does_not_fit() {
    BatchSource bare = pass -> List.of(Batch.of(batch(6).x().getFirst())).iterator()::next;

    assertThatThrownBy(() -> read(AugmentedBatches.of(bare, 1, mixUp(0.2)), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mixes labels, but the batches have no targets");
    assertThatThrownBy(() -> AugmentedBatches.of(SOURCE, 1)).hasMessageContaining("no layers");
    assertThatThrownBy(() -> read(AugmentedBatches.of(SOURCE, 1, batchNormalization()), 0))
        .hasMessageContaining("has weights; make it a part of the model");
  }
}
