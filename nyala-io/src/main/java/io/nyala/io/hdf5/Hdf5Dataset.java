// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FloatingPoint;
import io.nyala.io.files.FilePart;
import io.nyala.io.files.FormatException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An array in a file; its numbers are read when they are asked for. */
public final class Hdf5Dataset {
  /** How much more an array that is compressed may hold than its file has bytes. */
  private static final long MOST_COMPRESSED = 1024;

  private final Dataset dataset;
  private final FilePart part;
  private final long base;
  private final String what;
  private final Shape shape;

  /**
   * Wraps an array of jHDF's.
   *
   * @param part the file that it is in
   * @param base where addresses in the file count from
   */
  Hdf5Dataset(Dataset dataset, FilePart part, long base, String what, long fileBytes)
      throws IOException {
    this.dataset = dataset;
    this.part = part;
    this.base = base;
    this.what = what;
    this.shape =
        Hdf5File.guarded(
            what,
            () -> {
              checkSize(dataset, what, fileBytes);
              return Shape.of(dataset.getDimensions());
            });
  }

  private static void checkSize(Dataset dataset, String what, long fileBytes)
      throws FormatException {
    long bytes = Math.max(1, dataset.getDataType().getSize());
    for (int d : dataset.getDimensions()) {
      bytes = d < 0 ? Long.MAX_VALUE : saturated(bytes, d);
    }
    boolean plain = dataset instanceof ContiguousDataset;
    if (bytes > (plain ? fileBytes : saturated(fileBytes, MOST_COMPRESSED))) {
      throw new FormatException(
          "%s: declares %d bytes in a file of %d".formatted(what, bytes, fileBytes));
    }
  }

  private static long saturated(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  /** Returns the shape. */
  public Shape shape() {
    return shape;
  }

  /** Returns file and path. */
  @Override
  public String toString() {
    return what + shape;
  }

  /** Reads the array as float32, whatever its element type. */
  public Tensor read() throws IOException {
    float[] data = new float[shape.size()];
    readInto(data, 0);
    return Tensor.of(shape, data);
  }

  /** Reads a single number. */
  public double number() throws IOException {
    if (shape.size() != 1) {
      throw new FormatException("%s: expected a single number, got %s".formatted(what, shape));
    }
    Object data = Hdf5File.guarded(what, dataset::getDataFlat);
    return data instanceof Number n ? n.doubleValue() : element(data, 0);
  }

  /** Reads the array as float32 into a part of another. */
  public void readInto(float[] into, int offset) throws IOException {
    int n = shape.size();
    if (n == 0) {
      return;
    }
    DataType type = dataset.getDataType();
    if (type instanceof FloatingPoint f
        && f.getSize() == Float.BYTES
        && dataset instanceof ContiguousDataset plain) {
      long address = Hdf5File.guarded(what, plain::getDataAddress);
      if (address >= 0 && part.isLarge((long) n * Float.BYTES)) {
        try {
          part.floats(base + address, f.getByteOrder(), into, offset, n);
        } catch (FormatException e) {
          throw new FormatException(what + ": cut off; " + e.getMessage(), e);
        }
        return;
      }
      ByteBuffer bytes = Hdf5File.guarded(what, plain::getBuffer);
      if (bytes.remaining() < (long) n * Float.BYTES) {
        throw new FormatException(
            "%s: has %d bytes, expected %d".formatted(what, bytes.remaining(), 4L * n));
      }
      bytes.order(f.getByteOrder()).asFloatBuffer().get(into, offset, n);
      return;
    }
    Object data = Hdf5File.guarded(what, dataset::getDataFlat);
    for (int i = 0; i < n; i++) {
      into[offset + i] = (float) element(data, i);
    }
  }

  private double element(Object data, int i) throws IOException {
    return switch (data) {
      case float[] a -> a[i];
      case double[] a -> a[i];
      case int[] a -> a[i];
      case long[] a -> a[i];
      case short[] a -> a[i];
      case byte[] a -> a[i];
      case Number n -> n.doubleValue();
      case null, default ->
          throw new FormatException(
              "%s: elements of type %s are no numbers"
                  .formatted(what, dataset.getDataType().getClass().getSimpleName()));
    };
  }
}
