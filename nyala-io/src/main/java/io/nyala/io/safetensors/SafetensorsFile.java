// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.safetensors;

import io.nyala.io.arrays.ArrayFile;
import io.nyala.io.files.ElementType;
import io.nyala.io.files.FilePart;
import io.nyala.io.files.FormatException;
import io.nyala.io.files.JsonText;
import io.nyala.io.files.Utf8;
import io.nyala.limits.Limits;
import io.nyala.settings.Names;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One file of arrays. Its header is read when it is opened. */
final class SafetensorsFile implements ArrayFile {
  /** The format's own limit. */
  private static final long LARGEST_HEADER = 100_000_000;

  /** An array as the header describes it; offsets count from the end of the header. */
  private record Entry(String name, ElementType element, Shape shape, long from, long to) {}

  private final Path file;
  private final FileChannel channel;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long data;

  private SafetensorsFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens a file; fails like {@link Safetensors#open}. */
  static SafetensorsFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      SafetensorsFile opened = new SafetensorsFile(file, channel);
      opened.readHeader();
      return opened;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void readHeader() throws IOException {
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
    Limits.inForce().checkJson(n, file + ", header");
    ByteBuffer text = channel.map(FileChannel.MapMode.READ_ONLY, 8, n);
    List<Entry> all = entries(file, Utf8.decode(text, file + ", header"));
    checkPlaces(file, all, size - 8 - n);
    all.forEach(entry -> entries.put(entry.name(), entry));
    data = 8 + n;
  }

  @Override
  public String format() {
    return "safetensors";
  }

  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    entries.forEach((name, entry) -> shapes.put(name, entry.shape()));
    return Collections.unmodifiableMap(shapes);
  }

  @Override
  public Map<String, Tensor> readAll() throws IOException {
    Limits.inForce().checkMemory(memory(shapes()), file.toString());
    return ArrayFile.super.readAll();
  }

  /** Returns the bytes that arrays take once they are read. */
  static long memory(Map<String, Shape> shapes) {
    return shapes.values().stream().mapToLong(shape -> 4L * shape.size()).sum();
  }

  @Override
  public Tensor read(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new FormatException(
          "%s: has no array \"%s\"; %s".formatted(file, name, Names.hint(name, entries.keySet())));
    }
    String what = what(file, name);
    Limits.inForce().checkMemory(4L * entry.shape().size(), what);
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

  @Override
  public void close() throws IOException {
    channel.close();
  }

  // Header

  private static String what(Path file, String name) {
    return file + ", \"" + name + "\"";
  }

  private static List<Entry> entries(Path file, String json) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Object> e : JsonText.object(json, file + ", header").entrySet()) {
      if (!e.getKey().equals(Safetensors.METADATA)) {
        entries.add(entry(e.getKey(), e.getValue(), what(file, e.getKey())));
      } else if (!(e.getValue() instanceof Map<?, ?> texts)
          || !texts.values().stream().allMatch(String.class::isInstance)) {
        throw new FormatException(
            "%s: %s: expected an object of strings, got %s"
                .formatted(file, Safetensors.METADATA, e.getValue()));
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
}
