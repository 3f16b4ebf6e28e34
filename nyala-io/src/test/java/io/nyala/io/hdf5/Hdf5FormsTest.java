// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.files.FormatException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of the format that h5py writes, oldest and newest, read to the values put into it. */
class Hdf5FormsTest {
  /** The numbers 0, 0.5, 1 and so on, which integers cut off. */
  private static Tensor numbers(boolean whole, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole ? i / 2 : i / 2f;
    }
    return Tensor.of(shape, values);
  }

  @ParameterizedTest
  @ValueSource(strings = {"earliest", "latest"})
  void elements_of_all_types_are_read(String form) throws IOException {
    try (Hdf5File file = Forms.open(Forms.bytes(form))) {
      for (String type :
          List.of("le_f4", "be_f4", "le_f8", "le_f2", "i1", "u1", "be_i2", "le_u2", "le_i4")) {
        Tensor read = file.dataset("types/" + type).read();
        assertThat(read).as(type).isEqualTo(numbers(!type.contains("f"), 2, 3));
      }
      for (String type : List.of("be_u4", "le_i8", "le_u8")) {
        assertThat(file.dataset("types/" + type).read()).isEqualTo(numbers(true, 2, 3));
      }
      assertThat(file.dataset("types/bool").read()).isEqualTo(Tensor.vector(1, 0, 1));
      assertThat(file.dataset("types/scalar").number()).isEqualTo(3.5);
      assertThat(file.dataset("types/empty").read()).isEqualTo(Tensor.zeros(Shape.of(0, 4)));
      assertThat(file.dataset("types/unwritten").read())
          .isEqualTo(Tensor.full(Shape.of(2, 2), 2.5f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"earliest", "latest"})
  void chunks_are_found_and_unpacked(String form) throws IOException {
    try (Hdf5File file = Forms.open(Forms.bytes(form))) {
      assertThat(file.dataset("chunks/plain").read()).isEqualTo(numbers(false, 5, 7));
      assertThat(file.dataset("chunks/packed").read()).isEqualTo(numbers(false, 9, 8));
      assertThat(file.dataset("chunks/single").read()).isEqualTo(numbers(false, 3, 2));
      assertThat(file.dataset("chunks/grows").read()).isEqualTo(numbers(false, 6, 3));
      assertThat(file.dataset("chunks/grows_both").read()).isEqualTo(numbers(false, 4, 3));
      assertThat(file.dataset("chunks/may_grow").read()).isEqualTo(numbers(false, 4, 5));
      assertThat(file.dataset("chunks/sparse").read())
          .isEqualTo(
              Tensor.of(
                  Shape.of(4, 4), -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 1, -1, -1, 1, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"earliest", "latest"})
  void attributes_are_read(String form) throws IOException {
    try (Hdf5File file = Forms.open(Forms.bytes(form))) {
      assertThat(file.text("", "text")).isEqualTo("Gr\u00fc\u00dfe");
      assertThat(file.texts("", "list")).containsExactly("a", "bcd", "\u00e4");
      assertThat(file.texts("", "fixed")).containsExactly("one", "two", "three");
      assertThat(file.texts("", "none")).isEmpty();
      assertThat(file.text("", "absent")).isNull();
      assertThatThrownBy(() -> file.texts("", "numbers"))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("attribute numbers is not a string");
      assertThatThrownBy(() -> file.text("", "list"))
          .hasMessageContaining("is not a single string, but 3");
    }
  }

  @Test
  void trees_heaps_and_user_blocks_are_read() throws IOException {
    try (Hdf5File tree = Forms.open(Forms.bytes("tree"))) {
      assertThat(tree.dataset("many").read()).isEqualTo(numbers(false, 70));
    }
    try (Hdf5File dense = Forms.open(Forms.bytes("dense"))) {
      assertThat(dense.names(""))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 20).mapToObj(i -> "group_" + i).toList());
      assertThat(dense.text("", "attribute_13")).isEqualTo("value 13");
      assertThat(dense.below("")).containsOnlyKeys("group_7/x");
      assertThat(dense.dataset("group_7/x").read()).isEqualTo(Tensor.vector(0, 0.5f, 1));
    }
    try (Hdf5File block = Forms.open(Forms.bytes("block"))) {
      assertThat(block.dataset("x").read()).isEqualTo(Tensor.vector(0, 0.5f, 1));
    }
  }

  @Test
  void links_and_foreign_filters_are_refused() throws IOException {
    try (Hdf5File links = Forms.open(Forms.bytes("links"))) {
      assertThat(links.dataset("x").read()).isEqualTo(Tensor.vector(0, 0.5f, 1));
      for (String name : List.of("soft", "external")) {
        assertThatThrownBy(() -> links.dataset(name))
            .isInstanceOf(FormatException.class)
            .hasMessageContaining(name + " is a link; links are not followed");
      }
    }
    try (Hdf5File lzf = Forms.open(Forms.bytes("lzf"))) {
      Hdf5Dataset array = lzf.dataset("x");
      assertThat(array.shape()).isEqualTo(Shape.of(30));
      assertThatThrownBy(array::read)
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("chunks with filter 32000 (lzf) cannot be read");
    }
  }
}
