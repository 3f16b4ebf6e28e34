// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.safetensors;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.files.AtomicFile;
import io.nyala.io.files.ElementType;
import io.nyala.io.files.FilePart;
import io.nyala.io.files.FormatException;
import io.nyala.io.files.JsonText;
import io.nyala.io.files.Utf8;
import io.nyala.limits.Limits;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes named arrays in the {@code safetensors} format: eight bytes for the length of a
 * JSON header, the header, and the data. Floats of 16, 32 and 64 bits and bfloat16 are read as
 * float32; integers are read as int32 and must fit into it.
 */
public final class Safetensors {
  /** The format's own limit. */
  private static final long LARGEST_HEADER = 100_000_000;

  private static final String METADATA = "__metadata__";

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

  /** An array as the header describes it; offsets count from the end of the header. */
  private record Entry(String name, ElementType element, Shape shape, long from, long to) {}

  /**
   * Reads all arrays in the order of the header.
   *
   * @throws FormatException if the file is damaged or breaks a rule of the format: arrays are
   *     contiguous, fill the file and have unique names
   * @throws io.nyala.limits.LimitException if the arrays do not fit into memory
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
      Limits limits = Limits.inForce();
      limits.checkJson(n, file + ", header");
      ByteBuffer text = channel.map(FileChannel.MapMode.READ_ONLY, 8, n);
      List<Entry> entries = entries(file, Utf8.decode(text, file + ", header"));
      checkPlaces(file, entries, size - 8 - n);
      limits.checkMemory(
          entries.stream().mapToLong(e -> 4L * e.shape().size()).sum(), file.toString());
      Map<String, Tensor> arrays = new LinkedHashMap<>();
      for (Entry entry : entries) {
        arrays.put(entry.name(), array(channel, 8 + n, entry, what(file, entry.name())));
      }
      return arrays;
    }
  }

  private static String what(Path file, String name) {
    return file + ", \"" + name + "\"";
  }

  private static List<Entry> entries(Path file, String json) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Object> e : JsonText.object(json, file + ", header").entrySet()) {
      if (!e.getKey().equals(METADATA)) {
        entries.add(entry(e.getKey(), e.getValue(), what(file, e.getKey())));
      } else if (!(e.getValue() instanceof Map<?, ?> texts)
          || !texts.values().stream().allMatch(String.class::isInstance)) {
        throw new FormatException(
            "%s: %s: expected an object of strings, got %s"
                .formatted(file, METADATA, e.getValue()));
      }
    }
    return entries;
  }

  private static Entry entry(String name, Object form, String what) throws FormatException {
    if (!(form instanceof Map<?, ?> map)
        || !(map.get("dtype") instanceof String dtype)
        || !(map.get("shape") instanceof List<?> extents)
        || !(map.get("data_offsets") instanceof List<?> ends)
        || ends.size() != 2
        || !isWhole(ends.get(0))
        || !isWhole(ends.get(1))) {
      throw new FormatException(
          ("%s: expected {\"dtype\": string, \"shape\": [numbers], \"data_offsets\": [from, to]}, "
                  + "got %s")
              .formatted(what, form));
    }
    ElementType element = ElementType.of(dtype, what);
    int[] dims = new int[extents.size()];
    for (int i = 0; i < dims.length; i++) {
      if (!(extents.get(i) instanceof Integer d) || d < 0) {
        throw new FormatException(what + ": its shape is " + extents);
      }
      dims[i] = d;
    }
    long from = ((Number) ends.get(0)).longValue();
    long to = ((Number) ends.get(1)).longValue();
    try {
      Shape shape = Shape.of(dims);
      long needed = (long) shape.size() * element.bytes();
      if (from < 0 || to < from || to - from != needed) {
        throw new FormatException(
            "%s: %s%s needs %d bytes; declared are %d to %d"
                .formatted(what, dtype, extents, needed, from, to));
      }
      return new Entry(name, element, shape, from, to);
    } catch (ShapeException e) {
      throw new FormatException(what + ": " + e.getMessage(), e);
    }
  }

  private static boolean isWhole(Object number) {
    return number instanceof Integer || number instanceof Long;
  }

  /** The arrays must be contiguous, from the first byte of the data to the last. */
  private static void checkPlaces(Path file, List<Entry> entries, long room)
      throws FormatException {
    List<Entry> inPlace = new ArrayList<>(entries);
    inPlace.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
    long at = 0;
    for (Entry e : inPlace) {
      if (e.from() != at) {
        throw new FormatException(
            "%s: begins at byte %d of the data, where %d was expected: arrays %s"
                .formatted(
                    what(file, e.name()), e.from(), at, e.from() < at ? "overlap" : "leave a gap"));
      }
      at = e.to();
    }
    if (at != room) {
      throw new FormatException(
          "%s: the arrays take %d bytes, the file has %d for them".formatted(file, at, room));
    }
  }

  private static Tensor array(FileChannel channel, long data, Entry entry, String what)
      throws IOException {
    if (entry.element() == ElementType.F32) {
      float[] floats = new float[entry.shape().size()];
      FilePart part = new FilePart(channel, data + entry.from(), null);
      part.floats(0, ByteOrder.LITTLE_ENDIAN, floats, 0, floats.length);
      return Tensor.of(entry.shape(), floats);
    }
    ByteBuffer numbers =
        channel.map(FileChannel.MapMode.READ_ONLY, data + entry.from(), entry.to() - entry.from());
    return entry.element().read(numbers.order(ByteOrder.LITTLE_ENDIAN), entry.shape(), what);
  }
}
