// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.files.AtomicFile;
import io.nyala.io.files.FilePart;
import io.nyala.io.files.FormatException;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named arrays in the format {@code safetensors}: eight bytes for the length of a JSON header, the
 * header, the numbers. Floats of 16, 32 and 64 bits and bfloat16 are read as float32, integers as
 * int32.
 */
public final class Safetensors {
  /** The format's own limit. */
  private static final long LARGEST_HEADER = 100_000_000;

  private static final String METADATA = "__metadata__";

  private Safetensors() {}

  // Writing

  /** Writes arrays in the order of the map, at once or not at all. */
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
   * Reads all arrays in the order of the header.
   *
   * @throws FormatException if the file is damaged, or declares more than it holds
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      if (size < 8 || channel.read(length, 0) < 8) {
        throw new FormatException(file + ": too short for a safetensors file");
      }
      long n = length.getLong(0);
      if (n < 2 || n > LARGEST_HEADER || n > size - 8) {
        throw new FormatException(
            "%s: declares a header of %d bytes in a file of %d".formatted(file, n, size));
      }
      ByteBuffer text = channel.map(FileChannel.MapMode.READ_ONLY, 8, n);
      Map<String, Object> header = header(file, StandardCharsets.UTF_8.decode(text).toString());
      Map<String, Tensor> arrays = new LinkedHashMap<>();
      for (Map.Entry<String, Object> entry : header.entrySet()) {
        if (!entry.getKey().equals(METADATA)) {
          String what = file + ", \"" + entry.getKey() + "\"";
          arrays.put(entry.getKey(), array(channel, 8 + n, entry.getValue(), what));
        }
      }
      return arrays;
    }
  }

  private static Map<String, Object> header(Path file, String json) throws IOException {
    try {
      return JSON.std.mapFrom(json);
    } catch (JsonProcessingException e) {
      throw new FormatException(
          file + ": the header is no sound JSON (" + e.getOriginalMessage() + ")", e);
    }
  }

  private static Tensor array(FileChannel channel, long data, Object form, String what)
      throws IOException {
    if (!(form instanceof Map<?, ?> map)
        || !(map.get("dtype") instanceof String dtype)
        || !(map.get("shape") instanceof List<?> extents)
        || !(map.get("data_offsets") instanceof List<?> ends)
        || ends.size() != 2
        || !(ends.get(0) instanceof Number first)
        || !(ends.get(1) instanceof Number last)) {
      throw new FormatException(what + ": its header lacks dtype, shape or data_offsets");
    }
    Element element = Element.of(dtype, what);
    int[] dims = new int[extents.size()];
    long count = 1;
    for (int i = 0; i < dims.length; i++) {
      if (!(extents.get(i) instanceof Integer d) || d < 0) {
        throw new FormatException(what + ": its shape is " + extents);
      }
      dims[i] = d;
      count = Math.min(count * d, Integer.MAX_VALUE);
    }
    long from = first.longValue();
    long to = last.longValue();
    long room = channel.size() - data;
    if (from < 0 || to > room || to - from != count * element.bytes) {
      throw new FormatException(
          "%s: %s%s needs %d bytes; declared are %d to %d of %d"
              .formatted(what, dtype, extents, count * element.bytes, from, to, room));
    }
    try {
      if (element == Element.F32) {
        float[] floats = new float[(int) count];
        FilePart part = new FilePart(channel, data + from, null);
        part.floats(0, ByteOrder.LITTLE_ENDIAN, floats, 0, floats.length);
        return Tensor.of(Shape.of(dims), floats);
      }
      ByteBuffer numbers = channel.map(FileChannel.MapMode.READ_ONLY, data + from, to - from);
      return element.read(numbers.order(ByteOrder.LITTLE_ENDIAN), Shape.of(dims));
    } catch (ShapeException e) {
      throw new FormatException(what + ": " + e.getMessage(), e);
    }
  }
}
