// SPDX-License-Identifier: Apache-2.0
package io.nyala.saving;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.Layers;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npy;
import io.nyala.tensor.npy.Npz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
  @TempDir Path folder;

  private static Model network(String first, String second) {
    return Sequential.of(
        input(2), dense(3).named(first), Layers.batchNormalization().named(second));
  }

  @Test
  void what_was_saved_is_loaded() {
    Model model = network("a", "b");
    model.seed(3);
    Path file = folder.resolve("w.weights.npz");
    model.saveWeights(file);
    Model other = network("a", "b");
    assertThat(other.getWeights()).isNotEqualTo(model.getWeights());
    other.loadWeights(file);
    assertThat(other.getWeights()).isEqualTo(model.getWeights());
    assertThat(Weights.sha256(other)).isEqualTo(Weights.sha256(model));
  }

  @Test
  void arrays_have_the_paths_of_weights() throws IOException {
    Path file = folder.resolve("w.weights.npz");
    network("a", "b").saveWeights(file);
    assertThat(Npz.read(file).keySet())
        .containsExactly(
            "a/kernel", "a/bias", "b/gamma", "b/beta", "b/moving_mean", "b/moving_variance");
  }

  @Test
  void other_names_are_loaded_in_order() {
    Model model = network("a", "b");
    model.seed(3);
    Path file = folder.resolve("w.weights.npz");
    model.saveWeights(file);
    Model other = network("c", "d");
    other.loadWeights(file);
    assertThat(other.getWeights()).isEqualTo(model.getWeights());
  }

  @Test
  void a_failed_saving_leaves_the_old_file() throws IOException {
    Path file = Files.createDirectory(folder.resolve("w"));
    Files.writeString(file.resolve("x"), "in the way");
    assertThatThrownBy(() -> network("a", "b").saveWeights(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("cannot write weights to " + file);
    assertThat(file.resolve("x")).hasContent("in the way");
    assertThat(folder).isDirectoryNotContaining(p -> p.toString().endsWith(".part"));
  }

  @Test
  void leaves_no_other_file_behind() throws IOException {
    network("a", "b").saveWeights(folder.resolve("w"));
    try (var files = Files.list(folder)) {
      assertThat(files.toList()).containsExactly(folder.resolve("w"));
    }
  }

  /** The second array is sound, but has a whole number that no int holds. */
  @Test
  void an_array_that_cannot_be_converted_changes_no_weight() throws IOException {
    Model model = Sequential.of(Layers.input(1), Layers.dense(1).named("a"));
    List<Tensor> before = model.getWeights();
    Path file = folder.resolve("w.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a/kernel.npy"));
      zip.write(Npy.encode(Tensor.of(Shape.of(1, 1), 7)));
      zip.putNextEntry(new ZipEntry("a/bias.npy"));
      String header = "{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }";
      ByteBuffer npy = ByteBuffer.allocate(128 + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
      npy.put((header + " ".repeat(117 - header.length()) + "\n").getBytes(ISO_8859_1));
      zip.write(npy.putLong(1L << 40).array());
    }

    assertThatThrownBy(() -> model.loadWeights(file)).isInstanceOf(WeightsException.class);

    assertThat(model.getWeights()).isEqualTo(before);
  }

  @Test
  void names_a_file_that_is_not_there() {
    Path file = folder.resolve("none");
    assertThatThrownBy(() -> network("a", "b").loadWeights(file))
        .isInstanceOf(WeightsException.class)
        .hasMessage("cannot read weights from " + file + ": no such file");
  }

  @Test
  void reports_a_truncated_file() throws IOException {
    Path file = folder.resolve("w");
    Model model = network("a", "b");
    model.saveWeights(file);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> model.loadWeights(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("cannot read weights from " + file)
        .hasMessageContaining("truncated");
  }

  @Test
  void names_a_weight_of_another_shape_and_changes_nothing() {
    Path file = folder.resolve("w");
    Sequential.of(input(2), dense(3).named("a"), dense(4).named("b")).saveWeights(file);
    Model other = Sequential.of(input(2), dense(3).named("a"), dense(5).named("b"));
    other.seed(1);
    List<Tensor> before = other.getWeights();
    assertThatThrownBy(() -> other.loadWeights(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight b/kernel: expected shape (3, 5), got (3, 4)")
        .hasMessageContaining(file.toString());
    assertThat(other.getWeights()).isEqualTo(before);
  }

  @Test
  void says_when_the_numbers_of_weights_differ() {
    Path file = folder.resolve("w");
    Sequential.of(input(2), dense(3).named("a")).saveWeights(file);
    assertThatThrownBy(() -> network("a", "b").loadWeights(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b/gamma is not in")
        .hasMessageContaining("[a/kernel, a/bias]");
    assertThatThrownBy(() -> Sequential.of(dense(3)).loadWeights(file))
        .hasMessageContaining("no weights yet");
    assertThatThrownBy(() -> network("x", "y").loadWeights(file))
        .hasMessageContaining("has 6 weights")
        .hasMessageContaining("has 2");
  }

  /** Computed by Python: sha256(numpy.array([1, 2, -0.5], '<f4').tobytes()). */
  @Test
  void the_fingerprint_is_that_of_little_endian_floats() {
    Model model = Sequential.of(input(2), dense(1));
    model.setWeights(List.of(Tensor.of(Shape.of(2, 1), 1, 2), Tensor.of(Shape.of(1), -0.5f)));
    assertThat(Weights.sha256(model))
        .isEqualTo("1ffe038578726b0db1430093131187306c7d4859c5dfbbabac87a9637825787c");
  }

  @Test
  void wrong_weights_change_nothing() {
    Model model = Sequential.of(input(2), dense(1));
    List<Tensor> before = model.getWeights();
    assertThatThrownBy(
            () ->
                model.setWeights(List.of(Tensor.zeros(Shape.of(2, 1)), Tensor.zeros(Shape.of(2)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight 1")
        .hasMessageContaining("bias(1,)")
        .hasMessageContaining("got (2,)");
    assertThat(model.getWeights()).isEqualTo(before);
    assertThatThrownBy(() -> model.setWeights(List.of()))
        .hasMessageContaining("has 2 weights")
        .hasMessageContaining("got 0");
  }

  @Test
  void the_ending_decides_on_the_form_or_is_refused() {
    for (String name : new String[] {"w.weights.h5", "m.keras", "w.safetensors", "w.bin"}) {
      Path file = folder.resolve(name);
      assertThatThrownBy(() -> network("a", "b").saveWeights(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("there are [.npz]; with the module io.nyala.io also .keras");
      assertThat(file).doesNotExist();
    }
    assertThatThrownBy(() -> network("a", "b").loadWeights(folder.resolve("w.weights.h5")))
        .hasMessageContaining("io.nyala.io");
  }
}
