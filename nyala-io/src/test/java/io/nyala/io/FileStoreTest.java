// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static io.nyala.callbacks.Callbacks.modelCheckpoint;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With this module, models and callbacks write what the ending of a name says. */
class FileStoreTest {
  @TempDir Path folder;

  private static Model model() {
    return Sequential.of(input(2), dense(1).named("d")).compile(sgd(0.1), meanSquaredError());
  }

  private static void train(Model model, Path to) {
    Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    Tensor y = Tensor.of(Shape.of(2, 1), 1, 2);
    model.fit(x, y, fit().callbacks(modelCheckpoint(to.toString())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.keras", "m.h5"})
  void a_checkpoint_is_a_whole_model_where_its_name_says_so(String name) {
    Model model = model();
    Path file = folder.resolve(name);
    train(model, file);

    Model again = ModelFiles.load(file);
    assertThat(again.getWeights()).isEqualTo(model.getWeights());
    assertThat(again.optimizer().iterations()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.weights.h5", "w.safetensors", "w.weights.npz", "w"})
  void weights_have_the_form_that_the_name_says(String name) throws Exception {
    Model model = model();
    Path file = folder.resolve(name);
    train(model, file);
    Model other = model();
    other.loadWeights(file);
    assertThat(other.getWeights()).isEqualTo(model.getWeights());

    Path again = folder.resolve("again-" + name);
    model.saveWeights(again);
    ModelFiles.loadWeights(other.seed(7), again);
    assertThat(other.getWeights()).isEqualTo(model.getWeights());
    FileKind expected =
        name.endsWith("h5")
            ? FileKind.HDF5
            : name.endsWith("s") ? FileKind.SAFETENSORS : FileKind.NPZ;
    assertThat(List.of(FileKind.of(file), FileKind.of(again))).containsOnly(expected);
  }

  @Test
  void names_of_models_and_unknown_ones_are_refused_for_weights() {
    assertThatThrownBy(() -> model().saveWeights(folder.resolve("m.keras")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use ModelFiles.save")
        .hasMessageContaining(".weights.h5 or .safetensors");
    assertThatThrownBy(() -> train(model(), folder.resolve("m.onnx")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are [.npz, .weights.h5, .safetensors, .keras, .h5, .hdf5]");
    assertThat(folder).isEmptyDirectory();
  }
}
