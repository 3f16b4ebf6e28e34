// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.io.files.JsonText;
import io.nyala.layers.base.Weight;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The networks that Keras described (fixtures/zoo), with the weights and the image of its run. */
final class KerasNetworks {
  /** The arithmetic of a hundred layers in float32, relative to probabilities of ten classes. */
  private static final double TOLERANCE = 2e-5;

  /** The same, relative to logits of up to 100, so that classes without a chance count too. */
  private static final double LOG_TOLERANCE = 1e-3;

  /** The same, relative to the largest logit. */
  private static final double LOGIT_TOLERANCE = 1e-5;

  private static final Map<String, Supplier<ZooNetwork<?>>> NETWORKS =
      Map.ofEntries(
          Map.entry("vgg16", Zoo::vgg16),
          Map.entry("vgg19", Zoo::vgg19),
          Map.entry("resnet50", Zoo::resNet50),
          Map.entry("resnet101", Zoo::resNet101),
          Map.entry("resnet152", Zoo::resNet152),
          Map.entry("resnet50v2", Zoo::resNet50V2),
          Map.entry("resnet101v2", Zoo::resNet101V2),
          Map.entry("resnet152v2", Zoo::resNet152V2),
          Map.entry("densenet121", Zoo::denseNet121),
          Map.entry("densenet169", Zoo::denseNet169),
          Map.entry("densenet201", Zoo::denseNet201),
          Map.entry("mobilenet", Zoo::mobileNet),
          Map.entry("mobilenet_0.25", () -> Zoo.mobileNet().alpha(0.25)),
          Map.entry("mobilenetv2", Zoo::mobileNetV2),
          Map.entry("mobilenetv2_0.35", () -> Zoo.mobileNetV2().alpha(0.35)),
          Map.entry("mobilenetv2_1.4", () -> Zoo.mobileNetV2().alpha(1.4)),
          Map.entry("efficientnetb0", Zoo::efficientNetB0),
          Map.entry("efficientnetb1", Zoo::efficientNetB1),
          Map.entry("efficientnetb2", Zoo::efficientNetB2),
          Map.entry("efficientnetb3", Zoo::efficientNetB3),
          Map.entry("efficientnetb4", Zoo::efficientNetB4),
          Map.entry("efficientnetb5", Zoo::efficientNetB5),
          Map.entry("efficientnetb6", Zoo::efficientNetB6),
          Map.entry("efficientnetb7", Zoo::efficientNetB7),
          Map.entry("efficientnetv2b0", Zoo::efficientNetV2B0),
          Map.entry("efficientnetv2b1", Zoo::efficientNetV2B1),
          Map.entry("efficientnetv2b2", Zoo::efficientNetV2B2),
          Map.entry("efficientnetv2b3", Zoo::efficientNetV2B3),
          Map.entry("efficientnetv2s", Zoo::efficientNetV2S),
          Map.entry("efficientnetv2m", Zoo::efficientNetV2M),
          Map.entry("efficientnetv2l", Zoo::efficientNetV2L),
          Map.entry("mobilenetv3small", Zoo::mobileNetV3Small),
          Map.entry("mobilenetv3large", Zoo::mobileNetV3Large),
          Map.entry("inceptionv3", Zoo::inceptionV3),
          Map.entry("inceptionresnetv2", Zoo::inceptionResNetV2),
          Map.entry("nasnetmobile", Zoo::nasNetMobile),
          Map.entry("nasnetlarge", Zoo::nasNetLarge),
          Map.entry("cifarresnet20", Zoo::cifarResNet20),
          Map.entry("cifarresnet32", Zoo::cifarResNet32),
          Map.entry("cifarresnet44", Zoo::cifarResNet44),
          Map.entry("cifarresnet56", Zoo::cifarResNet56),
          Map.entry("convnexttiny", Zoo::convNeXtTiny),
          Map.entry("convnextsmall", Zoo::convNeXtSmall),
          Map.entry("convnextbase", Zoo::convNeXtBase),
          Map.entry("convnextlarge", Zoo::convNeXtLarge),
          Map.entry("convnextxlarge", Zoo::convNeXtXLarge),
          Map.entry("xception", Zoo::xception));

  private static final Map<String, Object> KERAS = keras();

  private static Map<String, Object> keras() {
    try (InputStream in =
        KerasNetworks.class.getResourceAsStream("/io/nyala/zoo/keras-applications.json")) {
      return JsonText.object(new String(in.readAllBytes(), StandardCharsets.UTF_8), "fixture");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KerasNetworks() {}

  static Stream<String> all() {
    return NETWORKS.keySet().stream().sorted();
  }

  /** Returns the networks of which Keras computed an output. */
  static Stream<String> computed() {
    return all().filter(name -> described(name).containsKey("output"));
  }

  static Map<?, ?> described(String name) {
    return (Map<?, ?>) KERAS.get(name);
  }

  static ZooNetwork<?> network(String name) {
    return NETWORKS.get(name).get();
  }

  /** Returns the network whose output Keras computed, with weights at random. */
  static Model small(String name) {
    ZooNetwork<?> network = network(name);
    int size = size(name);
    network.imageSize(size, size).classes(10);
    if (hasLogits(name)) {
      network.classifierActivation(null);
    }
    return network.build();
  }

  private static int size(String name) {
    return (Integer) described(name).get("size");
  }

  private static boolean hasLogits(String name) {
    return Boolean.TRUE.equals(described(name).get("logits"));
  }

  /** Checks that a network with the weights of Keras's run gives its output. */
  static void assertOutput(String name, Model model) {
    float[] output = model.predict(image(size(name))).floats();
    List<?> numbers = (List<?>) described(name).get("output");
    double[] expected = numbers.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    assertThat(output).hasSize(expected.length);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < output.length; i++) {
      if (hasLogits(name)) {
        assertThat((double) output[i]).isCloseTo(expected[i], within(LOGIT_TOLERANCE * largest));
      } else {
        assertThat((double) output[i]).isCloseTo(expected[i], within(TOLERANCE));
        assertThat(Math.log(output[i])).isCloseTo(Math.log(expected[i]), within(LOG_TOLERANCE));
      }
    }
  }

  // The numbers of fixtures/zoo/generate.py

  static Tensor values(Weight weight) {
    String path = weight.path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    Shape shape = weight.shape();
    CRC32 crc = new CRC32();
    crc.update(path.getBytes(StandardCharsets.UTF_8));
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      long bits = crc.getValue() + i * 2654435761L & 0xffffffffL;
      double u = bits / 4294967296.0 - 0.5;
      values[i] = (float) value(name, path, shape, u);
    }
    return Tensor.of(shape, values);
  }

  private static double value(String name, String path, Shape shape, double u) {
    if (name.equals("gamma") || name.contains("variance")) {
      return 1 + 0.5 * u;
    }
    if (!name.contains("kernel")) {
      return 0.2 * u;
    }
    boolean depthwise =
        shape.rank() == 4 && shape.last() == 1 && path.contains("depthwise")
            || name.equals("depthwise_kernel")
            || path.contains("dw");
    int fan = depthwise ? shape.dim(0) * shape.dim(1) : shape.size() / shape.last();
    return u * 2 * Math.sqrt(6.0 / fan);
  }

  private static Tensor image(int size) {
    float[] pixels = new float[size * size * 3];
    for (long i = 0; i < pixels.length; i++) {
      pixels[(int) i] = (float) (i * i % 251 * 37 % 256 / 127.5 - 1);
    }
    return Tensor.of(Shape.of(1, size, size, 3), pixels);
  }
}
