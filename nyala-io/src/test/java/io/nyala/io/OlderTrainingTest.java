// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.files.AtomicFile;
import io.nyala.io.hdf5.Hdf5Array;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.hdf5.Hdf5Writer;
import io.nyala.models.Model;
import io.nyala.optimizers.Adam;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Logs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How models in files of Keras 2 are trained, and what of it may be unknown. */
class OlderTrainingTest {
  private static final Tensor X = Tensor.matrix(new float[] {1, 2}, new float[] {3, 5});
  private static final Tensor Y = Tensor.matrix(new float[] {0}, new float[] {0});

  @TempDir Path folder;

  /** A sum of two inputs; single quotes stand for double ones. */
  private Path file(String dense, String training) throws IOException {
    Hdf5Group root = new Hdf5Group();
    root.attribute("keras_version", "2.3.0-tf").attribute("backend", "tensorflow");
    root.attribute(
        "model_config",
        """
        {'class_name': 'Sequential', 'config': {'name': 's', 'layers': [{'class_name': 'Dense',
         'config': {'name': 'd', 'units': 1, 'activation': 'linear', 'batch_input_shape': [null, 2]
         %s}}]}}
        """
            .formatted(dense)
            .replace('\'', '"'));
    root.attribute("training_config", training.replace('\'', '"'));
    Hdf5Group weights = root.group("model_weights");
    weights.attribute("layer_names", List.of("d"));
    Hdf5Group d = weights.group("d");
    d.attribute("weight_names", List.of("d/kernel:0", "d/bias:0"));
    d.put("d/kernel:0", Hdf5Array.of(Tensor.full(Shape.of(2, 1), 1)));
    d.put("d/bias:0", Hdf5Array.of(Tensor.zeros(Shape.of(1))));
    Path file = folder.resolve("older.h5");
    AtomicFile.write(file, out -> Hdf5Writer.write(root, out));
    return file;
  }

  private static String training(String optimizer, String loss, String metrics) {
    return "{'optimizer_config': %s, 'loss': %s, 'metrics': %s, 'sample_weight_mode': null}"
        .formatted(optimizer, loss, metrics);
  }

  private static final String ADAM = "{'class_name': 'Adam', 'config': {'lr': 0.25}}";

  /** The outputs are 3 and 8, so the mean of their squares is 36.5 and that of themselves 5.5. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'mse'",
        "['mse']",
        "{'d': 'mse'}",
        "{'class_name': 'MeanSquaredError', 'config': {'reduction': 'auto', 'name': 'l'}}",
        "{'d': {'class_name': 'MeanSquaredError', 'config': {'reduction': 'auto'}}}",
        "{'class_name': 'LossFunctionWrapper', 'config': {'fn': 'mean_squared_error'}}"
      })
  void losses_are_read_in_every_form(String loss) throws IOException {
    String metrics =
        "[{'class_name': 'MeanMetricWrapper', 'config': {'name': 'far', 'dtype': 'float32',"
            + " 'fn': 'mean_absolute_error'}}]";
    Model model = ModelFiles.load(file("", training(ADAM, loss, metrics)));
    assertThat(model.evaluate(X, Y).values()).containsEntry("loss", 36.5).containsEntry("far", 5.5);
  }

  @Test
  void an_optimizer_for_half_precision_is_the_one_inside() throws IOException {
    String scaled =
        "{'class_name': 'LossScaleOptimizer', 'config': {'inner_optimizer': %s, 'dynamic': true}}"
            .formatted(ADAM);
    Model model = ModelFiles.load(file("", training(scaled, "'mse'", "null")));
    assertThat(model.optimizer()).isInstanceOf(Adam.class);
    assertThat(model.optimizer().learningRate()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'my_loss'", "{'class_name': 'MyLoss', 'config': {}}"})
  void a_loss_of_ones_own_leaves_the_model_open_and_not_compiled(String loss) throws IOException {
    Path file = file("", training(ADAM, loss, "null"));
    AtomicReference<Model> model = new AtomicReference<>();
    assertThat(Logs.during("io.nyala.io.keras", () -> model.set(ModelFiles.load(file))))
        .anyMatch(
            line ->
                line.contains("older.h5: the model is not compiled")
                    && line.toLowerCase().replace("_", "").contains("myloss"));
    assertThat(model.get().predict(X)).isEqualTo(Tensor.matrix(new float[] {3}, new float[] {8}));
    assertThatThrownBy(() -> model.get().evaluate(X, Y)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'kernel_initializer': {'class_name': 'ConvKernelInitializer', 'config': {}}",
        "'bias_initializer': 'my_bias'",
        "'kernel_regularizer': {'class_name': 'Mine', 'config': {'x': 1}}",
        "'kernel_constraint': {'class_name': 'Clip', 'config': {'c': 2}}"
      })
  void parts_of_ones_own_that_predict_nothing_are_left_out_with_a_warning(String part)
      throws IOException {
    Path file = file("," + part, training(ADAM, "'mse'", "null"));
    AtomicReference<Model> model = new AtomicReference<>();
    String setting = part.substring(1, part.indexOf(':') - 1);
    assertThat(Logs.during("io.nyala.io.keras", () -> model.set(ModelFiles.load(file))))
        .anyMatch(line -> line.contains("layer \"d\" is created without its " + setting));
    assertThat(model.get().predict(X)).isEqualTo(Tensor.matrix(new float[] {3}, new float[] {8}));
  }
}
