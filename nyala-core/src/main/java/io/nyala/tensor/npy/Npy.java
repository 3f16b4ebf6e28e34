// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import io.nyala.files.AtomicFile;
import io.nyala.limits.LimitException;
import io.nyala.limits.Limits;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Single arrays in NumPy's {@code .npy} format: versions 1 to 3, little endian, row by row.
 *
 * <p>Reads {@code <f4}, {@code <f8} (rounded to float32), {@code <i4}, {@code <i8} (must fit an
 * int), {@code |u1} and {@code |b1}. Writes {@code <f4}, {@code <i4} and {@code |b1}.
 */
public final class Npy {
  private Npy() {}

  /**
   * Reads an array from a file.
   *
   * @throws NpyException if the file is truncated or is not such an array
   * @throws LimitException if it does not fit into the memory
   */
  public static Tensor read(Path file) throws IOException {
    Limits.inForce().checkMemory(Files.size(file), file.toString());
    try (InputStream in = Files.newInputStream(file)) {
      return decode(in.readAllBytes(), file.toString());
    }
  }

  /** Writes an array to a file; an existing one is replaced once the new one is on disk. */
  public static void write(Path file, Tensor tensor) throws IOException {
    AtomicFile.write(file, out -> out.write(encode(tensor)));
  }

  /**
   * Reads an array from the bytes of a file.
   *
   * @param what names the source in messages
   * @throws NpyException if the bytes are truncated or are not such an array
   * @throws LimitException if the array does not fit into the memory
   */
  public static Tensor decode(byte[] bytes, String what) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    NpyHeader header;
    try {
      header = NpyHeader.read(in, what);
    } catch (NpyException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("unexpected: the array is in memory", e);
    }
    header.checkBytes(in.available(), what);
    Limits.inForce().checkMemory(bytes.length + header.memory(), what);
    ByteBuffer data = ByteBuffer.wrap(bytes, bytes.length - in.available(), in.available());
    return decodeData(header, data.order(ByteOrder.LITTLE_ENDIAN), what);
  }

  /** Returns the elements, little endian, that follow a header. */
  static Tensor decodeData(NpyHeader header, ByteBuffer in, String what) throws NpyException {
    Shape shape = header.shape();
    return switch (header.descr()) {
      case "<f4" -> {
        float[] data = new float[shape.size()];
        in.asFloatBuffer().get(data);
        yield Tensor.of(shape, data);
      }
      case "<f8" -> {
        float[] data = new float[shape.size()];
        for (int i = 0; i < data.length; i++) {
          data[i] = (float) in.getDouble();
        }
        yield Tensor.of(shape, data);
      }
      case "<i4" -> {
        int[] data = new int[shape.size()];
        in.asIntBuffer().get(data);
        yield Tensor.ofInts(shape, data);
      }
      case "<i8" -> Tensor.ofInts(shape, narrowed(in, shape.size(), what));
      case "|u1" -> {
        int[] data = new int[shape.size()];
        for (int i = 0; i < data.length; i++) {
          data[i] = in.get() & 0xff;
        }
        yield Tensor.ofInts(shape, data);
      }
      default -> {
        float[] data = new float[shape.size()];
        for (int i = 0; i < data.length; i++) {
          data[i] = in.get() != 0 ? 1 : 0;
        }
        yield Tensor.ofBools(shape, data);
      }
    };
  }

  private static int[] narrowed(ByteBuffer in, int size, String what) throws NpyException {
    int[] data = new int[size];
    for (int i = 0; i < size; i++) {
      long value = in.getLong();
      if (value != (int) value) {
        throw new NpyException(
            what + ": element " + i + " of <i8 is " + value + ", which does not fit into int32");
      }
      data[i] = (int) value;
    }
    return data;
  }

  /** Returns the bytes of a file, version 1.0. */
  public static byte[] encode(Tensor tensor) {
    DType dtype = tensor.dtype();
    byte[] header = new NpyHeader(descr(dtype), tensor.shape()).encode(0);
    int width = dtype == DType.BOOL ? 1 : 4;
    byte[] bytes =
        Arrays.copyOf(
            header, Math.addExact(header.length, Math.multiplyExact(width, tensor.size())));
    ByteBuffer out =
        ByteBuffer.wrap(bytes, header.length, bytes.length - header.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    switch (dtype) {
      case FLOAT32 -> out.asFloatBuffer().put(tensor.floats());
      case INT32 -> out.asIntBuffer().put(tensor.ints());
      case BOOL -> {
        for (int i = 0; i < tensor.size(); i++) {
          out.put((byte) (tensor.at(i) != 0 ? 1 : 0));
        }
      }
      case STRING -> throw new AssertionError("refused above");
    }
    return bytes;
  }

  /** Returns NumPy's name of an element type. */
  static String descr(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "<f4";
      case INT32 -> "<i4";
      case BOOL -> "|b1";
      case STRING ->
          throw new IllegalArgumentException(
              "strings cannot be written to a NumPy file; write them as text");
    };
  }
}
