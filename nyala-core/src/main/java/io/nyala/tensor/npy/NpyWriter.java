// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Writes rows one after the other into a file in NumPy's {@code .npy} format, for arrays that are
 * larger than the memory or whose number of rows is not known before. {@link NpyRows} reads them.
 * The file is valid once it is closed.
 */
public final class NpyWriter implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private DType dtype;
  private Shape row;
  private int rows;

  private NpyWriter(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Starts a file; an existing one is overwritten. */
  public static NpyWriter create(Path file) throws IOException {
    return new NpyWriter(
        Objects.requireNonNull(file, "file"),
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE));
  }

  /**
   * Appends rows.
   *
   * @param tensor float32, int32 or boolean, {@code (rows, ...)}
   * @throws IllegalArgumentException if its rows have another shape or type than those before
   */
  public void write(Tensor tensor) throws IOException {
    Shape shape = Objects.requireNonNull(tensor, "tensor").shape();
    if (shape.rank() == 0) {
      throw new IllegalArgumentException(file + ": expected rows, got a single number");
    }
    if (row == null) {
      dtype = tensor.dtype();
      row = shape.with(0, 1);
      write(header());
    }
    if (tensor.dtype() != dtype || !shape.with(0, 1).equals(row)) {
      throw new IllegalArgumentException(
          "%s: expected rows %s of %s as before, got %s of %s"
              .formatted(file, row, dtype, shape, tensor.dtype()));
    }
    byte[] bytes = Npy.encode(tensor);
    int data = Math.multiplyExact(dtype == DType.BOOL ? 1 : Float.BYTES, tensor.size());
    write(ByteBuffer.wrap(bytes, bytes.length - data, data));
    rows = Math.addExact(rows, shape.dim(0));
  }

  /** Returns a header that is as long for any number of rows. */
  private ByteBuffer header() {
    String descr = Npy.descr(dtype);
    int longest = new NpyHeader(descr, row.with(0, Integer.MAX_VALUE)).encode(0).length;
    return ByteBuffer.wrap(new NpyHeader(descr, row.with(0, rows)).encode(longest));
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Returns the number of rows written so far. */
  public int rows() {
    return rows;
  }

  /** Writes the number of rows into the file, and closes it. */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (row != null) {
        channel.position(0);
        write(header());
      }
    }
  }
}
