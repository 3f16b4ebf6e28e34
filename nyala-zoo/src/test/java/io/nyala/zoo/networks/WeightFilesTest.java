// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.hub.Checksum;
import io.nyala.io.files.JsonText;
import io.nyala.zoo.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightFilesTest {
  /** What Keras downloads (fixtures/zoo/weight_files.py). */
  @Test
  void files_are_those_of_keras() throws IOException {
    int found = 0;
    for (Object each : keras()) {
      Map<?, ?> keras = (Map<?, ?>) each;
      String architecture = (String) keras.get("architecture");
      if (!Zoo.names().contains(architecture)) {
        continue;
      }
      WeightFile file =
          WeightFiles.of(architecture).stream()
              .filter(f -> f.alpha() == ((Number) keras.get("alpha")).doubleValue())
              .filter(f -> keras.get("size") == null || keras.get("size").equals(f.imageSize()))
              .filter(f -> keras.get("top").equals(f.top()))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no record of " + keras));
      assertThat(file.file().homes().getFirst()).hasToString((String) keras.get("url"));
      assertThat(file.file().checksum().map(Checksum::hex).orElse(null))
          .isEqualTo(keras.get("hash"));
      found++;
    }
    long ours =
        WeightFiles.all().stream().filter(f -> !f.architecture().equals("squeezenet")).count();
    assertThat(found).isEqualTo(ours);
  }

  private static List<?> keras() throws IOException {
    return (List<?>) resource("weight-files.json", "{\"files\": %s}").get("files");
  }

  private static Map<String, Object> resource(String name, String form) throws IOException {
    try (InputStream in = WeightFilesTest.class.getResourceAsStream("/io/nyala/zoo/" + name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return JsonText.object(form.formatted(text), name);
    }
  }

  /** The numbers of weights that Keras counts (fixtures/zoo/generate.py). */
  @Test
  void parameters_are_those_of_keras() throws IOException {
    Map<String, Object> networks = resource("keras-applications.json", "%s");
    int found = 0;
    for (WeightFile file : WeightFiles.all()) {
      String name = file.architecture().replace("_", "");
      Object keras = networks.get(file.alpha() == 1 ? name : name + "_" + file.alpha());
      if (keras != null) {
        Object expected = ((Map<?, ?>) keras).get(file.top() ? "params" : "trunk_params");
        assertThat(file.parameters()).as(name).isEqualTo(((Number) expected).longValue());
        found++;
      }
    }
    assertThat(found).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.75, 1.3})
  void parameters_of_other_widths_are_those_of_the_network(double alpha) {
    for (WeightFile file : WeightFiles.all()) {
      if (file.alpha() == alpha && file.imageSize() == 224) {
        ZooNetwork<?> network =
            switch (Zoo.named(file.architecture())) {
              case MobileNet n -> n.alpha(alpha);
              case MobileNetV2 n -> n.alpha(alpha);
              case MobileNetV3 n -> n.alpha(alpha);
              default -> throw new AssertionError(file);
            };
        assertThat(network.includeTop(file.top()).build().countParams())
            .as(file.file().name())
            .isEqualTo(file.parameters());
      }
    }
  }

  @Test
  void every_network_has_files_that_fit_it() {
    for (String name : Zoo.names()) {
      if (name.startsWith("cifar_")) {
        continue; // for these, no weights are known
      }
      ZooNetwork<?> network = Zoo.named(name);
      List<WeightFile> files = WeightFiles.of(network.name());
      assertThat(files).as(name).isNotEmpty().isEqualTo(WeightFiles.of(name));
      assertThat(files).allMatch(f -> f.architecture().equals(name));
      assertThat(files).allMatch(f -> f.preprocessing() == network.preprocessing());
      assertThat(files).extracting(f -> f.file().name()).doesNotHaveDuplicates();
      assertThat(files.stream().filter(WeightFile::top)).hasSize(files.size() / 2);
    }
    assertThat(WeightFiles.all())
        .allMatch(f -> Zoo.names().contains(f.architecture()))
        .allMatch(f -> f.file().homes().getFirst().getScheme().equals("https"));
  }

  @Test
  void squeezenet_has_the_published_number_of_weights() {
    List<WeightFile> files = WeightFiles.of("squeezenet");
    assertThat(Zoo.squeezeNet().build().countParams()).isEqualTo(files.getFirst().parameters());
    assertThat(Zoo.squeezeNet().includeTop(false).build().countParams())
        .isEqualTo(files.getLast().parameters());
  }
}
