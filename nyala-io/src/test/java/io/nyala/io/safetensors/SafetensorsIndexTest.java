// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.Fixtures;
import io.nyala.io.ModelFiles;
import io.nyala.io.arrays.ArrayFile;
import io.nyala.io.files.FormatException;
import io.nyala.limits.LimitException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.FileFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays in several files, as Hugging Face's own library wrote them (fixtures/torch). */
class SafetensorsIndexTest {
  private static final String INDEX = "model.safetensors.index.json";

  @TempDir Path folder;

  private Path copied() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(Fixtures.file("torch/files/sharded"))) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
    return folder.resolve(INDEX);
  }

  @Test
  void arrays_of_all_files_are_read_and_widened() throws IOException {
    Map<String, Tensor> read = Safetensors.read(copied());
    assertThat(read)
        .containsEntry("a.bias", Tensor.vector(0, 0.16699219f))
        .containsEntry("b.count", Tensor.ofInts(Shape.of(1), 7))
        .hasSize(4);
    assertThat(read.get("a.weight").floats())
        .containsExactly(0, 0.16662598f, 0.33325195f, 0.5f, 0.6665039f, 0.8334961f);
    assertThat(read.get("b.weight").shape()).isEqualTo(Shape.of(40, 5));
    assertThat(read.get("b.weight").floats()[199]).isEqualTo(99.5f);
  }

  @Test
  void arrays_are_read_one_by_one() throws IOException {
    try (ArrayFile file = ModelFiles.arrays(copied()).orElseThrow()) {
      assertThat(file.format()).isEqualTo("safetensors in 2 files");
      assertThat(file.shapes()).containsEntry("a.weight", Shape.of(2, 3)).hasSize(4);
      assertThat(file.read("a.bias")).isEqualTo(Tensor.vector(0, 0.16699219f));
      assertThatThrownBy(() -> file.read("a.bia"))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("has no array \"a.bia\"; did you mean \"a.bias\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | expected {\"weight_map\"",
        "{\"weight_map\": []} | expected {\"weight_map\"",
        "{\"weight_map\": {\"a\": 3}} | is in \"3\"",
        "{\"weight_map\": {\"a\": \"../x.safetensors\"}} | which is not a safetensors file of this",
        "{\"weight_map\": {\"a\": \"/etc/x.safetensors\"}} | which is not a safetensors file of",
        "{\"weight_map\": {\"a\": \"x.safetensors\"}} | in x.safetensors, which is not beside it",
        "{\"weight_map\": {\"a\": \"one.safetensors\"}} | array \"a\" is not in one.safetensors",
        "{\"weight_map\": {\"b\": \"one.safetensors\"} | invalid JSON",
      })
  void an_index_that_points_elsewhere_is_refused(String json, String why) throws IOException {
    Safetensors.write(folder.resolve("one.safetensors"), Map.of("b", Tensor.vector(1)));
    Path index = Files.writeString(folder.resolve(INDEX), json);
    assertThatThrownBy(() -> Safetensors.read(index))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(index.toString())
        .hasMessageContaining(why);
  }

  @Test
  void memory_is_limited_for_all_files_together() throws IOException {
    Path index = copied();
    System.setProperty("nyala.limit.memory", "32800");
    try {
      try (ArrayFile file = Safetensors.open(index)) {
        System.setProperty("nyala.limit.memory", "820");
        assertThatThrownBy(file::readAll)
            .isInstanceOf(LimitException.class)
            .hasMessageContaining(INDEX);
        assertThat(file.read("b.weight").size()).isEqualTo(200);
      }
    } finally {
      System.clearProperty("nyala.limit.memory");
    }
  }

  @Test
  void mutated_indexes_are_refused_in_order() throws IOException {
    FileFuzz.Outcome outcome =
        FileFuzz.run(copied(), 5, IOException.class::isInstance, Safetensors::read);
    assertThat(outcome.refused()).isPositive();
  }
}
