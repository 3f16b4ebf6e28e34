// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.files.Zip;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import io.nyala.testing.TensorAssert;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that Keras 3.15.1 wrote (by {@code keras3/make.py} among the resources): opened here, and
 * after being written here, they predict what Keras predicts and train as Keras trains.
 */
class Keras3FilesTest {
  @TempDir Path folder;

  private static Path resources() throws URISyntaxException {
    return Path.of(Keras3FilesTest.class.getResource("keras3").toURI());
  }

  static Stream<String> names() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(resources())) {
      List<String> names =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".keras"))
              .map(f -> f.substring(0, f.length() - ".keras".length()))
              .sorted()
              .toList();
      assertThat(names).isNotEmpty();
      return names.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_file_predicts_and_trains_as_in_keras(String name) throws Exception {
    check(ModelFiles.load(resources().resolve(name + ".keras")), name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_file_survives_being_written(String name) throws Exception {
    Path file = resources().resolve(name + ".keras");
    for (String ending : List.of(".keras", ".h5")) {
      Path copy = folder.resolve(name + ending);
      ModelFiles.save(ModelFiles.load(file), copy);
      check(ModelFiles.load(copy), name);
    }
  }

  @Test
  void a_layer_of_two_models_is_written_in_both_places_and_stays_one() throws Exception {
    // Keras 3.15.1 makes a layer of each and looks for the weights of both.
    Path copy = folder.resolve("two.keras");
    Model model = ModelFiles.load(resources().resolve("layer_inside_and_behind.keras"));
    ModelFiles.save(model, copy);
    try (Zip zip = Zip.open(copy);
        Hdf5File weights = Hdf5File.open(zip.content("model.weights.h5"), "weights")) {
      for (String place : List.of("layers/functional/layers/dense", "layers/dense")) {
        assertThat(weights.numbered(place + "/vars").get(0).read())
            .as(place)
            .isEqualTo(model.getLayer("shared").weights().get(0).get());
      }
    }
    assertThat(ModelFiles.load(copy).weights()).hasSize(4);
  }

  private static void check(Model model, String name) throws Exception {
    Map<String, Tensor> arrays = Npz.read(resources().resolve(name + ".npz"));
    List<Tensor> x = Fixtures.arrays(arrays, "in_");
    assertClose(model.predict(x), Fixtures.arrays(arrays, "out_"));
    List<Tensor> y = Fixtures.arrays(arrays, "y_");
    if (!y.isEmpty()) {
      model.trainOnBatch(x, y, List.of());
      assertClose(model.getWeights(), Fixtures.arrays(arrays, "after_"));
    }
  }

  private static void assertClose(List<Tensor> got, List<Tensor> want) {
    assertThat(got).hasSameSizeAs(want);
    for (int i = 0; i < want.size(); i++) {
      assertThat(got.get(i).shape()).isEqualTo(want.get(i).shape());
      TensorAssert.assertClose(got.get(i), want.get(i), 1e-6, 1e-5);
    }
  }
}
