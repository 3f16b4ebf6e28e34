// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.files.FilePart;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written is read back; {@link Hdf5FormsTest} checks the reader with files of h5py. */
class Hdf5WriterTest {
  private static Hdf5File reread(Hdf5Group root) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Hdf5Writer.write(root, out);
    assertThat(out.size()).isEqualTo((int) Hdf5Writer.size(root));
    return Hdf5File.open(FilePart.of(ByteBuffer.wrap(out.toByteArray())), "test");
  }

  @Test
  void arrays_keep_shape_and_numbers() throws IOException {
    float[] numbers = new float[3 * 70_001];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i * 0.5f;
    }
    Hdf5Group root = new Hdf5Group();
    root.put("a/b/0", Hdf5Array.of(Tensor.of(Shape.of(3, 70_001), numbers)));
    root.put("a/1", Hdf5Array.of(Tensor.vectorOfInts(1, -2, Integer.MAX_VALUE)));
    root.put("count", Hdf5Array.of(1L << 40));
    root.put("empty", Hdf5Array.of(Tensor.zeros(Shape.of(0, 4))));
    try (Hdf5File file = reread(root)) {
      assertThat(file.dataset("a/b/0").read()).isEqualTo(Tensor.of(Shape.of(3, 70_001), numbers));
      assertThat(file.dataset("a/1").read().floats()).containsExactly(1, -2, Integer.MAX_VALUE);
      assertThat(file.dataset("a/1").readTyped().ints()).containsExactly(1, -2, Integer.MAX_VALUE);
      assertThat(file.dataset("a/b/0").readTyped().floats()).isEqualTo(numbers);
      assertThat(file.dataset("count").number()).isEqualTo(0x1p40);
      assertThat(file.dataset("empty").read().shape()).isEqualTo(Shape.of(0, 4));
      assertThat(file.below("").keySet()).containsExactly("a/1", "a/b/0", "count", "empty");
    }
  }

  @Test
  void groups_of_any_size_find_all_their_names() throws IOException {
    for (int n : new int[] {0, 1, 8, 9, 256, 257, 3000}) {
      Hdf5Group root = new Hdf5Group();
      IntStream.range(0, n).forEach(i -> root.put("v/" + i, Hdf5Array.of((long) i)));
      root.group("v");
      try (Hdf5File file = reread(root)) {
        List<Hdf5Dataset> all = file.numbered("v");
        assertThat(all).hasSize(n);
        for (int i = 0; i < n; i += 97) {
          assertThat(all.get(i).number()).isEqualTo(i);
        }
      }
    }
  }

  @Test
  void attributes_hold_long_texts_and_lists() throws IOException {
    String json = "{\"ü\": \"" + "x".repeat(100_000) + "\"}";
    List<String> names = new ArrayList<>();
    IntStream.range(0, 5000).forEach(i -> names.add("a_rather_long_name_of_a_layer_" + i));
    Hdf5Group root = new Hdf5Group();
    root.attribute("json", json).attribute("names", names).attribute("few", List.of("a", "bé"));
    root.group("below").attribute("none", List.of()).attribute("short", "");
    try (Hdf5File file = reread(root)) {
      assertThat(file.text("", "json")).isEqualTo(json);
      assertThat(file.texts("", "names")).isEqualTo(names);
      assertThat(file.texts("", "few")).containsExactly("a", "bé");
      assertThat(file.texts("below", "none")).isEmpty();
      assertThat(file.texts("below", "absent")).isNull();
    }
  }
}
