// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.saving.LoadedWeights;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks in files of Keras, with random weights (fixtures/zoo). Two small ones are kept; {@code
 * -Dnyala.zoo.files=DIR} adds a folder with others.
 */
class KerasNetworkFilesTest {
  private static final Path KEPT = kept();

  private static Path kept() {
    try {
      return Path.of(KerasNetworkFilesTest.class.getResource("/io/nyala/zoo/files").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>(files(KEPT));
    assertThat(all).hasSize(4);
    String more = System.getProperty("nyala.zoo.files");
    if (more != null) {
      all.addAll(files(Path.of(more)));
    }
    return all;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(f -> f.toString().matches(".*\\.(h5|keras)")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void weights_are_loaded_into_the_network_of_the_zoo(Path file) {
    String name = name(file);
    Model network = KerasNetworks.small(name);
    LoadedWeights loaded = ModelFiles.loadMatchingWeights(network, file);
    assertThat(loaded.kept()).isEmpty();
    assertThat(loaded.unused()).isEmpty();
    KerasNetworks.assertOutput(name, network);
  }

  @ParameterizedTest
  @MethodSource("files")
  void the_model_of_the_file_gives_the_same(Path file) {
    KerasNetworks.assertOutput(name(file), ModelFiles.load(file));
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.(h5|keras)$", "");
  }
}
