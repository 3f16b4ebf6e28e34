// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

  @Test
  void reads_several_files_as_one_array() throws Exception {
    Tensor all =
        Tensor.ofInts(Shape.of(6, 2), IntStream.range(0, 12).map(i -> i * i - 3).toArray());
    List<Path> parts =
        List.of(folder.resolve("a.npy"), folder.resolve("b.npy"), folder.resolve("c.npy"));
    Npy.write(parts.get(0), all.rows(0, 1));
    Npy.write(parts.get(1), all.rows(1, 5));
    Npy.write(parts.get(2), all.rows(5, 6));
    NpyRows rows = NpyRows.open(parts);
    assertThat(rows.shape()).isEqualTo(all.shape());
    assertThat(rows.read(0, 1, 2, 3, 4, 5)).isEqualTo(all);
    assertThat(rows.read(5, 0, 4)).isEqualTo(all.rows(new int[] {5, 0, 4}));
    Npy.write(parts.get(1), Tensor.zeros(Shape.of(4, 2)));
    assertThatThrownBy(() -> NpyRows.open(parts))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("b.npy: (4, 2) of <f4 does not continue (1, 2) of <i4");
  }

  @Test
  void writes_rows_one_after_the_other() throws Exception {
    Path file = folder.resolve("written.npy");
    float[] values = new float[36];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 7f;
    }
    Tensor all = Tensor.of(Shape.of(12, 3), values);
    try (NpyWriter writer = NpyWriter.create(file)) {
      writer.write(all.rows(0, 2));
      writer.write(all.rows(2, 11));
      writer.write(all.rows(11, 12));
      assertThat(writer.rows()).isEqualTo(12);
      assertThatThrownBy(() -> writer.write(Tensor.zeros(Shape.of(1, 4))))
          .hasMessageContaining("expected rows (1, 3) of FLOAT32 as before, got (1, 4) of FLOAT32");
    }
    assertThat(Npy.read(file)).isEqualTo(all);
    assertThat(Files.size(file)).isEqualTo(128 + 36 * 4);
  }
}
