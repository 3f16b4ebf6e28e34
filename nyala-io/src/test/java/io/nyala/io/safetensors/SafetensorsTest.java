// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.files.FormatException;
import io.nyala.limits.LimitException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the format are those of Hugging Face's own reader, safetensors 0.4. */
class SafetensorsTest {
  @TempDir Path folder;

  /** Writes a file with a header and the bytes 0, 1, 2 and so on. */
  private Path file(String header, int data) throws IOException {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer b = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(json.length).put(json);
    for (int i = 0; i < data; i++) {
      b.put((byte) i);
    }
    return Files.write(folder.resolve("a.safetensors"), b.array());
  }

  private static String array(String name, String type, String shape, long from, long to) {
    return "'%s': {'dtype': '%s', 'shape': %s, 'data_offsets': [%d, %d]}"
        .formatted(name, type, shape, from, to);
  }

  @Test
  void arrays_may_stand_in_any_order_and_be_empty() throws IOException {
    Path file =
        file(
            "{'__metadata__': {'format': 'np'}, "
                + array("b", "U8", "[2]", 1, 3)
                + ", "
                + array("none", "F32", "[0, 7]", 3, 3)
                + ", "
                + array("a", "I8", "[]", 0, 1)
                + "}   ",
            3);
    assertThat(Safetensors.read(file))
        .containsEntry("a", Tensor.ofInts(Shape.scalar(), 0))
        .containsEntry("b", Tensor.ofInts(Shape.of(2), 1, 2))
        .containsEntry("none", Tensor.zeros(Shape.of(0, 7)))
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, 1, 3, begins at byte 1 of the data; where 2 was expected: arrays overlap",
    "0, 2, 3, 5, begins at byte 3 of the data; where 2 was expected: arrays leave a gap",
    "1, 3, 3, 5, begins at byte 1 of the data; where 0 was expected: arrays leave a gap",
    "0, 2, 0, 2, begins at byte 0 of the data; where 2 was expected: arrays overlap",
    "0, 2, 2, 4, the arrays take 4 bytes; the file has 5 for them",
    "0, 2, 4611686018427387904, 4611686018427387906, leave a gap",
    "-2, 0, 0, 2, needs 2 bytes; declared are -2 to 0",
    "2, 0, 0, 2, needs 2 bytes; declared are 2 to 0",
    "0, 3, 3, 5, needs 2 bytes; declared are 0 to 3",
  })
  void arrays_that_do_not_lie_side_by_side_are_refused(
      long from, long to, long from2, long to2, String why) throws IOException {
    String first = array("a", "U8", "[2]", from, to);
    Path file = file("{" + first + ", " + array("b", "U8", "[2]", from2, to2) + "}", 5);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a.safetensors")
        .hasMessageContaining(why.replace("data; where", "data, where").replace("; the", ", the"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "7",
        "{'a': null}",
        "{'a': 7}",
        "{'a': []}",
        "{'a': {}}",
        "{'a': {'dtype': null, 'shape': [1], 'data_offsets': [0, 1]}}",
        "{'a': {'dtype': 8, 'shape': [1], 'data_offsets': [0, 1]}}",
        "{'a': {'dtype': 'F8', 'shape': [1], 'data_offsets': [0, 1]}}",
        "{'a': {'dtype': 'U8', 'shape': null, 'data_offsets': [0, 1]}}",
        "{'a': {'dtype': 'U8', 'shape': [null], 'data_offsets': [0, 1]}}",
        "{'a': {'dtype': 'U8', 'shape': [-1], 'data_offsets': [0, 1]}}",
        "{'a': {'dtype': 'U8', 'shape': [1.0], 'data_offsets': [0, 1]}}",
        "{'a': {'dtype': 'U8', 'shape': [65536, 65536], 'data_offsets': [0, 1]}}",
        "{'a': {'dtype': 'U8', 'shape': [4294967297], 'data_offsets': [0, 1]}}",
        "{'a': {'dtype': 'U8', 'shape': [1], 'data_offsets': null}}",
        "{'a': {'dtype': 'U8', 'shape': [1], 'data_offsets': [0]}}",
        "{'a': {'dtype': 'U8', 'shape': [1], 'data_offsets': [0, 1.5]}}",
        "{'a': {'dtype': 'U8', 'shape': [1], 'data_offsets': [0, 18446744073709551617]}}",
        "{'a': {'dtype': 'U8', 'shape': [1], 'data_offsets': [0, 1]},"
            + " 'a': {'dtype': 'U8', 'shape': [1], 'data_offsets': [0, 1]}}",
        "{'a': {'dtype': 'U8', 'shape': [1], 'data_offsets': [0, 1]}, '__metadata__': null}",
        "{'a': {'dtype': 'U8', 'shape': [1], 'data_offsets': [0, 1]}, '__metadata__': {'a': 1}}"
      })
  void headers_that_are_not_as_the_format_says_are_refused(String header) throws IOException {
    Path file = file(header, 1);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a.safetensors");
  }

  @Test
  void headers_that_are_longer_than_the_file_are_refused() throws IOException {
    for (long length : new long[] {-1, 0, 1, 3, 1L << 40}) {
      ByteBuffer b = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Path file = Files.write(folder.resolve("a.safetensors"), b.put((byte) '{').array());
      assertThatThrownBy(() -> Safetensors.read(file))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("declares a header of " + length + " bytes");
    }
  }

  @Test
  void integers_that_no_int32_holds_are_refused() throws IOException {
    Path file = file("{" + array("n", "I64", "[1]", 0, 8) + "}", 8);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(
            "\"n\": element 0 is 506097522914230528, which does not fit into int32");
  }

  @Test
  void arrays_that_do_not_fit_into_the_memory_are_refused() throws IOException {
    Path file = file("{" + array("n", "U8", "[300000]", 0, 300_000) + "}", 300_000);
    System.setProperty("nyala.limit.memory", "1m");
    try {
      assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(LimitException.class);
    } finally {
      System.clearProperty("nyala.limit.memory");
    }
    assertThat(Safetensors.read(file).get("n").shape()).isEqualTo(Shape.of(300_000));
  }
}
