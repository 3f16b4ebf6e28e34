// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.limits.LimitException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays and archives that break the rules of their formats are refused, never read otherwise. */
class HostileArraysTest {
  @TempDir Path folder;

  private static byte[] npy(String dictionary, int data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(NpyHeader.MAGIC);
    byte[] text = (dictionary + "\n").getBytes(StandardCharsets.US_ASCII);
    out.write(new byte[] {1, 0, (byte) text.length, (byte) (text.length >> 8)});
    out.write(text);
    out.write(new byte[data]);
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'shape': (2,), }",
        "{'shape': (1,), 'descr': '<f4', 'descr': '<i4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,,1), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483648, 2), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        "None"
      })
  void headers_that_are_not_one_sound_dictionary_are_refused(String dictionary) throws IOException {
    byte[] bytes = npy(dictionary, 4);
    assertThatThrownBy(() -> Npy.decode(bytes, "a.npy"))
        .isInstanceOf(NpyException.class)
        .hasMessageStartingWith("a.npy: ");
  }

  @Test
  void the_same_header_without_a_fault_is_read() throws IOException {
    byte[] bytes = npy("{'shape': (1, 1,), 'fortran_order': False, 'descr': '<f4'}", 4);
    assertThat(Npy.decode(bytes, "a.npy")).isEqualTo(Tensor.zeros(Shape.of(1, 1)));
  }

  /** Writes an archive in which the second of two arrays is called like the first. */
  private Path twice() throws IOException {
    Path file = folder.resolve("twice.npz");
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    arrays.put("a", Tensor.vector(1));
    arrays.put("b", Tensor.vector(2));
    Npz.write(file, arrays);
    String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    Files.writeString(file, bytes.replace("b.npy", "a.npy"), StandardCharsets.ISO_8859_1);
    return file;
  }

  @Test
  void an_array_that_is_there_twice_is_refused() throws IOException {
    Path file = twice();
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("entry \"a.npy\" occurs twice");
  }

  private Path packed(byte[] array, String... names) throws IOException {
    Path file = folder.resolve("packed.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(array);
      }
    }
    return file;
  }

  @Test
  void entries_that_share_their_bytes_are_refused() throws IOException {
    byte[] array = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (9999,)}", 9999);
    new Random(1).nextBytes(array);
    Path file = packed(array, "a", "b");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int directory = b.getInt(bytes.length - 6);
    b.putInt(directory + 20, 2 * b.getInt(directory + 20));
    Files.write(file, bytes);
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("they overlap");
  }

  @Test
  void an_array_that_is_larger_than_its_entry_is_refused_before_it_is_unpacked()
      throws IOException {
    Path file =
        packed(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999,)}", 8), "a");
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("(999999999,) of <f4 needs 3999999996 bytes of data, the entry has");
  }

  @Test
  void what_does_not_fit_into_the_memory_is_refused() throws IOException {
    int n = 1_000_000;
    byte[] array = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (" + n + ",)}", n);
    Path archive = packed(array, "a", "b");
    Path single = folder.resolve("a.npy");
    Files.write(single, array);
    System.setProperty("nyala.limit.memory", "4m");
    try {
      assertThatThrownBy(() -> Npz.read(archive))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("packed.npz: takes 8,000,000 bytes of memory")
          .hasMessageContaining("-Xmx");
      assertThatThrownBy(() -> Npy.read(single)).isInstanceOf(LimitException.class);
    } finally {
      System.clearProperty("nyala.limit.memory");
    }
    assertThat(Npz.read(archive)).hasSize(2);
    assertThat(Npy.read(single)).isEqualTo(Npz.read(archive).get("b"));
  }
}
