// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyRowsTest {
  @TempDir Path folder;

  private Path file(Tensor t) throws Exception {
    Path file = folder.resolve("rows.npy");
    Npy.write(file, t);
    return file;
  }

  @Test
  void reads_rows_in_any_order() throws Exception {
    float[] values = new float[5 * 2 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.5f;
    }
    Tensor all = Tensor.of(Shape.of(5, 2, 3), values);
    NpyRows rows = NpyRows.open(file(all));
    assertThat(rows.count()).isEqualTo(5);
    assertThat(rows.read(4, 0, 0, 2)).isEqualTo(all.rows(4, 0, 0, 2));
    assertThatThrownBy(() -> rows.read(5)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void reads_ints_and_booleans() throws Exception {
    Tensor ints = Tensor.ofInts(Shape.of(3, 1), 7, -1, 9);
    assertThat(NpyRows.open(file(ints)).read(2, 1)).isEqualTo(ints.rows(new int[] {2, 1}));
    Tensor flags = Tensor.ofBools(Shape.of(3), 1, 0, 1);
    assertThat(NpyRows.open(file(flags)).read(1, 2)).isEqualTo(flags.rows(new int[] {1, 2}));
  }

  @Test
  void rejects_a_truncated_file() throws Exception {
    Path file = file(Tensor.zeros(Shape.of(4, 4)));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> NpyRows.open(file))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("expected 64 bytes of data for (4, 4), got 63");
  }
}
