// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.Fixtures;
import io.nyala.io.ModelFiles;
import io.nyala.io.files.FormatException;
import io.nyala.io.safetensors.Safetensors;
import io.nyala.layers.Layers;
import io.nyala.limits.LimitException;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.FileFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch wrote (fixtures/torch). */
class TorchFileTest {
  @TempDir Path folder;

  private Path file(String name) throws IOException {
    return Files.copy(Fixtures.file("torch/files/" + name), folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.pt", "legacy.pt", "protocol4.pt", "protocol5.pt", "legacy4.pt"})
  void all_forms_and_types_are_read(String name) throws IOException {
    Path file = file(name);
    assertThat(TorchFile.isOne(file)).isTrue();
    Map<String, Tensor> read = TorchFile.readAll(file);
    float third = 1 / 3f;
    assertThat(read)
        .containsEntry("dense", Tensor.of(Shape.of(2, 3), 0, 0.5f, 1, 1.5f, 2, 2.5f))
        .containsEntry("turned", Tensor.of(Shape.of(3, 2), 0, 1.5f, 0.5f, 2, 1, 2.5f))
        .containsEntry("part", Tensor.of(Shape.of(2, 3), 4, 4.5f, 5, 7, 7.5f, 8))
        .containsEntry("every_other", Tensor.vector(0.5f, 1.5f, 2.5f, 3.5f, 4.5f))
        .containsEntry("expanded", Tensor.full(Shape.of(2, 3), 1.5f))
        .containsEntry("scalar", Tensor.scalar(7.5f))
        .containsEntry("none", Tensor.zeros(Shape.of(0, 3)))
        .containsEntry("parameter", Tensor.vector(0, 0.5f, 1))
        .containsEntry("double", Tensor.vector(0, third / 2, third))
        .containsEntry("half", Tensor.vector(0, 0.16662598f, 0.33325195f))
        .containsEntry("bfloat", Tensor.vector(0, 0.16699219f, 0.33398438f))
        .containsEntry("long", Tensor.ofInts(Shape.of(2, 2), -5, 2, 3, Integer.MAX_VALUE))
        .containsEntry("int", Tensor.ofInts(Shape.of(2), 1, -2))
        .containsEntry("short", Tensor.ofInts(Shape.of(2), 1, -2))
        .containsEntry("char", Tensor.ofInts(Shape.of(2), 1, -2))
        .containsEntry("byte", Tensor.ofInts(Shape.of(2), 1, 254))
        .containsEntry("bool", Tensor.ofBools(Shape.of(3), 1, 0, 1))
        .hasSize(19);
    assertThat(read.get("whole").shape()).isEqualTo(Shape.of(4, 6));
    float[] filters = read.get("filters_last").floats();
    assertThat(read.get("filters_last").shape()).isEqualTo(Shape.of(2, 3, 2, 2));
    for (int i = 0; i < filters.length; i++) {
      assertThat(filters[i]).isEqualTo(i / 2f);
    }
  }

  @Test
  void tensors_are_read_one_by_one() throws IOException {
    try (TorchFile torch = TorchFile.open(file("zip.pt"))) {
      assertThat(torch.format()).isEqualTo("pytorch");
      assertThat(torch.shapes()).containsEntry("turned", Shape.of(3, 2)).hasSize(19);
      assertThat(torch.read("int")).isEqualTo(Tensor.ofInts(Shape.of(2), 1, -2));
      assertThatThrownBy(() -> torch.read("ints"))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("has no tensor \"ints\"; did you mean \"int\"");
    }
  }

  @Test
  void the_model_in_the_checkpoint_of_a_training_is_found() throws IOException {
    Map<String, Tensor> read = TorchFile.readAll(file("checkpoint.pt"));
    assertThat(read.keySet())
        .containsExactly(
            "0.weight",
            "0.bias",
            "1.weight",
            "1.bias",
            "1.running_mean",
            "1.running_var",
            "1.num_batches_tracked");
    assertThat(read)
        .containsEntry("0.weight", Tensor.of(Shape.of(3, 2), 0, 0.5f, 1, 1.5f, 2, 2.5f))
        .containsEntry("1.num_batches_tracked", Tensor.ofInts(Shape.scalar(), 1));
  }

  @Test
  void code_of_the_page_about_files() throws IOException {
    Path file = file("checkpoint.pt");
    Tensor weight;
    // snippet:torch-file
    try (TorchFile torch = TorchFile.open(file)) {
      System.out.println(torch.shapes()); // by name; numbers are not read yet
      weight = torch.read("0.weight"); // (units, inputs) in PyTorch
    }
    // end:torch-file
    assertThat(weight.shape()).isEqualTo(Shape.of(3, 2));
  }

  @Test
  void archives_may_be_compressed_nested_and_of_other_machines() throws IOException {
    assertThat(TorchFile.readAll(file("big.pt")))
        .containsEntry("a", Tensor.vector(0, 0.5f, 1))
        .containsEntry("b", Tensor.ofInts(Shape.of(2), 1, -2));
  }

  @ParameterizedTest
  @CsvSource({
    "module.pt, the Python class or function torch.nn.modules.container.Sequential",
    "namespace.pt, the Python class or function argparse.Namespace",
    "evil.pt, the Python class or function posix.system",
    "evil-legacy.pt, the Python class or function posix.system",
    "complex.pt, the Python class or function torch.ComplexFloatStorage",
    "script.pt, is a program of TorchScript",
    "no-tensors.pt, 'it has [epoch, names]'",
    "one-tensor.pt, 'it has one tensor (2,)'",
  })
  void what_needs_python_is_refused_with_its_name(String name, String why) throws IOException {
    Path file = file(name);
    assertThatThrownBy(() -> TorchFile.open(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
    assertThat(Path.of("/tmp/nyala-was-here")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "long.pt, 'element 0 is 1099511627776, which does not fit into int32'",
    "double.pt, 'element 0 is 1.0E300, which does not fit into float32'",
  })
  void numbers_that_do_not_fit_are_refused(String name, String why) throws IOException {
    Path file = file(name);
    assertThatThrownBy(() -> TorchFile.readAll(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("\"a\"")
        .hasMessageContaining(why);
  }

  @Test
  void memory_is_limited() throws IOException {
    Path file = file("zip.pt");
    System.setProperty("nyala.limit.memory", "9000");
    try {
      assertThatThrownBy(() -> TorchFile.open(file))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("its pickle");
    } finally {
      System.clearProperty("nyala.limit.memory");
    }
  }

  @Test
  void other_models_do_not_take_them_by_accident() throws IOException {
    Path file = file("checkpoint.pt");
    Model model = Sequential.of(Layers.input(2), Layers.dense(3), Layers.batchNormalization());
    List<Tensor> before = model.getWeights();
    assertThatThrownBy(() -> ModelFiles.loadWeights(model, file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a state dictionary of PyTorch")
        .hasMessageContaining("TorchFile");
    assertThatThrownBy(() -> ModelFiles.loadMatchingWeights(model, file))
        .hasMessageContaining("a state dictionary of PyTorch");
    assertThatThrownBy(() -> ModelFiles.load(file)).hasMessageContaining("only weights");
    assertThat(model.getWeights()).isEqualTo(before);
  }

  /** Square kernels would fit, turned around. */
  @Test
  void nor_do_they_take_safetensors_of_pytorch() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Tensor kernel = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    Safetensors.write(file, Map.of("fc.weight", kernel));
    Model model = Sequential.of(Layers.input(2), Layers.dense(2).useBias(false).named("fc"));
    assertThatThrownBy(() -> ModelFiles.loadWeights(model, file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a state dictionary of PyTorch");
    assertThatThrownBy(() -> ModelFiles.loadMatchingWeights(model, file))
        .hasMessageContaining("a state dictionary of PyTorch");
    Safetensors.write(file, Map.of("fc/kernel", kernel));
    ModelFiles.loadWeights(model, file);
    assertThat(model.getWeights()).containsExactly(kernel);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.pt", "legacy.pt", "protocol4.pt", "checkpoint.pt"})
  void mutated_files_are_refused_in_order(String name) throws IOException {
    FileFuzz.Outcome outcome =
        FileFuzz.run(
            file(name),
            name.hashCode(),
            e -> e instanceof IOException && !e.getMessage().contains("null"),
            TorchFile::readAll);
    System.out.println(name + ": " + outcome);
    assertThat(outcome.refused()).isPositive();
  }
}
