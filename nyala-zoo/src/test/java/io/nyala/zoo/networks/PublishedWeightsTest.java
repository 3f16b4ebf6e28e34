// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.zoo.networks.TrainedOn.IMAGENET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.hub.Downloads;
import io.nyala.hub.FileCache;
import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.saving.Weights;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Logs;
import io.nyala.zoo.Zoo;
import io.nyala.zoo.transfer.Transfer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedWeightsTest {
  @TempDir Path folder;
  private FileCache cache;

  @BeforeEach
  void cache() {
    cache = new FileCache(folder, new Downloads().offline(true));
  }

  private MobileNetV2 small() {
    return Zoo.mobileNetV2().alpha(0.5);
  }

  private Path path(double alpha, int size, boolean top) {
    return WeightFiles.of("mobilenet_v2").stream()
        .filter(f -> f.alpha() == alpha && f.imageSize() == size && f.top() == top)
        .map(f -> cache.path(f.kind(), f.file()))
        .findFirst()
        .orElseThrow();
  }

  /** Puts weights in the cache that are different for each number. */
  private void put(Model model, float number, Path path) throws IOException {
    List<Tensor> weights = new ArrayList<>();
    for (Tensor t : model.getWeights()) {
      float[] values = t.floats().clone();
      values[0] = number;
      weights.add(Tensor.of(t.shape(), values));
    }
    model.setWeights(weights);
    Files.createDirectories(path.getParent());
    Path written = path.resolveSibling("written.weights.h5");
    ModelFiles.saveWeights(model, written);
    Files.move(written, path);
  }

  private static float first(Model model) {
    return model.weights().getFirst().get().floats()[0];
  }

  @Test
  void the_file_with_or_without_the_classifier_is_taken() throws IOException {
    put(small().build(), 1, path(0.5, 224, true));
    put(small().includeTop(false).build(), 2, path(0.5, 224, false));

    assertThat(first(small().weights(IMAGENET, cache).build())).isEqualTo(1);
    assertThat(first(small().includeTop(false).weights(IMAGENET, cache).build())).isEqualTo(2);
    Transfer transfer = small().weights(IMAGENET, cache).head(3);
    assertThat(first(transfer.trunk())).isEqualTo(2);
    assertThat(
            path(0.5, 224, false).resolveSibling(path(0.5, 224, false).getFileName() + ".sha256"))
        .exists();
  }

  @Test
  void the_last_choice_of_weights_counts() throws IOException {
    put(small().includeTop(false).build(), 2, path(0.5, 224, false));
    Path own = folder.resolve("own.weights.h5");
    put(small().includeTop(false).build(), 3, own);
    MobileNetV2 network = small().includeTop(false).weights(IMAGENET, cache).weights(own);
    assertThat(first(network.build())).isEqualTo(3);
    assertThat(first(network.weights(IMAGENET, cache).build())).isEqualTo(2);
  }

  @Test
  void the_file_of_the_size_of_images_is_taken() throws IOException {
    put(small().includeTop(false).build(), 1, path(0.5, 96, false));
    put(small().includeTop(false).build(), 2, path(0.5, 224, false));
    MobileNetV2 network = small().includeTop(false).weights(IMAGENET, cache);

    List<String> none =
        Logs.during("io.nyala.zoo.networks", () -> assertThat(built(network, 96, 96)).isEqualTo(1));
    List<String> told =
        Logs.during(
            "io.nyala.zoo.networks", () -> assertThat(built(network, 100, 64)).isEqualTo(2));
    assertThat(none).isEmpty();
    assertThat(told)
        .containsExactly(
            "mobilenetv2: no weights for images of 100 x 64, only for sizes of 96, 128, 160, 192 or"
                + " 224; those for 224 are used");
  }

  private static float built(MobileNetV2 network, int height, int width) {
    return first(network.imageSize(height, width).build());
  }

  @Test
  void conditions_are_those_of_keras() {
    assertThatThrownBy(() -> small().classes(5).weights(IMAGENET, cache).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "mobilenetv2: the weights of ImageNet have a classifier of 1,000 classes, got classes 5."
                + " Leave it out (includeTop(false)), or put another one on the trunk: head(5)");
    assertThatThrownBy(() -> small().classifierActivation(SIGMOID).weights(IMAGENET, cache).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the activation of the classifier is softmax, or none (null), got");
    assertThatThrownBy(() -> small().channels(1).weights(IMAGENET, cache).build())
        .hasMessage("mobilenetv2: the weights of ImageNet expect images with 3 channels, got 1");
    assertThatThrownBy(() -> Zoo.mobileNetV2().alpha(0.3).weights(IMAGENET, cache).build())
        .hasMessage(
            "mobilenetv2: the weights of ImageNet exist for alpha 0.35, 0.5, 0.75, 1.0, 1.3 or 1.4,"
                + " got 0.3");
    assertThatThrownBy(() -> small().imageSize(100, 100).weights(IMAGENET, cache).build())
        .hasMessageContaining("images are square with a size of 96, 128, 160, 192 or 224, got 100")
        .hasMessageContaining("includeTop(false)");
    assertThatThrownBy(() -> Zoo.vgg16().imageSize(96, 96).weights(IMAGENET, cache).build())
        .hasMessageContaining("images are square with a size of 224, got 96 x 96");
  }

  @Test
  void says_what_to_do_offline() {
    assertThatThrownBy(() -> small().weights(IMAGENET, cache).build())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(
            "mobilenetv2: no mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.5_224.h5 in "
                + folder.resolve("zoo/mobilenet_v2"))
        .hasMessageContaining("downloads are turned off")
        .hasMessageContaining(
            "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/");
  }

  @Test
  void another_file_under_the_name_is_refused() throws IOException {
    WeightFile file = WeightFiles.of("vgg16").getFirst();
    Path path = cache.path(file.kind(), file.file());
    Files.createDirectories(path.getParent());
    Files.writeString(path, "no weights");
    assertThatThrownBy(() -> Zoo.vgg16().weights(IMAGENET, cache).build())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(path + " is damaged or another file: the content has MD5 ")
        .hasMessageContaining("expected 64373286793e3c8b2b4e3219cbf3544b");
  }

  @Test
  void weights_in_the_cache_are_those_that_were_put_there() throws IOException {
    Model trunk = small().includeTop(false).build();
    put(trunk, 5, path(0.5, 224, false));
    Model loaded = small().includeTop(false).weights(IMAGENET, cache).build();
    assertThat(Weights.sha256(loaded)).isEqualTo(Weights.sha256(trunk));
  }
}
