// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.io.ModelFileException;
import io.nyala.io.safetensors.Safetensors;
import io.nyala.io.torch.TorchFile;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.FilesAbove;
import io.nyala.zoo.Zoo;
import io.nyala.zoo.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of torchvision (fixtures/zoo), and files that do not fit. */
class TorchWeightsTest {
  /** Computed by torchvision for the image of {@link TorchNetworksTest}. */
  private static final float[] OUTPUT = {
    -0.68122f,
    -0.300667f,
    0.585871f,
    0.846609f,
    1.707071f,
    2.001386f,
    -0.702133f,
    -0.435035f,
    -1.066991f,
    -1.209653f
  };

  @TempDir Path folder;

  private final Path file =
      FilesAbove.find("fixtures").orElseThrow().resolve("torch/files/mobilenetv2-0.10.pth");

  private static MobileNetV2 narrow() {
    return Zoo.mobileNetV2().alpha(0.1).imageSize(64, 64).classes(10).classifierActivation(null);
  }

  private Map<String, Tensor> arrays() throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    TorchFile.readAll(file).forEach((name, array) -> arrays.put(name.substring(7), array));
    return arrays;
  }

  @Test
  void a_checkpoint_of_pytorch_gives_the_outputs_of_pytorch() {
    Model model = narrow().weights(file).build();
    float[] output = model.predict(TorchNetworksTest.image(64)).floats();
    for (int i = 0; i < OUTPUT.length; i++) {
      assertThat(output[i]).isCloseTo(OUTPUT[i], within(1e-5f));
    }
    assertThat(narrow().preprocessing()).isEqualTo(Preprocessing.TF);
    assertThat(narrow().weights(file).preprocessing()).isEqualTo(Preprocessing.TORCH);
  }

  @Test
  void a_new_head_stands_on_the_trunk_and_standardized_images() {
    Transfer transfer = narrow().weights(file).head(2);
    assertThat(transfer.model().layers()).extracting(Layer::name).contains("standardized");
    Model whole = narrow().weights(file).build();
    assertThat(transfer.trunk().getWeights())
        .isEqualTo(whole.getWeights().subList(0, whole.getWeights().size() - 2));
  }

  @Test
  void code_of_the_page_about_transfer_learning() {
    // snippet:transfer-torch
    MobileNetV2 network = Zoo.mobileNetV2().alpha(0.1).classes(10).weights(file);
    Model model = network.preprocessing().before(network.build()); // pixels from 0 to 255
    // end:transfer-torch
    Tensor photo = Tensor.full(Shape.of(1, 224, 224, 3), 100);
    Tensor standardized = Preprocessing.TORCH.before(network.build()).predict(photo);
    assertThat(model.predict(photo)).isEqualTo(standardized);
  }

  @Test
  void files_that_do_not_fit_are_refused_with_the_reason() throws IOException {
    assertThatThrownBy(() -> narrow().classes(7).weights(file).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mobilenetv2: " + file + " does not fit, by its names of torchvision")
        .hasMessageContaining("classifier.1.weight (10, 1280) for predictions/kernel (1280, 7)")
        .hasMessageContaining("number of classes");
    assertThatThrownBy(() -> narrow().alpha(0.35).weights(file).build())
        .hasMessageContaining("of another shape: [features.0.0.weight (8, 3, 3, 3)");
    assertThatThrownBy(() -> Zoo.resNet50().weights(file).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("resnet50: " + file + " has no weights for this network")
        .hasMessageContaining("as MobileNetV2, of torchvision");
    assertThatThrownBy(() -> Zoo.xception().weights(file, Naming.TIMM).build())
        .hasMessageContaining("it knows [KERAS]");

    Map<String, Tensor> deeper = arrays();
    deeper.put("features.19.0.weight", Tensor.zeros(Shape.of(1)));
    Path more = folder.resolve("deeper.safetensors");
    Safetensors.write(more, deeper);
    assertThatThrownBy(() -> narrow().weights(more).build())
        .hasMessageContaining("not of this network: [features.19.0.weight]");

    Map<String, Tensor> fewer = arrays();
    fewer.remove("features.3.conv.2.weight");
    Path less = folder.resolve("less.safetensors");
    Safetensors.write(less, fewer);
    assertThatThrownBy(() -> narrow().weights(less).build())
        .hasMessageContaining("not in the file: [features.3.conv.2.weight]");
  }

  @Test
  void a_damaged_file_is_refused() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Path damaged = folder.resolve("damaged.pth");
    for (int i = 200_000; i < 201_000; i++) {
      bytes[i] ^= 1;
    }
    Files.write(damaged, bytes);
    assertThatThrownBy(() -> narrow().weights(damaged).build())
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("wrong checksum");
    Files.write(damaged, Arrays.copyOf(bytes, 200_000));
    assertThatThrownBy(() -> narrow().weights(damaged).build())
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("truncated");
  }

  /** Names of timm do not tell whether a network was trained in TensorFlow. */
  @Test
  void the_configuration_of_timm_tells_its_networks_apart() throws IOException {
    Path weights = folder.resolve("model.safetensors");
    Files.copy(TorchNetworksTest.file("mobilenetv3small timm", folder.resolve("a")), weights);
    assertThatThrownBy(() -> Zoo.mobileNetV3Small().weights(weights).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Naming.TIMM_TENSORFLOW");

    config("tf_mobilenetv3_small_100", "[0.5, 0.5, 0.5]", "[0.5, 0.5, 0.5]");
    MobileNetV3 tensorFlow = Zoo.mobileNetV3Small().weights(weights);
    assertThat(tensorFlow.naming()).isEqualTo(Naming.TIMM_TENSORFLOW);
    assertThat(tensorFlow.preprocessing()).isEqualTo(Preprocessing.TF);

    config("mobilenetv3_small_100", "[0.485, 0.456, 0.406]", "[0.229, 0.224, 0.225]");
    MobileNetV3 torch = Zoo.mobileNetV3Small().weights(weights);
    assertThat(torch.naming()).isEqualTo(Naming.TIMM);
    assertThat(torch.preprocessing()).isEqualTo(Preprocessing.TORCH);

    config("mobilenetv3_small_100", "[0.1, 0.2, 0.3]", "[0.5, 0.5, 0.5]");
    assertThatThrownBy(() -> Zoo.mobileNetV3Small().weights(weights).preprocessing())
        .hasMessageContaining("mean [0.1, 0.2, 0.3]");
    config("mobilenetv3_rw", "[0.5, 0.5, 0.5]", "[0.5, 0.5, 0.5]");
    assertThatThrownBy(() -> Zoo.mobileNetV3Small().weights(weights).build())
        .hasMessageContaining("is of timm's mobilenetv3_rw");
  }

  private void config(String architecture, String mean, String deviation) throws IOException {
    String json =
        "{\"architecture\": \"%s\", \"pretrained_cfg\": {\"mean\": %s, \"std\": %s}}"
            .formatted(architecture, mean, deviation);
    Files.writeString(folder.resolve("config.json"), json);
  }
}
