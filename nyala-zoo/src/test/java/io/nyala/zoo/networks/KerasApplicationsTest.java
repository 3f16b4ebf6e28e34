// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks compared with those that Keras builds (fixtures/zoo). */
class KerasApplicationsTest {
  @ParameterizedTest
  @MethodSource("io.nyala.zoo.networks.KerasNetworks#all")
  void layers_and_weights_are_those_of_keras(String name) {
    Map<?, ?> keras = KerasNetworks.described(name);
    Model whole = KerasNetworks.network(name).build();
    List<String> layers = whole.layers().stream().map(KerasApplicationsTest::line).toList();
    List<?> first = (List<?>) keras.get("first_layers");
    assertThat(layers.subList(0, Math.min(layers.size(), first.size()))).isEqualTo(first);
    assertThat(layers).hasSize((Integer) keras.get("layers"));
    assertThat(digest(layers)).isEqualTo(keras.get("layer_digest"));
    assertThat(whole.countParams()).isEqualTo(((Number) keras.get("params")).longValue());
    List<String> weights = new ArrayList<>();
    for (Layer layer : whole.layers()) {
      for (Weight w : layer.weights()) {
        weights.add(w.path() + " " + Arrays.toString(w.shape().dims()));
      }
    }
    assertThat(digest(weights)).isEqualTo(keras.get("weight_digest"));
    assertThat(ints(whole.inputTypes().get(0).shape())).isEqualTo(keras.get("input"));
  }

  @ParameterizedTest
  @MethodSource("io.nyala.zoo.networks.KerasNetworks#all")
  void trunks_are_those_of_keras(String name) {
    Map<?, ?> keras = KerasNetworks.described(name);
    Model trunk = KerasNetworks.network(name).includeTop(false).build();
    assertThat(trunk.countParams()).isEqualTo(((Number) keras.get("trunk_params")).longValue());
    assertThat(trunk.layers()).hasSize((Integer) keras.get("trunk_layers"));
    assertThat(ints(trunk.outputShapes().get(0))).isEqualTo(keras.get("trunk_output"));
  }

  @ParameterizedTest
  @MethodSource("io.nyala.zoo.networks.KerasNetworks#computed")
  void outputs_are_those_of_keras(String name) {
    Model model = KerasNetworks.small(name);
    model.setWeights(model.weights().stream().map(KerasNetworks::values).toList());
    KerasNetworks.assertOutput(name, model);
  }

  private static List<Integer> ints(Shape shape) {
    return Arrays.stream(shape.drop(0).dims()).boxed().toList();
  }

  private static String line(Layer layer) {
    return layer.className() + " " + layer.name();
  }

  private static String digest(List<String> lines) {
    try {
      byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
