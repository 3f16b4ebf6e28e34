// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
  private static final int RECORD = 3073;

  @TempDir Path folder;

  /** Writes records whose red is 1, 2, ..., whose green is 100 and whose blue is 200. */
  private void write(String name, int... labels) throws IOException {
    byte[] bytes = new byte[labels.length * RECORD];
    for (int r = 0; r < labels.length; r++) {
      bytes[r * RECORD] = (byte) labels[r];
      for (int p = 0; p < 1024; p++) {
        bytes[r * RECORD + 1 + p] = (byte) (p % 50 + 1);
        bytes[r * RECORD + 1 + 1024 + p] = 100;
        bytes[r * RECORD + 1 + 2048 + p] = (byte) 200;
      }
    }
    Files.write(folder.resolve(name), bytes);
  }

  @Test
  void puts_colours_last_and_files_together() throws IOException {
    write("data_batch_1.bin", 3, 9);
    write("data_batch_3.bin", 0);
    write("test_batch.bin", 7);
    Cifar10 set = Cifar10.load(folder, 1);
    assertThat(set.train().x().shape()).isEqualTo(Shape.of(3, 32, 32, 3));
    assertThat(set.train().y().ints()).containsExactly(3, 9, 0);
    assertThat(set.test().y().ints()).containsExactly(7);
    assertThat(set.train().x().floats()).startsWith(1, 100, 200, 2, 100, 200, 3);
    assertThat(set.names()).startsWith("airplane", "automobile").hasSize(10);
    assertThat(Cifar10.load(folder, 100).test().x().floats()).startsWith(0.01f, 1, 2);
  }

  @Test
  void says_what_is_wrong_with_a_file() throws IOException {
    assertThatThrownBy(() -> Cifar10.load(folder, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no data_batch_1.bin in " + folder);
    write("data_batch_1.bin", 3);
    assertThatThrownBy(() -> Cifar10.load(folder, 1))
        .hasMessageContaining("test_batch.bin: no such file");
    write("test_batch.bin", 12);
    assertThatThrownBy(() -> Cifar10.load(folder, 1))
        .hasMessageContaining("test_batch.bin, record 0: label 12 is not in 0 to 9");
    Files.write(folder.resolve("test_batch.bin"), new byte[RECORD - 1]);
    assertThatThrownBy(() -> Cifar10.load(folder, 1))
        .hasMessageContaining("records of 3073 bytes")
        .hasMessageContaining("got 3072");
  }
}
