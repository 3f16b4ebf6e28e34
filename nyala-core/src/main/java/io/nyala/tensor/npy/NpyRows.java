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
import java.util.Objects;

/**
 * The rows of an array in NumPy's {@code .npy} format, read one by one in any order. The file is
 * mapped into memory, so that it may be larger than the heap. May be used by several threads.
 */
public final class NpyRows {
  private final String what;
  private final NpyHeader header;
  private final MemorySegment data;
  private final long rowBytes;

  private NpyRows(String what, NpyHeader header, MemorySegment data, long rowBytes) {
    this.what = what;
    this.header = header;
    this.data = data;
    this.rowBytes = rowBytes;
  }

  /**
   * Maps a file, which must not change afterwards.
   *
   * @throws NpyException if it is truncated, is not such an array, or has no rows
   */
  public static NpyRows open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(Objects.requireNonNull(file, "file"), StandardOpenOption.READ)) {
      InputStream in = Channels.newInputStream(channel);
      NpyHeader header = NpyHeader.read(in, file.toString());
      Shape shape = header.shape();
      if (shape.rank() == 0 || shape.dim(0) == 0) {
        throw new NpyException(file + ": expected an array with rows, got shape " + shape);
      }
      long start = channel.position();
      long expected = (long) shape.size() * bytes(header.descr());
      if (channel.size() - start != expected) {
        throw new NpyException(
            "%s: expected %,d bytes of data for %s, got %,d"
                .formatted(file, expected, shape, channel.size() - start));
      }
      MemorySegment data = channel.map(MapMode.READ_ONLY, start, expected, Arena.ofAuto());
      return new NpyRows(file.toString(), header, data, expected / shape.dim(0));
    }
  }

  private static int bytes(String descr) {
    return descr.charAt(descr.length() - 1) - '0';
  }

  /** Returns the shape of the whole array, {@code (rows, ...)}. */
  public Shape shape() {
    return header.shape();
  }

  /** Returns the number of rows. */
  public int count() {
    return shape().dim(0);
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
      long at = Objects.checkIndex(rows[i], count()) * rowBytes;
      MemorySegment.copy(data, at, to, i * rowBytes, rowBytes);
    }
    NpyHeader some = new NpyHeader(header.descr(), shape().with(0, rows.length));
    return Npy.decodeData(some, bytes, what);
  }
}
