// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.nyala.models.Model;
import io.nyala.optimizers.Optimizer;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npy;
import io.nyala.tensor.npy.Npz;
import io.nyala.testing.Logs;
import io.nyala.testing.TensorAssert;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of Keras 1 and 2: opened here, and after being written here, they predict what the Keras
 * that wrote them predicts. Beside them lies {@code make_older.py}, which says how they and what is
 * expected were made.
 */
class OlderFilesTest {
  @TempDir Path folder;

  private Path copied(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (InputStream in = OlderFilesTest.class.getResourceAsStream("older/" + name)) {
      assertThat(in).as(name).isNotNull();
      Files.copy(in, copy);
    }
    return copy;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras1_gru",
        "keras1_bidirectional",
        "keras1_nested",
        "keras1_conv_tensorflow",
        "keras1_conv_theano",
        "keras1_conv1d",
        "keras1_conv1d_filters_first",
        "theano_conv1d",
        "theano_conv3d",
        "theano_conv2d_transpose",
        "theano_separable",
        "cudnn_lstm",
        "cudnn_gru",
        "keras1_merge_ave",
        "keras1_merge_concat",
        "keras1_merge_dot",
        "keras1_merge_cos",
        "keras1_merge_graph",
        "twin_chain",
        "unused_input",
        "chain_of_model"
      })
  void files_predict_what_they_did(String name) throws IOException {
    predicts(name, Npz.read(copied("expected.npz")));
  }

  /** Beside these files lies {@code make_keras2.py}, in which Keras 2 itself wrote them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras1_convlstm",
        "keras2_convlstm",
        "keras2_convlstm_theano",
        "keras2_local_1d",
        "keras2_local_last",
        "keras2_local_first"
      })
  void files_of_keras_2_predict_what_it_did(String name) throws IOException {
    predicts(name, Npz.read(copied("expected_keras2.npz")));
  }

  private void predicts(String name, Map<String, Tensor> all) throws IOException {
    List<Tensor> inputs = Fixtures.arrays(all, name + "_in");
    Tensor expected = all.get(name + "_out");
    Model model = ModelFiles.load(copied(name + ".h5"));
    // Sums of up to 24 products of numbers up to 1, each rounded to 2^-24.
    TensorAssert.assertClose(model.predict(inputs).get(0), expected, 2e-6, 2e-6);
    for (String ending : List.of(".keras", "-again.h5")) {
      Path again = folder.resolve(name + ending);
      ModelFiles.save(model, again);
      TensorAssert.assertClose(ModelFiles.load(again).predict(inputs).get(0), expected, 2e-6, 2e-6);
    }
  }

  // Optimizers

  /** {@code steps} is what the file says: before Keras 2.3 some rules did not count them. */
  @ParameterizedTest
  @CsvSource({
    "state_adam, 5",
    "state_adamax, 5",
    "state_nadam, 5",
    "state_nadam_scheduled, 5",
    "state_adadelta, 0",
    "state_rmsprop_counted, 5",
    "state_sgd_still, 5",
    "state_sgd_still_since, 5",
    "state_ftrl, 5",
    "state_theano, 0",
    "state_of_another, 0"
  })
  void optimizers_go_on_from_the_state_of_files(String name, long steps) throws IOException {
    List<Tensor> expected = Fixtures.arrays(Npz.read(copied("expected.npz")), name + "_state");
    Optimizer optimizer = ModelFiles.load(copied(name + ".h5")).optimizer();
    assertThat(optimizer.iterations()).isEqualTo(steps);
    assertThat(optimizer.variables()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      TensorAssert.assertClose(optimizer.variables().get(i).get(), expected.get(i), 0, 0);
    }
  }

  @Test
  void a_state_that_does_not_fit_is_left_out_with_a_warning() throws IOException {
    Path file = copied("state_of_another.h5");
    assertThat(Logs.during("io.nyala.io.keras", () -> ModelFiles.load(file)))
        .anyMatch(line -> line.contains("state_of_another.h5: the optimizer starts over"));
  }

  // Files that were opened wrongly or refused

  private static Tensor found(String name) throws IOException {
    return Npy.read(Fixtures.keras("found/" + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"k215_hard", "k3_hard"})
  void hard_sigmoid_is_that_of_the_keras_that_wrote_the_file(String name) throws IOException {
    Model model = ModelFiles.load(Fixtures.keras("found/" + name + ".keras"));
    Tensor expected = found(name + ".exp.npy");
    Tensor input = found("k3_hard.in0.npy");
    TensorAssert.assertClose(model.predict(input), expected, 1e-6, 1e-6);
    Path again = folder.resolve("again.keras");
    ModelFiles.save(model, again);
    TensorAssert.assertClose(ModelFiles.load(again).predict(input), expected, 1e-6, 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"rms, 2", "adam, 4", "adagrad, 2", "adadelta, 4", "sgd, 2"})
  void optimizers_of_keras_2_2_open_with_their_state(String name, int arrays) {
    Optimizer optimizer = ModelFiles.load(Fixtures.keras("found/k22_" + name + ".h5")).optimizer();
    assertThat(optimizer.variables()).hasSize(arrays);
    for (Variable v : optimizer.variables()) {
      TensorAssert.assertClose(v.get(), Tensor.full(v.shape(), 0.01f), 0, 0);
    }
  }

  /** What it gives was computed with NumPy by the formulas of Keras 1.2.2. */
  @Test
  void lstm_of_keras_1_opens() {
    Model model = ModelFiles.load(Fixtures.keras("found/keras1_lstm.h5"));
    Tensor got = model.predict(Tensor.of(Shape.of(1, 4, 1), 0.1f, 0.2f, 0.3f, 0.4f));
    float[] expected = {0.0280811f, -0.0250574f, -0.1366597f, -0.1056420f, 0.0978921f, 0.0502835f};
    TensorAssert.assertClose(got, Tensor.of(Shape.of(1, 6), expected), 1e-6, 1e-6);
  }

  /** One place of the output, computed with NumPy as a convolution with the kernel turned round. */
  @Test
  void kernels_of_theano_are_turned_round() {
    Model model = ModelFiles.load(Fixtures.keras("found/theano_conv2d.h5"));
    float[] ramp = new float[125];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i / 125f;
    }
    Tensor got = model.predict(Tensor.of(Shape.of(1, 5, 5, 5), ramp));
    float[] expected = {2612.16f, 2637.28f, 2662.4f, 2687.52f, 2712.64f, 2737.76f};
    for (int filter = 0; filter < 6; filter++) {
      assertThat(got.at((1 * 3 + 2) * 6 + filter))
          .isCloseTo(expected[filter], withinPercentage(1e-4));
    }
  }
}
