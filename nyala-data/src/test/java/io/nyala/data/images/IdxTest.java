// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.SharedData;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  @TempDir Path dir;

  /** Writes the format by its description: magic, extents, then bytes that count up. */
  private static byte[] idx(int... dims) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x0800 | dims.length);
    int size = 1;
    for (int d : dims) {
      out.writeInt(d);
      size *= d;
    }
    for (int i = 0; i < size; i++) {
      out.writeByte(i % 256);
    }
    return bytes.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(dir.resolve(name), bytes);
  }

  private Path gzip(String name, byte[] bytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(dir.resolve(name)))) {
      out.write(bytes);
    }
    return dir.resolve(name);
  }

  @Test
  void reads_images_as_floats() throws IOException {
    Tensor t = Idx.images(write("images", idx(3, 10, 20)));
    assertThat(t.shape()).isEqualTo(Shape.of(3, 10, 20));
    assertThat(t.dtype()).isEqualTo(DType.FLOAT32);
    for (int i = 0; i < 600; i++) {
      assertThat(t.at(i)).isEqualTo(i % 256);
    }
  }

  @Test
  void reads_gzip_and_more_than_one_buffer() throws IOException {
    Tensor t = Idx.images(gzip("images.gz", idx(100, 28, 28)), 255);
    assertThat(t.shape()).isEqualTo(Shape.of(100, 28, 28));
    for (int i = 0; i < t.size(); i += 97) {
      assertThat(t.at(i)).isEqualTo((i % 256) / 255f);
    }
  }

  @Test
  void reads_labels_as_ints() throws IOException {
    Tensor t = Idx.labels(gzip("labels.gz", idx(300)));
    assertThat(t.dtype()).isEqualTo(DType.INT32);
    assertThat(t.shape()).isEqualTo(Shape.of(300));
    assertThat(t.ints()[255]).isEqualTo(255);
    assertThat(t.ints()[299]).isEqualTo(43);
  }

  @Test
  void reports_a_wrong_magic_number() throws IOException {
    Path png = write("cat.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10});
    assertThatThrownBy(() -> Idx.images(png))
        .isInstanceOf(DataException.class)
        .hasMessage(
            png + ": not an idx file; expected the first bytes 00 00 08 03, got 89 50 4e 47");
    Path empty = write("empty", new byte[0]);
    assertThatThrownBy(() -> Idx.labels(empty))
        .hasMessageEndingWith("00 00 08 01, got an empty file");
    Path floats = write("floats", new byte[] {0, 0, 0x0d, 1, 0, 0, 0, 0});
    assertThatThrownBy(() -> Idx.labels(floats))
        .hasMessageContaining("unsigned bytes (type 08) as elements, got 00 00 0d 01");
  }

  @Test
  void reports_labels_where_images_were_expected() throws IOException {
    Path labels = write("labels", idx(5));
    assertThatThrownBy(() -> Idx.images(labels))
        .isInstanceOf(DataException.class)
        .hasMessage(
            labels
                + ": expected images, an idx file with 3 axes, got one with 1; hint: are images "
                + "and labels swapped?");
  }

  @Test
  void reports_truncated_files_with_both_sizes() throws IOException {
    byte[] whole = idx(3, 10, 20);
    Path cut = write("cut", Arrays.copyOf(whole, whole.length - 7));
    assertThatThrownBy(() -> Idx.images(cut))
        .isInstanceOf(DataException.class)
        .hasMessage(cut + ": truncated; shape (3, 10, 20) needs 616 bytes, got 609");
    Path header = write("header", Arrays.copyOf(whole, 10));
    assertThatThrownBy(() -> Idx.images(header))
        .hasMessage(header + ": truncated; expected a header of 16 bytes, got 10");
    byte[] zipped = Files.readAllBytes(gzip("zipped.gz", whole));
    Path cutZip = write("cutzip.gz", Arrays.copyOf(zipped, zipped.length - 20));
    assertThatThrownBy(() -> Idx.images(cutZip)).hasMessageContaining("the gzip file is truncated");
  }

  @Test
  void reports_files_that_are_too_long_and_absurd_extents() throws IOException {
    byte[] whole = idx(4);
    Path longer = write("longer", Arrays.copyOf(whole, whole.length + 5));
    assertThatThrownBy(() -> Idx.labels(longer))
        .hasMessage(longer + ": too long; shape (4,) needs 12 bytes, got 17");
    Path absurd =
        write("absurd", new byte[] {0, 0, 8, 3, 127, 0, 0, 0, 127, 0, 0, 0, 127, 0, 0, 0});
    assertThatThrownBy(() -> Idx.images(absurd)).hasMessageContaining("too many elements");
  }

  @Test
  void reports_files_that_are_not_there() {
    assertThatThrownBy(() -> Idx.images(dir.resolve("nowhere")))
        .isInstanceOf(DataException.class)
        .hasMessage("cannot read " + dir.resolve("nowhere") + ": no such file");
  }

  @Test
  void loads_the_four_files_of_a_set() throws IOException {
    gzip("train-images-idx3-ubyte.gz", idx(10, 2, 3));
    write("train-labels.idx1-ubyte", idx(10));
    write("t10k-images-idx3-ubyte", idx(4, 2, 3));
    gzip("t10k-labels-idx1-ubyte.gz", idx(4));
    Mnist all = Mnist.load(dir);
    assertThat(all.train().x().shape()).isEqualTo(Shape.of(10, 2, 3));
    assertThat(all.validation().rows()).isZero();
    Mnist split = Mnist.load(dir, 3, 255);
    assertThat(split.train().x().shape()).isEqualTo(Shape.of(7, 2, 3));
    assertThat(split.validation().x().at(0)).isEqualTo(42 / 255f);
    assertThat(split.validation().y()).isEqualTo(Tensor.vectorOfInts(7, 8, 9));
    assertThat(split.test().y()).isEqualTo(Tensor.vectorOfInts(0, 1, 2, 3));
    assertThatThrownBy(() -> Mnist.load(dir, 11, 1)).hasMessageContaining("cannot set 11 of 10");
  }

  @Test
  void reports_missing_files_and_counts_that_disagree() throws IOException {
    assertThatThrownBy(() -> Mnist.load(dir))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "no train-images-idx3-ubyte in "
                + dir
                + "; hint: MNIST has four files; this one may be plain or gzip "
                + "(train-images-idx3-ubyte.gz)");
    write("train-images-idx3-ubyte", idx(10, 2, 3));
    write("train-labels-idx1-ubyte", idx(9));
    write("t10k-images-idx3-ubyte", idx(4, 2, 3));
    write("t10k-labels-idx1-ubyte", idx(4));
    assertThatThrownBy(() -> Mnist.load(dir))
        .hasMessageContaining("train-images-idx3-ubyte has 10 images")
        .hasMessageContaining("train-labels-idx1-ubyte has 9 labels");
  }

  /** Mean 33.3184 and 5,923 training zeros are the published figures of the set. */
  @Test
  void reads_the_real_digits() {
    Mnist digits = Mnist.load(SharedData.file("data/mnist"), 5000, 1);
    assertThat(digits.train().x().shape()).isEqualTo(Shape.of(55000, 28, 28));
    assertThat(digits.test().x().shape()).isEqualTo(Shape.of(10000, 28, 28));
    double sum = 0;
    for (float v : digits.train().x().floats()) {
      sum += v;
    }
    for (float v : digits.validation().x().floats()) {
      sum += v;
    }
    assertThat(sum / (60000 * 784)).isBetween(33.3183, 33.3185);
    long zeros =
        Arrays.stream(digits.train().y().ints()).filter(v -> v == 0).count()
            + Arrays.stream(digits.validation().y().ints()).filter(v -> v == 0).count();
    assertThat(zeros).isEqualTo(5923);
    assertThat(Arrays.copyOf(digits.train().y().ints(), 5)).containsExactly(5, 0, 4, 1, 9);
  }
}
