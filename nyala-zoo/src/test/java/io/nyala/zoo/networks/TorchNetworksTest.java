// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.files.JsonText;
import io.nyala.io.safetensors.Safetensors;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks with weights of torchvision and timm, compared with these (fixtures/zoo). */
class TorchNetworksTest {
  /** The arithmetic of a hundred layers in float32, for scores up to 4. */
  private static final double TOLERANCE = 2e-5;

  private static final Map<String, Supplier<ZooNetwork<?>>> NETWORKS =
      Map.ofEntries(
          Map.entry("resnet50", Zoo::resNet50),
          Map.entry("mobilenetv2", Zoo::mobileNetV2),
          Map.entry("densenet121", Zoo::denseNet121),
          Map.entry("efficientnetb0", Zoo::efficientNetB0),
          Map.entry("efficientnetb5", Zoo::efficientNetB5),
          Map.entry("mobilenetv3small", Zoo::mobileNetV3Small),
          Map.entry("mobilenetv3large", Zoo::mobileNetV3Large),
          Map.entry("convnext_tiny", Zoo::convNeXtTiny),
          Map.entry("vgg16", Zoo::vgg16),
          Map.entry("vgg19", Zoo::vgg19));

  private static final Map<String, Object> TORCH = torch();

  @TempDir Path folder;

  private static Map<String, Object> torch() {
    try (InputStream in =
        TorchNetworksTest.class.getResourceAsStream("/io/nyala/zoo/torch-networks.json")) {
      return JsonText.object(new String(in.readAllBytes(), StandardCharsets.UTF_8), "fixture");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> computed() {
    return TORCH.keySet().stream()
        .filter(name -> NETWORKS.containsKey(name.split(" ")[0]))
        .filter(name -> form(name).containsKey("size"))
        .sorted();
  }

  private static Map<?, ?> form(String name) {
    return (Map<?, ?>) TORCH.get(name);
  }

  /**
   * Writes the weights of a network as the library would, without its classifier if it is large.
   */
  static Path file(String name, Path path) throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    for (Object each : (List<?>) form(name).get("arrays")) {
      String[] parts = String.valueOf(each).split(" ", -1);
      int[] dims =
          parts[1].isEmpty()
              ? new int[0]
              : Arrays.stream(parts[1].split(",")).mapToInt(Integer::parseInt).toArray();
      Shape shape = Shape.of(dims);
      if (shape.size() < 50_000_000 && !parts[0].startsWith("pre_logits")) {
        arrays.put(parts[0], values(parts[0], shape));
      }
    }
    Safetensors.write(path, arrays);
    return path;
  }

  @ParameterizedTest
  @MethodSource("computed")
  void outputs_are_those_of_the_library(String name) throws IOException {
    String[] parts = name.split(" ");
    int size = (Integer) form(name).get("size");
    Path file = file(name, folder.resolve("a.safetensors"));
    boolean whole = form(name).containsKey("output");
    ZooNetwork<?> network = NETWORKS.get(parts[0]).get();
    network.imageSize(size, size).classes(10).classifierActivation(null).includeTop(whole);
    network.pooling(FeaturePooling.AVERAGE);
    Naming naming = Naming.valueOf(parts[1].toUpperCase(Locale.ROOT));
    boolean ambiguous = parts[1].startsWith("timm") && parts[0].matches("(eff|mobilenetv3).*");
    if (ambiguous) {
      network.weights(file, naming);
    } else {
      network.weights(file);
    }
    assertThat(network.preprocessing()).isEqualTo(Preprocessing.TORCH);
    float[] output = network.build().predict(image(size)).floats();
    List<?> expected = (List<?>) form(name).get(whole ? "output" : "features");
    double worst = 0;
    for (int i = 0; i < expected.size(); i++) {
      double there = ((Number) expected.get(i)).doubleValue();
      worst = Math.max(worst, Math.abs(output[i] - there));
    }
    System.out.printf(Locale.ROOT, "%s: largest difference %.1e%n", name, worst);
    assertThat(worst).isLessThan(TOLERANCE);
  }

  // The numbers of fixtures/zoo/generate_torch.py

  private static Tensor values(String name, Shape shape) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    float[] values = new float[shape.size()];
    String last = name.substring(name.lastIndexOf('.') + 1);
    int fan = shape.rank() < 2 ? 1 : shape.size() / shape.dim(0);
    for (int i = 0; i < values.length; i++) {
      long bits = crc.getValue() + i * 2654435761L & 0xffffffffL;
      double u = bits / 4294967296.0 - 0.5;
      values[i] = (float) value(last, shape, fan, u);
    }
    return Tensor.of(shape, values);
  }

  private static double value(String last, Shape shape, int fan, double u) {
    if (last.equals("running_var") || last.equals("weight") && shape.rank() == 1) {
      return 1 + 0.5 * u;
    }
    if (last.equals("weight")) {
      return u * 2 * Math.sqrt(6.0 / fan);
    }
    return last.equals("gamma") || last.equals("layer_scale") ? 0.5 + 0.5 * u : 0.2 * u;
  }

  static Tensor image(int size) {
    float[] pixels = new float[size * size * 3];
    for (long i = 0; i < pixels.length; i++) {
      pixels[(int) i] = (float) (i * i % 251 * 37 % 256 / 127.5 - 1);
    }
    return Tensor.of(Shape.of(1, size, size, 3), pixels);
  }
}
