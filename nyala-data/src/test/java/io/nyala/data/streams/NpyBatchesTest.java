// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.batches.Shuffle;
import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyBatchesTest {
  @TempDir Path folder;

  private Path write(String name, Tensor t) throws Exception {
    Path file = folder.resolve(name);
    Npy.write(file, t);
    return file;
  }

  private NpyBatches tenRows() throws Exception {
    Tensor x =
        Tensor.ofInts(
            Shape.of(10, 2), IntStream.range(0, 20).map(i -> i / 2 * 100 + i % 2).toArray());
    Tensor y = Tensor.ofInts(Shape.of(10), IntStream.range(0, 10).toArray());
    return NpyBatches.of(write("x.npy", x), write("y.npy", y), 4);
  }

  private static List<Integer> rows(BatchSource source, long pass) {
    List<Integer> all = new ArrayList<>();
    BatchSource.Pass open = source.open(pass);
    for (Batch b = open.next(); b != null; b = open.next()) {
      Tensor x = b.x().getFirst();
      for (int i = 0; i < x.shape().dim(0); i++) {
        int row = (int) b.y().getFirst().at(i);
        assertThat(x.at(i, 0)).isEqualTo(100 * row);
        assertThat(x.at(i, 1)).isEqualTo(100 * row + 1);
        all.add(row);
      }
    }
    return all;
  }

  @Test
  void each_pass_has_every_row_once_with_its_target() throws Exception {
    NpyBatches plain = tenRows();
    assertThat(plain.size()).isEqualTo(3);
    assertThat(rows(plain, 5)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    NpyBatches shuffled = plain.shuffle(42);
    List<Integer> first = rows(shuffled, 0);
    assertThat(first)
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
        .isNotEqualTo(rows(plain, 0));
    assertThat(rows(shuffled, 0)).isEqualTo(first);
    assertThat(rows(shuffled, 1)).isNotEqualTo(first);
    assertThat(rows(plain.shuffle(43), 0)).isNotEqualTo(first);
  }

  @Test
  void rejects_files_of_different_lengths() throws Exception {
    Path x = write("x.npy", Tensor.zeros(Shape.of(3, 2)));
    Path y = write("y.npy", Tensor.zeros(Shape.of(4)));
    assertThatThrownBy(() -> NpyBatches.of(x, y, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 3 rows, but")
        .hasMessageContaining("has 4");
  }

  @Test
  void a_range_has_only_its_rows() throws Exception {
    NpyBatches some = tenRows().range(3, 9).range(1, 6);
    assertThat(some.rows()).isEqualTo(5);
    assertThat(some.size()).isEqualTo(2);
    assertThat(rows(some, 0)).containsExactly(4, 5, 6, 7, 8);
    assertThat(rows(some.shuffle(1), 0)).containsExactlyInAnyOrder(4, 5, 6, 7, 8);
  }

  @Test
  void shuffles_as_fit_does() throws Exception {
    int[] order = new int[10];
    Shuffle.permute(order, 42, 3);
    assertThat(rows(tenRows().shuffle(42), 3)).isEqualTo(IntStream.of(order).boxed().toList());
  }
}
