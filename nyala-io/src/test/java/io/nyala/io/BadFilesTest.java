// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.nyala.files.AtomicFile;
import io.nyala.io.files.StoredZip;
import io.nyala.io.hdf5.Hdf5Array;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.hdf5.Hdf5Writer;
import io.nyala.layers.Layers;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged, of another model, or hostile; and disks that do not take them. */
class BadFilesTest {
  @TempDir Path folder;
  private Path keras;
  private Model model;

  @BeforeEach
  void save() {
    model = Sequential.of(Layers.input(3), Layers.dense(4).named("first"), Layers.dense(2));
    keras = folder.resolve("m.keras");
    ModelFiles.save(model, keras);
  }

  private Path written(String name, AtomicFile.Content content) throws IOException {
    Path file = folder.resolve(name);
    AtomicFile.write(file, content);
    return file;
  }

  // Damage

  @Test
  void files_that_are_cut_off_are_refused_whatever_their_length() throws IOException {
    for (String name : new String[] {"m.keras", "m.h5"}) {
      Path file = folder.resolve(name);
      ModelFiles.save(model, file);
      byte[] all = Files.readAllBytes(file);
      for (int length = 0; length < all.length - 64; length += all.length / 40) {
        Files.write(file, Arrays.copyOf(all, length));
        assertThatThrownBy(() -> ModelFiles.load(file))
            .isInstanceOfAny(ModelFileException.class, IllegalArgumentException.class)
            .hasMessageContaining(name);
      }
    }
  }

  /** The first arrays of the file are sound; the last one has texts. */
  @Test
  void a_damaged_file_leaves_the_weights_of_a_model_as_they_were() throws Exception {
    Path file = damaged("text-for-numbers.weights.h5");
    List<Tensor> before = model.getWeights();

    assertThatThrownBy(() -> ModelFiles.loadWeights(model, file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("layers/dense_1/vars/1");

    assertThat(model.getWeights()).isEqualTo(before);
  }

  private static Path damaged(String name) throws URISyntaxException {
    return Path.of(BadFilesTest.class.getResource("damaged/" + name).toURI());
  }

  /** bad_weights.py put 1 and 2 into the compressed array. */
  @Test
  void compressed_arrays_are_read() throws Exception {
    ModelFiles.loadWeights(model, damaged("compressed.weights.h5"));
    assertThat(model.getWeights().get(3)).isEqualTo(Tensor.vector(1, 2));
  }

  @Test
  void a_wrong_checksum_is_noticed() throws IOException {
    byte[] all = Files.readAllBytes(keras);
    all[all.length / 2] ^= 1;
    Files.write(keras, all);
    assertThatThrownBy(() -> ModelFiles.load(keras))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("wrong checksum");
  }

  @Test
  void missing_weights_and_missing_files_are_told() throws IOException {
    Path file =
        written(
            "none.keras",
            out -> {
              StoredZip zip = new StoredZip(out);
              zip.text(
                  "config.json",
                  """
                  {"class_name": "Sequential", "config": {"layers": [
                   {"class_name": "Dense", "config": {"units": 2}}]}}
                  """);
              zip.finish();
            });
    assertThatThrownBy(() -> ModelFiles.load(file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("has no model.weights.h5");
    assertThatThrownBy(() -> ModelFiles.load(folder.resolve("absent.keras")))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("no such file");
    Path text = Files.writeString(folder.resolve("text.keras"), "no model at all");
    assertThatThrownBy(() -> ModelFiles.load(text)).hasMessageContaining("by its first bytes");
  }

  // Another model

  @Test
  void a_weight_of_another_shape_is_refused_by_the_name_of_its_layer() {
    Model other = Sequential.of(Layers.input(3), Layers.dense(5).named("wider"), Layers.dense(2));
    for (String name : new String[] {"m.keras", "m.h5", "m.weights.h5"}) {
      Path file = folder.resolve(name);
      if (name.contains("weights")) {
        ModelFiles.saveWeights(model, file);
      } else {
        ModelFiles.save(model, file);
      }
      Tensor before = other.getWeights().get(0);
      assertThatThrownBy(() -> ModelFiles.loadWeights(other, file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("wider (Dense)")
          .hasMessageContaining("(3, 5)")
          .hasMessageContaining("(3, 4)");
      assertThat(other.getWeights().get(0)).isEqualTo(before);
    }
  }

  @Test
  void weights_that_are_not_in_the_file_are_told_by_their_layer() {
    Model lower = Sequential.of(Layers.input(3), Layers.dense(4).named("first"));
    Model taller =
        Sequential.of(
            Layers.input(3), Layers.dense(4).named("first"), Layers.dense(2).named("extra"));
    Tensor before = taller.getWeights().get(0);
    for (String name :
        new String[] {"m.keras", "m.h5", "m.weights.h5", "m.safetensors", "m.weights.npz"}) {
      Path file = folder.resolve(name);
      if (name.equals("m.keras") || name.equals("m.h5")) {
        ModelFiles.save(lower, file);
      } else {
        ModelFiles.saveWeights(lower, file);
      }
      assertThatThrownBy(() -> ModelFiles.loadWeights(taller, file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("extra")
          .hasMessageContaining(name);
      assertThat(taller.getWeights().get(0)).isEqualTo(before);
    }
  }

  @Test
  void an_unknown_layer_is_refused_by_name_and_class_with_the_way_to_register_it()
      throws IOException {
    Path file =
        written(
            "own.keras",
            out -> {
              StoredZip zip = new StoredZip(out);
              zip.text(
                  "config.json",
                  """
                  {"class_name": "Sequential", "config": {"layers": [{"class_name": "Swirl",
                   "module": "mine", "registered_name": "mine>Swirl", "config": {"name": "s1"}}]}}
                  """);
              zip.finish();
            });
    assertThatThrownBy(() -> ModelFiles.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer \"s1\" is of class Swirl")
        .hasMessageContaining("LayerRegistry.register(\"Swirl\"");
  }

  // Hostile files

  @Test
  void entries_that_point_out_of_the_archive_are_refused() throws IOException {
    for (String name : new String[] {"../evil", "/etc/passwd", "a/../../b", "c:\\x"}) {
      Path file =
          written(
              "path.keras",
              out -> {
                StoredZip zip = new StoredZip(out);
                zip.text(name, "x");
                zip.finish();
              });
      assertThatThrownBy(() -> ModelFiles.load(file))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("points outside the archive");
    }
  }

  @Test
  void archives_that_declare_more_than_they_hold_are_refused() throws IOException {
    Path file =
        written(
            "bomb.keras",
            out -> {
              ZipOutputStream zip = new ZipOutputStream(out);
              zip.putNextEntry(new ZipEntry("config.json"));
              zip.write("{}".getBytes(StandardCharsets.UTF_8));
              zip.closeEntry();
              zip.finish();
            });
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int directory = b.getInt(bytes.length - 22 + 16);
    b.putInt(directory + 24, 2_000_000_000);
    Files.write(file, bytes);
    assertThatThrownBy(() -> ModelFiles.load(file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("declares 2000000000 bytes");
  }

  @Test
  void arrays_that_declare_more_than_they_hold_are_refused() throws IOException {
    Hdf5Group root = new Hdf5Group();
    root.put("layers/dense/vars/0", Hdf5Array.of(Tensor.zeros(Shape.of(12_345, 7))));
    Path file = written("big.weights.h5", out -> Hdf5Writer.write(root, out));
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 8 <= bytes.length; i += 8) {
      if (b.getLong(i) == 12_345) {
        b.putLong(i, 2_000_000_000);
      }
    }
    Files.write(file, bytes);
    assertThatThrownBy(() -> ModelFiles.loadWeights(model, file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("declares 56000000000 bytes");
  }

  // Disks

  @Test
  void a_full_disk_leaves_the_old_file_whole_and_no_rest() throws IOException {
    byte[] before = Files.readAllBytes(keras);
    assertThatThrownBy(() -> AtomicFile.write(keras, BadFilesTest::fullAfterAWhile))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(Files.readAllBytes(keras)).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(keras);
    }
  }

  private static void fullAfterAWhile(OutputStream out) throws IOException {
    out.write(new byte[1 << 18]);
    throw new IOException("No space left on device");
  }

  @Test
  void folders_that_cannot_be_written_are_told() throws IOException {
    Path blocked = Files.writeString(folder.resolve("a-file"), "").resolve("m.keras");
    assertThatThrownBy(() -> ModelFiles.save(model, blocked))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("cannot write " + blocked);
    Path readOnly = Files.createDirectory(folder.resolve("read-only"));
    assertThat(readOnly.toFile().setWritable(false)).isTrue();
    assumeFalse(Files.isWritable(readOnly), "this user may write everywhere");
    assertThatThrownBy(() -> ModelFiles.save(model, readOnly.resolve("m.keras")))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("permission denied");
  }
}
