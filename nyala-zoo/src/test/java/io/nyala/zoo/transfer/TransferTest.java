// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.transfer;

import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.io.ModelFiles;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.Zoo;
import io.nyala.zoo.networks.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferTest {
  private static final int SIZE = 32;

  @TempDir Path folder;

  private static Transfer small(int classes) {
    return Zoo.mobileNetV2().alpha(0.35).imageSize(SIZE, SIZE).head(classes);
  }

  private static Tensor images() {
    float[] pixels = new float[4 * SIZE * SIZE * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 37) % 256;
    }
    return Tensor.of(Shape.of(4, SIZE, SIZE, 3), pixels);
  }

  @Test
  void a_frozen_trunk_keeps_its_weights_and_its_statistics() {
    Transfer transfer = small(2);
    Model model = transfer.model().compile(sgd(0.1), binaryCrossentropy());
    List<Tensor> trunk = transfer.trunk().getWeights();
    Tensor bias = model.getLayer("head").weights().get(1).get();
    model.fit(images(), Tensor.of(Shape.of(4, 1), 0, 1, 1, 1), fit().epochs(2));
    assertThat(transfer.trunk().getWeights()).isEqualTo(trunk);
    assertThat(model.getLayer("head").weights().get(1).get()).isNotEqualTo(bias);
  }

  @Test
  void unfreezing_from_a_layer_trains_that_one_and_all_that_follow() {
    Transfer transfer = small(3).unfreezeFrom("block_14_expand");
    Model trunk = transfer.trunk();
    int first = trunk.layers().indexOf(trunk.getLayer("block_14_expand"));
    assertThat(trunk.layers().subList(0, first)).noneMatch(l -> l.trainable());
    assertThat(trunk.layers().subList(first, trunk.layers().size())).allMatch(l -> l.trainable());
    transfer.freeze();
    assertThat(trunk.layers()).noneMatch(l -> l.trainable());
    assertThatThrownBy(() -> transfer.unfreezeFrom("block_14_expnd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("block_14_expand");
    assertThatThrownBy(() -> transfer.unfreezeFrom(500)).hasMessageContaining("layers 0 to 154");
  }

  @Test
  void a_head_may_have_hidden_layers_and_dropout() {
    Head head = Head.of(2).hidden(16, 8).dropout(0.5);
    Model model = Zoo.mobileNetV2().alpha(0.35).imageSize(SIZE, SIZE).head(head).model();
    assertThat(model.layers().stream().map(l -> l.name()).skip(3))
        .containsExactly("head_1", "head_2", "head_dropout", "head");
    assertThat(model.outputShapes()).containsExactly(Shape.of(-1, 1));
    assertThat(small(3).model().outputShapes()).containsExactly(Shape.of(-1, 3));
    assertThatThrownBy(() -> Head.of(0)).hasMessageContaining("head: classes");
    assertThatThrownBy(() -> Head.of(2).hidden(8, 0)).hasMessageContaining("head: hidden");
    assertThatThrownBy(() -> Head.of(2).dropout(1.5)).hasMessageContaining("head: dropout");
  }

  @Test
  void a_seed_changes_the_head_and_keeps_trunk_and_preprocessing() {
    Transfer transfer = Zoo.squeezeNet().imageSize(48, 48).head(Head.of(2).hidden(8)).seed(1);
    List<Tensor> trunk = transfer.extractor().getWeights();
    Tensor kernel = transfer.model().getLayer("head").weights().get(0).get();
    transfer.seed(2);
    assertThat(transfer.extractor().getWeights()).isEqualTo(trunk);
    assertThat(transfer.model().getLayer("head").weights().get(0).get()).isNotEqualTo(kernel);
    transfer.seed(1);
    assertThat(transfer.model().getLayer("head").weights().get(0).get()).isEqualTo(kernel);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void statistics_stay_frozen_in_fit_when_asked(boolean frozen) {
    Transfer transfer = small(2);
    if (frozen) {
      transfer.freezeStatistics();
    }
    transfer.unfreezeFrom("block_14_expand");
    Layer normalization = transfer.trunk().getLayer("block_15_expand_BN");
    Layer convolution = transfer.trunk().getLayer("block_15_expand");
    List<Tensor> statistics = normalization.weights().stream().map(w -> w.get()).toList();

    Model model = transfer.model().compile(sgd(0.1), binaryCrossentropy());
    model.fit(images(), Tensor.of(Shape.of(4, 1), 0, 1, 1, 1), fit().epochs(2));

    assertThat(model.trainedWeights()).containsAll(convolution.weights());
    List<Tensor> now = normalization.weights().stream().map(w -> w.get()).toList();
    assertThat(now.equals(statistics)).isEqualTo(frozen);
  }

  @Test
  void the_preprocessing_is_saved_with_the_model() {
    Transfer transfer = small(3);
    Path file = folder.resolve("pets.keras");
    ModelFiles.save(transfer.model(), file);
    assertThat(ModelFiles.load(file).predict(images()))
        .isEqualTo(transfer.model().predict(images()));
  }

  @Test
  void each_preprocessing_does_what_keras_does() {
    Tensor pixel = Tensor.of(Shape.of(1, 1, 1, 3), 10, 100, 255);
    assertThat(prepared(Preprocessing.NONE, pixel)).containsExactly(10, 100, 255);
    assertThat(prepared(Preprocessing.TF, pixel))
        .containsExactly(new float[] {-0.92156863f, -0.21568628f, 1}, within(1e-6f));
    assertThat(prepared(Preprocessing.TORCH, pixel))
        .containsExactly(new float[] {-1.946657f, -0.285014f, 2.64f}, within(2e-6f));
    assertThat(prepared(Preprocessing.CAFFE, pixel))
        .containsExactly(new float[] {151.061f, -16.779f, -113.68f}, within(1e-5f));
  }

  private static float[] prepared(Preprocessing preprocessing, Tensor pixel) {
    var image = io.nyala.layers.Layers.input(1, 1, 3);
    return Model.of(image, io.nyala.layers.Layers.identity().apply(preprocessing.apply(image)))
        .predict(pixel)
        .floats();
  }
}
