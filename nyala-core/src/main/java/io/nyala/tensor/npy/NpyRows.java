// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The rows of an array in NumPy's {@code .npy} format, read one by one in any order. The array may
 * be in several files, which contain its rows one after the other. The files are mapped into
 * memory, so that they may be larger than the heap. May be used by several threads.
 */
public final class NpyRows {
  private final String what;
  private final NpyHeader header;
  private final MemorySegment[] data;
  private final int[] starts;
  private final long rowBytes;

  private NpyRows(String what, NpyHeader header, MemorySegment[] data, int[] starts) {
    this.what = what;
    this.header = header;
    this.data = data;
    this.starts = starts;
    this.rowBytes = data[0].byteSize() / Math.max(1, starts[1]);
  }

  /** One file: its header, and its rows. */
  private record Part(NpyHeader header, MemorySegment data) {}

  /**
   * Maps a file, which must not change afterwards.
   *
   * @throws NpyException if it is truncated, is not such an array, or has no rows
   */
  public static NpyRows open(Path file) throws IOException {
    return open(List.of(Objects.requireNonNull(file, "file")));
  }

  /**
   * Maps files that contain the rows of one array one after the other. They must not change
   * afterwards.
   *
   * @throws NpyException if one of them is truncated, is not such an array, has no rows, or if its
   *     rows have another shape or type than those of the first
   */
  public static NpyRows open(List<Path> files) throws IOException {
    if (Objects.requireNonNull(files, "files").isEmpty()) {
      throw new IllegalArgumentException("rows need at least one file, got none");
    }
    MemorySegment[] data = new MemorySegment[files.size()];
    int[] starts = new int[data.length + 1];
    NpyHeader first = null;
    for (int i = 0; i < data.length; i++) {
      Part part = map(files.get(i));
      NpyHeader own = part.header();
      first = first == null ? own : first;
      int rows = own.shape().dim(0);
      if (!own.descr().equals(first.descr()) || !own.shape().equals(first.shape().with(0, rows))) {
        throw new NpyException(
            "%s: %s of %s does not continue %s of %s in %s"
                .formatted(
                    files.get(i),
                    own.shape(),
                    own.descr(),
                    first.shape(),
                    first.descr(),
                    files.getFirst()));
      }
      data[i] = part.data();
      starts[i + 1] = Math.addExact(starts[i], rows);
    }
    return new NpyRows(files.getFirst().toString(), first, data, starts);
  }

  private static Part map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      InputStream in = Channels.newInputStream(channel);
      NpyHeader header = NpyHeader.read(in, file.toString());
      Shape shape = header.shape();
      if (shape.rank() == 0 || shape.dim(0) == 0) {
        throw new NpyException(file + ": expected an array with rows, got shape " + shape);
      }
      long start = channel.position();
      long expected = header.bytes(file.toString());
      if (channel.size() - start != expected) {
        throw new NpyException(
            "%s: expected %,d bytes of data for %s, got %,d"
                .formatted(file, expected, shape, channel.size() - start));
      }
      return new Part(header, channel.map(MapMode.READ_ONLY, start, expected, Arena.ofAuto()));
    }
  }

  /** Returns the shape of the whole array, {@code (rows, ...)}. */
  public Shape shape() {
    return header.shape().with(0, count());
  }

  /** Returns the number of rows. */
  public int count() {
    return starts[starts.length - 1];
  }

  /**
   * Returns some rows, in the given order.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws NpyException if a number does not fit an int
   */
  public Tensor read(int... rows) throws NpyException {
    Objects.requireNonNull(rows, "rows");
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(rows.length * rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
    MemorySegment to = MemorySegment.ofBuffer(bytes);
    for (int i = 0; i < rows.length; i++) {
      int part = partOf(Objects.checkIndex(rows[i], count()));
      long at = (rows[i] - starts[part]) * rowBytes;
      MemorySegment.copy(data[part], at, to, i * rowBytes, rowBytes);
    }
    NpyHeader some = new NpyHeader(header.descr(), header.shape().with(0, rows.length));
    return Npy.decodeData(some, bytes, what);
  }

  private int partOf(int row) {
    int found = Arrays.binarySearch(starts, row);
    return found >= 0 ? found : -found - 2;
  }
}
