// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.safetensors;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.files.AtomicFile;
import io.nyala.io.arrays.ArrayFile;
import io.nyala.io.files.FormatException;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes named arrays in the {@code safetensors} format: eight bytes for the length of a
 * JSON header, the header, and the data. Floats of 16, 32 and 64 bits and bfloat16 are read as
 * float32; integers are read as int32 and must fit into it.
 */
public final class Safetensors {
  /** The key of the header that is no array. */
  static final String METADATA = "__metadata__";

  private Safetensors() {}

  // Writing

  /** Writes arrays in the order of the map, atomically. */
  public static void write(Path file, Map<String, Tensor> arrays) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put(METADATA, Map.of("format", "np"));
    long at = 0;
    for (Map.Entry<String, Tensor> a : arrays.entrySet()) {
      Tensor t = a.getValue();
      Map<String, Object> entry = new LinkedHashMap<>();
      long end = at + 4L * t.size();
      entry.put("dtype", t.dtype() == DType.INT32 ? "I32" : "F32");
      entry.put("shape", Arrays.stream(t.shape().dims()).boxed().toList());
      entry.put("data_offsets", List.of(at, end));
      header.put(a.getKey(), entry);
      at = end;
    }
    byte[] json = JSON.std.asString(header).getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer start = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(padded).put(json);
    Arrays.fill(start.array(), start.position(), start.capacity(), (byte) ' ');
    AtomicFile.write(
        file,
        out -> {
          out.write(start.array());
          for (Tensor t : arrays.values()) {
            numbers(t, out);
          }
        });
  }

  private static void numbers(Tensor t, OutputStream out) throws IOException {
    byte[] bytes = new byte[1 << 16];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int most = bytes.length / 4;
    for (int i = 0; i < t.size(); i += most) {
      int n = Math.min(most, t.size() - i);
      if (t.dtype() == DType.INT32) {
        buffer.asIntBuffer().put(t.ints(), i, n);
      } else {
        buffer.asFloatBuffer().put(t.floats(), i, n);
      }
      out.write(bytes, 0, n * 4);
    }
  }

  // Reading

  /**
   * Reads all arrays in the order of the header, or of the index.
   *
   * @throws FormatException like {@link #open}
   * @throws io.nyala.limits.LimitException if the arrays do not fit into memory
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    try (ArrayFile arrays = open(file)) {
      return arrays.readAll();
    }
  }

  /**
   * Opens a file, or all files of an index such as {@code model.safetensors.index.json}, which lie
   * beside it.
   *
   * @throws FormatException if a file is damaged or breaks a rule of the format: arrays are
   *     contiguous, fill the file and have unique names
   * @throws io.nyala.limits.LimitException if a header does not fit into memory
   */
  public static ArrayFile open(Path file) throws IOException {
    return SafetensorsIndex.isOne(file) ? SafetensorsIndex.open(file) : SafetensorsFile.open(file);
  }
}
