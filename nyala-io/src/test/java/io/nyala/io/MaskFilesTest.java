// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files of Keras 3.15.1 whose calls name masks, or name none, with what Keras predicts. */
class MaskFilesTest {
  /** What float32 may differ by over the steps of these models, whose values are below 1. */
  private static final float ROUNDING = 1e-6f;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> use_the_masks_that_calls_name() throws IOException {
    Path found = Fixtures.keras("found");
    try (Stream<Path> files = Files.list(found)) {
      List<Path> models =
          files.filter(f -> f.getFileName().toString().matches(".*mask.*\\.(keras|h5)")).toList();
      assertThat(models).hasSize(9);
      return models.stream()
          .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> check(f)));
    }
  }

  private void check(Path file) throws IOException {
    String name = file.getFileName().toString();
    Path beside = file.resolveSibling(name.substring(0, name.lastIndexOf('.')));
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; Files.exists(Path.of(beside + ".in" + i + ".npy")); i++) {
      inputs.add(Npy.read(Path.of(beside + ".in" + i + ".npy")));
    }
    Tensor expected = Npy.read(Path.of(beside + ".exp.npy"));
    Model model = ModelFiles.load(file);
    assertPredicts(model, inputs, expected);
    for (String ending : List.of(".keras", ".h5")) {
      Path copy = folder.resolve(name + ending);
      ModelFiles.save(model, copy);
      assertPredicts(ModelFiles.load(copy), inputs, expected);
    }
  }

  private static void assertPredicts(Model model, List<Tensor> inputs, Tensor expected) {
    List<Tensor> outputs = model.predict(inputs);
    assertThat(outputs).hasSize(1);
    assertThat(outputs.get(0).shape()).isEqualTo(expected.shape());
    assertThat(outputs.get(0).floats())
        .usingComparatorWithPrecision(ROUNDING)
        .containsExactly(expected.floats());
  }
}
