// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.transfer;

import static io.nyala.data.images.ImageDirectory.imageDatasetFromDirectory;
import static io.nyala.data.images.ImageOptions.images;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.rmsprop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.Examples;
import io.nyala.data.images.ImageDirectory;
import io.nyala.data.images.Images;
import io.nyala.data.images.LabelMode;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import io.nyala.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features of a frozen trunk, computed once. */
class TransferFeaturesTest {
  private static final int SIZE = 32;
  private static final int PHOTOS = 10;

  @TempDir Path dir;
  @TempDir Path cache;

  @BeforeEach
  void photos() throws IOException {
    for (int i = 0; i < PHOTOS; i++) {
      Path folder = Files.createDirectories(dir.resolve(i < PHOTOS / 2 ? "a" : "b"));
      float[] pixels = new float[SIZE * SIZE * 3];
      for (int k = 0; k < pixels.length; k++) {
        pixels[k] = (k * (i + 3) * 31 >> 3) % 256;
      }
      Images.save(
          folder.resolve("%02d.png".formatted(i)), Tensor.of(Shape.of(SIZE, SIZE, 3), pixels));
    }
  }

  private ImageDirectory opened() {
    return imageDatasetFromDirectory(
        dir,
        images()
            .imageSize(SIZE, SIZE)
            .batchSize(4)
            .labelMode(LabelMode.BINARY)
            .shuffle(false)
            .threads(0));
  }

  private static Transfer small() {
    return Zoo.mobileNetV2()
        .alpha(0.35)
        .imageSize(SIZE, SIZE)
        .head(Head.of(2).hidden(8).dropout(0.3))
        .seed(7);
  }

  private List<String> kept() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_head_trained_on_features_is_the_head_of_the_whole_model() {
    Transfer transfer = small();
    List<Tensor> trunk = transfer.trunk().getWeights();
    Examples features = transfer.features(opened().training());
    assertThat(features.x().shape()).isEqualTo(Shape.of(PHOTOS, 1280));
    assertThat(features.y().floats()).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);

    Tensor before = transfer.model().predict(opened().training()).getFirst();
    transfer.head().compile(rmsprop(0.01), binaryCrossentropy());
    transfer.head().fit(features.x(), features.y(), fit().epochs(3));

    Tensor whole = transfer.model().predict(opened().training()).getFirst();
    assertThat(whole).isNotEqualTo(before);
    assertThat(whole).isEqualTo(transfer.head().predict(features.x()));
    assertThat(transfer.trunk().getWeights()).isEqualTo(trunk);
  }

  @Test
  void features_are_kept_until_images_or_weights_change() throws IOException {
    Transfer transfer = small();
    Examples first = transfer.features(opened(), cache);
    assertThat(first).isEqualTo(transfer.features(opened().training()));
    String name = kept().getFirst();

    Examples others = new Examples(first.x().plus(1), first.y());
    Npz.write(cache.resolve(name), Map.of("x", others.x(), "y", others.y()));
    assertThat(transfer.features(opened(), cache)).as("read").isEqualTo(others);

    Files.writeString(cache.resolve(name), "damaged");
    assertThat(transfer.features(opened(), cache)).as("written anew").isEqualTo(first);
    assertThat(kept()).containsExactly(name);

    transfer.seed(8); // changes the head only
    assertThat(transfer.features(opened(), cache)).isEqualTo(first);
    assertThat(kept()).hasSize(1);

    Files.setLastModifiedTime(dir.resolve("a/00.png"), FileTime.fromMillis(1_000_000));
    transfer.features(opened(), cache);
    assertThat(kept()).as("another photo").hasSize(2);

    List<Tensor> weights = transfer.trunk().getWeights();
    transfer.trunk().setWeights(weights.stream().map(w -> w.times(1.01f)).toList());
    assertThat(transfer.features(opened(), cache)).isNotEqualTo(first);
    assertThat(kept()).as("other weights").hasSize(3);
  }

  @Test
  void another_preprocessing_has_other_features() throws IOException {
    Transfer one = Zoo.mobileNetV2().alpha(0.35).imageSize(SIZE, SIZE).head(2);
    Tensor image = Tensor.full(Shape.of(1, SIZE, SIZE, 3), 100);
    var input = io.nyala.layers.Layers.input(SIZE, SIZE, 3);
    Transfer other = Transfer.of(one.trunk(), input, input, Head.of(2));
    assertThat(other.features(image)).isNotEqualTo(one.features(image));
    one.features(opened(), cache);
    other.features(opened(), cache);
    assertThat(kept()).hasSize(2);
  }

  @Test
  void images_without_targets_are_refused() {
    ImageDirectory unlabelled =
        imageDatasetFromDirectory(
            dir, images().imageSize(SIZE, SIZE).labelMode(LabelMode.NONE).threads(0));
    assertThatThrownBy(() -> small().features(unlabelled.training()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("extractor().predict");
  }
}
