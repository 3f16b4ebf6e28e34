// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.data.images.Images;
import io.nyala.io.ModelFiles;
import io.nyala.io.safetensors.Safetensors;
import io.nyala.io.torch.TorchFile;
import io.nyala.models.Model;
import io.nyala.rules.Repository;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.Zoo;
import io.nyala.zoo.networks.Preprocessing;
import io.nyala.zoo.networks.WeightFile;
import io.nyala.zoo.networks.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifyCommandTest {
  private final RecordedApp app = new RecordedApp();

  @TempDir Path folder;
  private Path photo;

  @BeforeEach
  void photo() {
    photo = folder.resolve("photo.png");
    Images.save(photo, Tensor.full(Shape.of(40, 30, 3), 120));
  }

  @BeforeEach
  void emptyCache() {
    app.cache(folder.resolve("cache"));
  }

  private int run(String... options) {
    List<String> line = new ArrayList<>(List.of("classify", photo.toString()));
    line.addAll(List.of(options));
    return app.run(line.toArray(String[]::new));
  }

  private List<Map<?, ?>> classes() throws IOException {
    Map<String, Object> answer = JSON.std.mapFrom(app.stdout().lines().toList().getLast());
    Map<?, ?> first = (Map<?, ?>) ((List<?>) answer.get("photos")).getFirst();
    assertThat(first.get("photo")).isEqualTo(photo.toString());
    List<Map<?, ?>> classes = new ArrayList<>();
    ((List<?>) first.get("classes")).forEach(c -> classes.add((Map<?, ?>) c));
    return classes;
  }

  @Test
  void a_model_file_with_two_classes() throws IOException {
    Model pets = Zoo.mobileNetV2().alpha(0.35).imageSize(32, 32).head(2).model();
    Path file = folder.resolve("pets.keras");
    ModelFiles.save(pets, file);
    Path names = folder.resolve("names.txt");
    Files.writeString(names, "cat\ndog\n");

    assertThat(run("--model", file.toString(), "--classes", names.toString(), "--json"))
        .as(app.stderr())
        .isZero();

    double dog = pets.predict(Tensor.full(Shape.of(1, 32, 32, 3), 120)).item();
    for (Map<?, ?> each : classes()) {
      boolean second = each.get("name").equals("dog");
      assertThat(each.get("class")).isEqualTo(second ? 1 : 0);
      assertThat((Double) each.get("probability")).isCloseTo(second ? dog : 1 - dog, within(1e-6));
    }
    assertThat(classes()).hasSize(2);
  }

  /** Its images are standardized, not scaled to -1 to 1 as for Keras's weights. */
  @Test
  void weights_of_torchvision_have_its_preprocessing() throws IOException {
    Path fixtures = Repository.root().resolve("fixtures/torch/files");
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    TorchFile.readAll(fixtures.resolve("mobilenetv2-0.10.pth"))
        .forEach((name, array) -> arrays.put(name.replace("module.", ""), array));
    float[] kernel = new float[1000 * 1280];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) Math.sin(i);
    }
    arrays.put("classifier.1.weight", Tensor.of(Shape.of(1000, 1280), kernel));
    arrays.put("classifier.1.bias", Tensor.zeros(Shape.of(1000)));
    Path file = folder.resolve("torch.safetensors");
    Safetensors.write(file, arrays);
    String weights = file.toString();
    Tensor pixels = Tensor.full(Shape.of(1, 224, 224, 3), 120);
    Images.save(photo, pixels.reshape(Shape.of(224, 224, 3)));

    assertThat(run("--model", "mobilenet_v2", "--alpha", "0.1", "--weights", weights, "--json"))
        .as(app.stderr())
        .isZero();

    Model network = Zoo.mobileNetV2().alpha(0.1).weights(file).build();
    float[] expected = Preprocessing.TORCH.before(network).predict(pixels).floats();
    Map<?, ?> best = classes().getFirst();
    assertThat((Double) best.get("probability"))
        .isCloseTo(expected[(Integer) best.get("class")], within(1e-6));
  }

  /** A photograph of a cat; the names are those of the classes 281 to 285. */
  @Test
  void published_weights_know_a_cat() throws IOException {
    Path shared = SharedData.folder();
    photo = shared.resolve("photos/cats_vs_dogs/test/cat/cat.4125.jpg");
    StringBuilder index = new StringBuilder("{");
    for (int i = 0; i < 1000; i++) {
      String name = i >= 281 && i <= 285 ? "cat" : "other";
      index.append("%s\"%d\":[\"n%d\",\"%s\"]".formatted(i == 0 ? "" : ",", i, i, name));
    }
    Path names = folder.resolve("index.json");
    Files.writeString(names, index.append("}"));
    Path weights =
        shared.resolve("pretrained/squeezenet_v1.1/squeezenet_v1.1_full_hwio_float32.npz");

    assertThat(
            run(
                "--model",
                "squeezenet",
                "--weights",
                weights.toString(),
                "--classes",
                names.toString(),
                "--json"))
        .as(app.stderr())
        .isZero();

    assertThat(classes()).hasSize(5);
    assertThat(classes()).anyMatch(c -> c.get("name").equals("cat"));
  }

  /** Weights and names that are in the cache; the weights are random. */
  @Test
  void published_weights_need_no_option() throws IOException {
    WeightFile file =
        WeightFiles.of("mobilenet").stream()
            .filter(f -> f.alpha() == 0.25 && f.imageSize() == 224 && f.top())
            .findFirst()
            .orElseThrow();
    Path folders = Files.createDirectories(folder.resolve("cache").resolve(file.kind()));
    Path written = folders.resolve("written.weights.h5");
    ModelFiles.saveWeights(Zoo.mobileNet().alpha(0.25).build(), written);
    Files.move(written, folders.resolve(file.file().name()));

    assertThat(run("--model", "mobilenet", "--alpha", "0.25", "--json")).as(app.stderr()).isZero();

    assertThat(classes()).hasSize(5).allMatch(c -> c.get("name").toString().startsWith("class "));
    assertThat(app.stderr())
        .startsWith("nyala: numbers instead of names: no imagenet_class_index.json in ")
        .endsWith("; or set --classes FILE" + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--model alexnet|--model: no file and no network 'alexnet'; there are mobilenet, mobilenet_v2",
        "--model vgg16 --alpha 0.5|--alpha is for MobileNets, not for vgg16",
        "--model squeezenet|or set --weights FILE to weights with a classifier",
        "--model squeezenet --weights none.h5|--weights: ",
      })
  void says_what_is_wrong(String options, String message) {
    assertThat(run(options.split(" "))).isEqualTo(2);
    assertThat(app.stderr()).contains(message);
  }
}
