// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.saving.LoadedWeights;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.Zoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooNetworkTest {
  @TempDir Path folder;

  private static MobileNetV2 small() {
    return Zoo.mobileNetV2().alpha(0.35).imageSize(32, 32);
  }

  /** All networks begin with the same weights: make others. */
  private static void shift(Model model) {
    List<Tensor> shifted = new ArrayList<>();
    for (Tensor t : model.getWeights()) {
      float[] values = t.floats().clone();
      values[0] += 0.25f;
      shifted.add(Tensor.of(t.shape(), values));
    }
    model.setWeights(shifted);
  }

  @Test
  void options_are_those_of_keras() {
    assertThat(Zoo.squeezeNet().build().outputShapes()).containsExactly(Shape.of(-1, 1000));
    assertThat(small().classes(7).build().outputShapes()).containsExactly(Shape.of(-1, 7));
    assertThat(small().includeTop(false).build().outputShapes())
        .containsExactly(Shape.of(-1, 1, 1, 1280));
    assertThat(small().includeTop(false).pooling(FeaturePooling.MAX).build().outputShapes())
        .containsExactly(Shape.of(-1, 1280));
    assertThatThrownBy(() -> Zoo.mobileNetV2().imageSize(16, 224))
        .hasMessage("mobilenetv2: images must be at least 32 x 32, got 16 x 224");
    assertThatThrownBy(() -> Zoo.mobileNetV2().classes(0)).hasMessageContaining("classes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.keras", "a.h5", "a.weights.h5", "a.npz", "a.safetensors"})
  void weights_of_a_whole_network_fit_its_trunk(String name) {
    Model whole = small().build();
    shift(whole);
    Path file = folder.resolve(name);
    if (name.equals("a.keras") || name.equals("a.h5")) {
      ModelFiles.save(whole, file);
    } else {
      ModelFiles.saveWeights(whole, file);
    }
    Model trunk = small().includeTop(false).weights(file).build();
    assertThat(trunk.weights()).hasSize(260);
    for (int i = 0; i < 260; i++) {
      assertThat(trunk.weights().get(i).get()).isEqualTo(whole.weights().get(i).get());
    }

    Model other = small().classes(5).build();
    LoadedWeights loaded = ModelFiles.loadMatchingWeights(other, file);
    assertThat(loaded.loaded()).hasSize(260);
    assertThat(loaded.kept())
        .containsEntry("predictions/kernel", "shape (1280, 5), in the file (1280, 1000)")
        .hasSize(2);
    assertThat(loaded.unused()).isEmpty();
  }

  @Test
  void a_network_inside_another_model_is_found() {
    Model inner = small().head(2).model();
    shift(inner);
    Path file = folder.resolve("pets.h5");
    ModelFiles.save(inner, file);
    Model trunk = small().includeTop(false).weights(file).build();
    assertThat(Weights.sha256(trunk)).isEqualTo(Weights.sha256((Model) inner.layers().get(2)));
  }

  @Test
  void the_file_of_another_network_is_refused_and_changes_nothing() {
    Path file = folder.resolve("a.weights.h5");
    ModelFiles.saveWeights(Zoo.mobileNetV2().alpha(0.5).imageSize(32, 32).build(), file);
    assertThatThrownBy(() -> small().weights(file).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mobilenetv2: " + file)
        .hasMessageContaining("shape")
        .hasMessageContaining("another width");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.keras", "a.h5", "a.weights.h5", "a.npz", "a.safetensors"})
  void the_file_of_a_deeper_network_is_refused(String name) {
    Path file = folder.resolve(name);
    Model deeper = Zoo.cifarResNet32().build();
    if (name.equals("a.keras") || name.equals("a.h5")) {
      ModelFiles.save(deeper, file);
    } else {
      ModelFiles.saveWeights(deeper, file);
    }
    assertThatThrownBy(() -> Zoo.cifarResNet20().weights(file).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
  }

  /** The classifier of a SqueezeNet is conv10, which looks like a further conv1. */
  @Test
  void a_numbered_classifier_is_none_of_a_larger_network() {
    Path file = folder.resolve("squeezenet.npz");
    ModelFiles.saveWeights(Zoo.squeezeNet().imageSize(64, 64).build(), file);
    Model trunk = Zoo.squeezeNet().includeTop(false).imageSize(64, 64).weights(file).build();
    assertThat(trunk.weights()).isNotEmpty();
  }

  @Test
  void more_layers_than_the_network_has_are_named() {
    Path vgg = folder.resolve("vgg.weights.h5");
    ModelFiles.saveWeights(Zoo.vgg19().includeTop(false).imageSize(32, 32).build(), vgg);
    assertThatThrownBy(() -> Zoo.vgg16().includeTop(false).imageSize(32, 32).weights(vgg).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is the file of a larger network")
        .hasMessageContaining("block3_conv4");
  }

  /** In Keras the last normalization of a ConvNeXt has another name without the classifier. */
  @Test
  void the_trunk_of_a_convnext_finds_its_last_normalization() {
    Model whole = Zoo.convNeXtTiny().imageSize(32, 32).classes(3).build();
    shift(whole);
    Path file = folder.resolve("a.weights.h5");
    ModelFiles.saveWeights(whole, file);
    Model trunk = Zoo.convNeXtTiny().imageSize(32, 32).includeTop(false).weights(file).build();
    assertThat(trunk.getWeights()).isEqualTo(whole.getWeights().subList(0, 180));

    Path other = folder.resolve("b.weights.h5");
    ModelFiles.saveWeights(trunk, other);
    assertThat(
            Zoo.convNeXtTiny()
                .includeTop(false)
                .imageSize(32, 32)
                .weights(other)
                .build()
                .getWeights())
        .isEqualTo(trunk.getWeights());
  }

  @Test
  void convnext_leaves_out_blocks_in_training_when_asked() {
    Model tiny = Zoo.convNeXtTiny().dropPathRate(0.1).build();
    List<String> random =
        tiny.layers().stream()
            .filter(l -> l.className().equals("StochasticDepth"))
            .map(l -> l.name() + " " + l.config().get("drop_path_rate"))
            .toList();
    assertThat(random).hasSize(17);
    assertThat(random.getLast()).isEqualTo("convnext_tiny_stage_3_block_2_stochastic_depth 0.1");
    assertThat(Zoo.convNeXtTiny().includePreprocessing(false).build().layers().get(1).name())
        .isEqualTo("convnext_tiny_stem");
    assertThatThrownBy(() -> Zoo.convNeXtTiny().dropPathRate(2))
        .hasMessageContaining("drop_path_rate");
  }
}
