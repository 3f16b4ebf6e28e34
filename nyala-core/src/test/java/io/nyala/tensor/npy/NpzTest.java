// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
  // numpy 2: np.savez_compressed(f, a=np.array([[1.5,-2]],'<f4'), n=np.array(7,'<i8'),
  // d=np.array([0.1],'<f8'), b=np.array([True,False]), u=np.array([0,255],'u1'))
  private static final String WRITTEN_BY_NUMPY =
      "UEsDBC0AAAAIAAAAIQD9z6UI//////////8FABQAYS5ucHkBABAAiAAAAAAAAABNAAAAAAAAAJvsF+obEMnI"
          + "UMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoY6CkaaOgq1CmQDLgaG"
          + "A/YMQAIAUEsDBC0AAAAIAAAAIQAjuPBs//////////8FABQAbi5ucHkBABAAiAAAAAAAAABGAAAAAAAAAJvs"
          + "F+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5Gpo6CrUKFAEu"
          + "dgYIAABQSwMELQAAAAgAAAAhAJqXheb//////////wUAFABkLm5weQEAEACIAAAAAAAAAEoAAAAAAAAAm+wX"
          + "6hsQychQxlCtnpJanFykbqWgbpNmoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkahjqaOgq1ChQA"
          + "rlkzQWCnPQBQSwMELQAAAAgAAAAhAO4Zu13//////////wUAFABiLm5weQEAEACCAAAAAAAAAEYAAAAAAAAA"
          + "m+wX6hsQychQxlCtnpJanFykbqWgXpNkqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1"
          + "ChQALkYGAFBLAwQtAAAACAAAACEAgr1yhf//////////BQAUAHUubnB5AQAQAIIAAAAAAAAARgAAAAAAAACb"
          + "7BfqGxDJyFDGUK2eklqcXKRupaBeU2qorqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUK"
          + "FAAuhv8AUEsBAi0DLQAAAAgAAAAhAP3PpQhNAAAAiAAAAAUAAAAAAAAAAAAAAIABAAAAAGEubnB5UEsBAi0D"
          + "LQAAAAgAAAAhACO48GxGAAAAiAAAAAUAAAAAAAAAAAAAAIABhAAAAG4ubnB5UEsBAi0DLQAAAAgAAAAhAJqX"
          + "heZKAAAAiAAAAAUAAAAAAAAAAAAAAIABAQEAAGQubnB5UEsBAi0DLQAAAAgAAAAhAO4Zu11GAAAAggAAAAUA"
          + "AAAAAAAAAAAAAIABggEAAGIubnB5UEsBAi0DLQAAAAgAAAAhAIK9coVGAAAAggAAAAUAAAAAAAAAAAAAAIAB"
          + "/wEAAHUubnB5UEsFBgAAAAAFAAUA/wAAAHwCAAAAAA==";

  @TempDir Path folder;

  @Test
  void reads_what_numpy_wrote() throws IOException {
    Path file = folder.resolve("numpy.npz");
    Files.write(file, Base64.getDecoder().decode(WRITTEN_BY_NUMPY));

    Map<String, Tensor> arrays = Npz.read(file);

    assertThat(arrays.keySet()).containsExactly("a", "n", "d", "b", "u");
    assertThat(arrays.get("a")).isEqualTo(Tensor.of(Shape.of(1, 2), 1.5f, -2f));
    assertThat(arrays.get("n")).isEqualTo(Tensor.ofInts(Shape.scalar(), 7));
    assertThat(arrays.get("d")).isEqualTo(Tensor.of(Shape.of(1), 0.1f));
    assertThat(arrays.get("b")).isEqualTo(Tensor.ofBools(Shape.of(2), 1, 0));
    assertThat(arrays.get("u")).isEqualTo(Tensor.ofInts(Shape.of(2), 0, 255));
  }

  @Test
  void gives_back_what_it_wrote() throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    arrays.put("dense/kernel", Tensor.of(Shape.of(2, 3), 1, 2, 3, Float.NaN, -0f, 1e-45f));
    arrays.put("steps", Tensor.ofInts(Shape.scalar(), -5));
    arrays.put("mask", Tensor.ofBools(Shape.of(3), 1, 0, 1));
    arrays.put("empty", Tensor.of(Shape.of(0, 4)));
    Path file = folder.resolve("ours.npz");

    Npz.write(file, arrays);

    assertThat(Npz.read(file)).isEqualTo(arrays);
    assertThat(Files.list(folder)).containsExactly(file);
  }

  @Test
  void writes_the_same_bytes_for_the_same_arrays() throws IOException {
    Map<String, Tensor> arrays = Map.of("a", Tensor.vector(1, 2, 3));
    Npz.write(folder.resolve("1.npz"), arrays);
    Npz.write(folder.resolve("2.npz"), arrays);
    assertThat(folder.resolve("1.npz")).hasSameBinaryContentAs(folder.resolve("2.npz"));
  }

  @Test
  void writes_data_at_a_multiple_of_64_bytes_as_numpy_does() {
    byte[] bytes = Npy.encode(Tensor.vector(1f));
    assertThat(bytes).hasSize(128 + 4);
    assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } ")
        .endsWith(" \n");
  }

  @Test
  void rejects_truncated_archives_at_every_length() throws IOException {
    Path whole = folder.resolve("whole.npz");
    Npz.write(whole, Map.of("a", Tensor.vector(1, 2, 3)));
    byte[] bytes = Files.readAllBytes(whole);
    for (int n = 0; n < bytes.length; n++) {
      Path part = folder.resolve("part.npz");
      Files.write(part, Arrays.copyOf(bytes, n));
      assertThatThrownBy(() -> Npz.read(part))
          .as("first %d bytes", n)
          .isInstanceOf(NpyException.class)
          .hasMessageContaining("part.npz");
    }
  }

  @Test
  void rejects_changed_data() throws IOException {
    Path file = folder.resolve("damaged.npz");
    Npz.write(file, Map.of("a", Tensor.vector(1, 2, 3)));
    byte[] bytes = Files.readAllBytes(file);
    bytes[175] ^= 1; // local header 44, npy header 128, then the data
    Files.write(file, bytes);
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("array \"a\"")
        .hasMessageContaining("checksum");
  }

  @Test
  void rejects_truncated_arrays() {
    byte[] bytes = Npy.encode(Tensor.vector(1, 2, 3));
    for (int n = 0; n < bytes.length; n++) {
      byte[] part = Arrays.copyOf(bytes, n);
      assertThatThrownBy(() -> Npy.decode(part, "x.npy"))
          .as("first %d bytes", n)
          .isInstanceOf(NpyException.class)
          .hasMessageStartingWith("x.npy: ");
    }
    assertThatThrownBy(() -> Npy.decode(Arrays.copyOf(bytes, bytes.length - 1), "x.npy"))
        .hasMessage("x.npy: truncated, (3,) of <f4 needs 12 bytes of data, got 11");
    assertThatThrownBy(() -> Npy.decode(Arrays.copyOf(bytes, bytes.length + 1), "x.npy"))
        .hasMessage("x.npy: too long, (3,) of <f4 needs 12 bytes of data, got 13");
  }

  @Test
  void rejects_element_types_that_no_tensor_has() {
    byte[] bytes = new NpyHeader("<c8", Shape.of(1)).encode(0);
    assertThatThrownBy(() -> Npy.decode(bytes, "x.npy"))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("<c8");
  }

  @Test
  void rejects_column_order() {
    byte[] bytes =
        new String(Npy.encode(Tensor.zeros(Shape.of(2, 2))), StandardCharsets.ISO_8859_1)
            .replace("False", "True ")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Npy.decode(bytes, "x.npy"))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("fortran_order");
  }

  @Test
  void rejects_integers_beyond_32_bits() {
    byte[] header = new NpyHeader("<i8", Shape.of(1)).encode(0);
    byte[] bytes = Arrays.copyOf(header, header.length + 8);
    bytes[header.length + 4] = 1;
    assertThatThrownBy(() -> Npy.decode(bytes, "x.npy"))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("4294967296");
  }

  @Test
  void says_when_there_is_no_file() {
    assertThatThrownBy(() -> Npz.read(folder.resolve("none.npz")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.npz");
  }
}
