// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.graph.Graph;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.npy.Npy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StringTensorTest {
  private static final Tensor T = Tensor.ofStrings(Shape.of(3, 2), "a", "b", "c", "d", "e", "f");

  @Test
  void has_type_shape_and_elements() {
    assertThat(T.dtype()).isEqualTo(DType.STRING);
    assertThat(T.dtype().keras()).isEqualTo("string");
    assertThat(T.size()).isEqualTo(6);
    assertThat(T.strings()).containsExactly("a", "b", "c", "d", "e", "f");
    assertThatThrownBy(() -> Tensor.ofStrings(Shape.of(2), "a"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape (2,) needs 2 elements, got 1");
    assertThatThrownBy(() -> Tensor.ofStrings(Shape.of(2), "a", null))
        .hasMessage("string 1 of 2 is null; use \"\" for a missing text");
  }

  @Test
  void is_made_from_nested_arrays() {
    assertThat(Tensor.ofArray(new String[][] {{"a", "b"}, {"c", "d"}, {"e", "f"}})).isEqualTo(T);
    assertThatThrownBy(() -> Tensor.ofArray(new String[][] {{"a"}, {null}}))
        .hasMessage("string 0 of 1 is null; use \"\" for a missing text");
    assertThatThrownBy(() -> Tensor.ofArray(new String[][] {{"a"}, {}}))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void is_cut_and_joined() {
    assertThat(T.rows(1, 3)).isEqualTo(Tensor.ofStrings(Shape.of(2, 2), "c", "d", "e", "f"));
    assertThat(T.rows(2, 0, 2))
        .isEqualTo(Tensor.ofStrings(Shape.of(3, 2), "e", "f", "a", "b", "e", "f"));
    assertThat(T.row(1)).isEqualTo(Tensor.ofStrings(Shape.of(2), "c", "d"));
    assertThat(T.slice(1, 1, 1)).isEqualTo(Tensor.ofStrings(Shape.of(3, 1), "b", "d", "f"));
    assertThat(T.reshape(Shape.of(6)).strings()).isEqualTo(T.strings());
    assertThat(Tensor.concatenate(List.of(T.slice(1, 0, 1), T.slice(1, 1, 1)), 1)).isEqualTo(T);
    assertThat(Tensor.stack(List.of(T.row(0), T.row(1), T.row(2)), 0)).isEqualTo(T);
  }

  @Test
  void equals_by_content() {
    Tensor same = Tensor.ofStrings(Shape.of(3, 2), "a", "b", "c", "d", "e", "f");
    assertThat(same).isEqualTo(T).hasSameHashCodeAs(T);
    assertThat(same.rows(0, 0)).isNotEqualTo(Tensor.zeros(Shape.of(0, 2)));
    assertThat(Tensor.ofStrings(Shape.of(1), "a")).isNotEqualTo(Tensor.ofStrings(Shape.of(1), "b"));
  }

  @Test
  void prints_quoted() {
    assertThat(Tensor.ofStrings(Shape.of(2, 2), "a", "say \"x\"", "b\nc", ""))
        .hasToString(
            """
            string(2, 2)
            [[        "a", "say \\"x\\""],
             [     "b\\nc",          ""]]""");
    assertThat(Tensor.ofStrings(Shape.of(1), "x".repeat(100)).toString())
        .endsWith("x...\"]")
        .hasSize(78);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void numeric_methods_refuse_it(int method) {
    assertThatThrownBy(
            () -> {
              switch (method) {
                case 0 -> T.floats();
                case 1 -> T.ints();
                case 2 -> T.at(0);
                case 3 -> T.plus(1);
                case 4 -> T.sum();
                case 5 -> T.argMax(0);
                case 6 -> T.cast(DType.FLOAT32);
                default -> T.toFloats();
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "a tensor of strings (3, 2) has no numbers; turn text into numbers first, for example "
                + "by looking it up in a vocabulary");
  }

  @Test
  void numbers_have_no_strings() {
    assertThatThrownBy(() -> Tensor.vector(1f).strings())
        .hasMessage("a tensor of float32 has no strings");
    assertThatThrownBy(() -> Tensor.vector(1f).cast(DType.STRING))
        .hasMessage("a tensor of float32 cannot be cast to strings; use Tensor.ofStrings");
    assertThatThrownBy(() -> Npy.encode(T)).hasMessageContaining("cannot be written to a NumPy");
  }

  @Test
  void programs_never_see_it() {
    Value text = Ops.input("text", Shape.of(2), DType.STRING);
    assertThatThrownBy(() -> text.plus(1))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("expected numbers, got strings; turn text into numbers first");
    assertThatThrownBy(() -> Ops.input("x", Shape.of(2)).cast(DType.STRING))
        .hasMessage("numbers cannot be cast to strings");
    assertThatThrownBy(() -> Graph.of(List.of(text), List.of(text)))
        .hasMessageContaining("a program computes with numbers");
  }
}
