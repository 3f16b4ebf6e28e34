// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.nyala.models.Model;
import io.nyala.optimizers.Optimizer;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that Keras 3.15.1 wrote: opened here, and after being written here, they predict what Keras
 * predicts, and have Keras's weights and optimizer state.
 */
class KerasFilesTest {
  @TempDir Path folder;

  /** What a file must give. */
  record Expected(
      List<Tensor> inputs,
      List<Tensor> outputs,
      List<Tensor> weights,
      List<Tensor> optimizer,
      double rtol,
      double atol) {}

  private static Expected expected(Map<String, Object> entry) throws IOException {
    Map<String, Tensor> arrays = Fixtures.npz("cases/" + entry.get("file"));
    Map<?, ?> tolerance = (Map<?, ?>) ((Map<?, ?>) entry.get("tolerance")).get("output");
    return new Expected(
        Fixtures.arrays(arrays, "input_"),
        Fixtures.arrays(arrays, "prediction_"),
        Fixtures.arrays(arrays, "weight_"),
        Fixtures.arrays(arrays, "optimizer_variable_"),
        ((Number) tolerance.get("rtol")).doubleValue(),
        ((Number) tolerance.get("atol")).doubleValue());
  }

  private static Path file(Map<String, Object> entry, String kind) {
    Map<?, ?> files = (Map<?, ?>) entry.get("model_files");
    return Fixtures.keras("cases/" + ((Map<?, ?>) files.get(kind)).get("file"));
  }

  private static void check(Model model, Expected e) {
    List<Tensor> weights = model.getWeights();
    assertThat(weights).hasSameSizeAs(e.weights());
    for (int i = 0; i < weights.size(); i++) {
      TensorAssert.assertClose(weights.get(i), e.weights().get(i), 0, 0);
    }
    List<Tensor> outputs = model.predict(e.inputs());
    assertThat(outputs).hasSameSizeAs(e.outputs());
    for (int i = 0; i < outputs.size(); i++) {
      TensorAssert.assertClose(outputs.get(i), e.outputs().get(i), e.atol(), e.rtol());
    }
  }

  private static void checkOptimizer(Model model, Expected e) {
    List<Tensor> got = new ArrayList<>();
    Optimizer optimizer = model.optimizer();
    boolean rate = e.optimizer().size() - optimizer.variables().size() == 2;
    if (rate) {
      got.add(Tensor.scalar((float) optimizer.learningRate()));
    }
    optimizer.variables().stream().map(Variable::get).forEach(got::add);
    assertThat((float) optimizer.iterations()).isEqualTo(e.optimizer().get(0).at(0));
    assertThat(got).hasSize(e.optimizer().size() - 1);
    for (int i = 0; i < got.size(); i++) {
      TensorAssert.assertClose(got.get(i), e.optimizer().get(i + 1), 0, 0);
    }
  }

  @TestFactory
  Stream<DynamicTest> keras_files_open_and_survive_being_written() throws IOException {
    return Fixtures.cases("files").stream()
        .map(
            entry ->
                dynamicTest(
                    (String) entry.get("name"),
                    () -> {
                      Path file = file(entry, "keras");
                      Expected expected = expected(entry);
                      Model model = ModelFiles.load(file);
                      check(model, expected);
                      checkOptimizer(model, expected);
                      Path copy = folder.resolve(entry.get("name") + ".keras");
                      ModelFiles.save(model, copy);
                      Model again = ModelFiles.load(copy);
                      check(again, expected);
                      checkOptimizer(again, expected);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> older_files_open_and_survive_being_written() throws IOException {
    return Fixtures.cases("files").stream()
        .map(
            entry ->
                dynamicTest(
                    (String) entry.get("name"),
                    () -> {
                      Expected expected = expected(entry);
                      Model model = ModelFiles.load(file(entry, "legacy"));
                      check(model, expected);
                      checkOptimizer(model, expected);
                      Path copy = folder.resolve(entry.get("name") + ".h5");
                      ModelFiles.save(model, copy);
                      Model again = ModelFiles.load(copy);
                      check(again, expected);
                      checkOptimizer(again, expected);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> weights_go_through_every_format() throws IOException {
    return Fixtures.cases("files").stream()
        .map(
            entry ->
                dynamicTest(
                    (String) entry.get("name"),
                    () -> {
                      Path keras = file(entry, "keras");
                      Expected expected = expected(entry);
                      Model model = ModelFiles.loadUncompiled(keras);
                      for (Path source : List.of(file(entry, "weights"), file(entry, "legacy"))) {
                        forget(model);
                        ModelFiles.loadWeights(model, source);
                        check(model, expected);
                      }
                      for (String ending : List.of(".weights.h5", ".safetensors", ".npz")) {
                        Path copy = folder.resolve(entry.get("name") + ending);
                        ModelFiles.saveWeights(model, copy);
                        forget(model);
                        ModelFiles.loadWeights(model, copy);
                        check(model, expected);
                      }
                    }));
  }

  private static void forget(Model model) {
    model.setWeights(model.getWeights().stream().map(w -> Tensor.full(w.shape(), 9)).toList());
  }

  @TestFactory
  Stream<DynamicTest> models_of_other_kinds_open() {
    return Stream.of(
            "seq_mlp",
            "func_multi",
            "norm_sgd",
            "nested_cnn",
            "seq2seq",
            "stateful",
            "mha",
            "films")
        .map(
            name ->
                dynamicTest(
                    name,
                    () -> {
                      Path file = Fixtures.keras("models/" + name + ".keras");
                      Map<String, Tensor> io = Fixtures.npz("models/" + name + "_io.npz");
                      Model model = ModelFiles.load(file);
                      checkOutputs(model, io);
                      Path copy = folder.resolve(name + ".keras");
                      ModelFiles.save(model, copy);
                      checkOutputs(ModelFiles.load(copy), io);
                      Path older = Fixtures.keras("models/" + name + ".h5");
                      if (Files.exists(older)) {
                        checkOutputs(ModelFiles.load(older), io);
                      }
                    }));
  }

  private static void checkOutputs(Model model, Map<String, Tensor> io) {
    List<Tensor> outputs = model.predict(Fixtures.arrays(io, "in"));
    List<Tensor> want = Fixtures.arrays(io, "out");
    assertThat(outputs).hasSameSizeAs(want);
    for (int i = 0; i < want.size(); i++) {
      Shape s = want.get(i).shape();
      assertThat(outputs.get(i).shape()).isEqualTo(s);
      TensorAssert.assertClose(outputs.get(i), want.get(i), 1e-6, 1e-5);
    }
  }
}
