// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.data.DataException;
import io.nyala.limits.Gunzip;
import io.nyala.limits.Limits;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Reads idx files, the format of MNIST and similar data sets: plain or gzip (detected by content),
 * with unsigned bytes as elements.
 *
 * <p>The format: two zero bytes, the element type (8 is unsigned byte), the number of axes, each
 * extent as a big-endian 32-bit integer, then the elements in row-major order.
 */
public final class Idx {
  private static final int UNSIGNED_BYTE = 0x08;

  /** The maximum compression ratio of Deflate. */
  private static final long MOST_PACKED = 1032;

  private static final int BUFFER = 1 << 16;

  /** The number up to which superfluous bytes are counted. */
  private static final int COUNTED = 1 << 20;

  private Idx() {}

  /**
   * Reads images, shape {@code (n, height, width)}, float32, values 0 to 255.
   *
   * @throws DataException if the file cannot be read, is not an idx file of images, is shorter or
   *     longer than its header says, or does not fit into memory ({@link Limits})
   */
  public static Tensor images(Path file) {
    return images(file, 1);
  }

  /**
   * Reads images and divides every value, shape {@code (n, height, width)}, float32; 255 scales
   * them to [0, 1]. This avoids the copy that scaling afterwards would need.
   *
   * @throws DataException as {@link #images(Path)}
   */
  public static Tensor images(Path file, float divisor) {
    return images(file, divisor, 0)[0];
  }

  /** Reads images into two tensors: all but the last {@code tail} images, and the last ones. */
  static Tensor[] images(Path file, float divisor, int tail) {
    float[] values = new float[256];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / divisor;
    }
    try (InputStream in = open(file)) {
      Shape shape = header(file, in, 3, "images");
      int first = headRows(file, shape, tail);
      float[] head = new float[shape.with(0, first).size()];
      float[] rest = new float[shape.size() - head.length];
      byte[] buffer = new byte[BUFFER];
      for (int at = 0; at < shape.size(); ) {
        int n = next(file, in, buffer, at, shape);
        for (int i = 0; i < n; i++, at++) {
          float v = values[buffer[i] & 0xff];
          if (at < head.length) {
            head[at] = v;
          } else {
            rest[at - head.length] = v;
          }
        }
      }
      expectEnd(file, in, shape);
      return new Tensor[] {
        Tensor.of(shape.with(0, first), head), Tensor.of(shape.with(0, tail), rest)
      };
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads labels, shape {@code (n,)}, int32.
   *
   * @throws DataException if the file cannot be read, is not an idx file of labels, or is shorter
   *     or longer than its header says
   */
  public static Tensor labels(Path file) {
    try (InputStream in = open(file)) {
      Shape shape = header(file, in, 1, "labels");
      int[] labels = new int[shape.size()];
      byte[] buffer = new byte[BUFFER];
      for (int at = 0; at < labels.length; ) {
        int n = next(file, in, buffer, at, shape);
        for (int i = 0; i < n; i++) {
          labels[at++] = buffer[i] & 0xff;
        }
      }
      expectEnd(file, in, shape);
      return Tensor.ofInts(shape, labels);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? Gunzip.data(in) : in;
  }

  private static Shape header(Path file, InputStream in, int axes, String what) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4 || magic[0] != 0 || magic[1] != 0) {
      throw new DataException(
          file
              + ": not an idx file; expected the first bytes 00 00 08 0"
              + axes
              + ", got "
              + hex(magic));
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw new DataException(
          file + ": expected unsigned bytes (type 08) as elements, got " + hex(magic));
    }
    if (magic[3] != axes) {
      throw new DataException(
          "%s: expected %s, an idx file with %d ax%s, got one with %d; hint: are %s?"
              .formatted(
                  file,
                  what,
                  axes,
                  axes == 1 ? "is" : "es",
                  magic[3],
                  "images and labels swapped"));
    }
    int[] dims = new int[axes];
    long size = 1;
    for (int i = 0; i < axes; i++) {
      byte[] b = in.readNBytes(4);
      if (b.length < 4) {
        throw new DataException(
            "%s: truncated; expected a header of %d bytes, got %d"
                .formatted(file, 4 + 4 * axes, 4 + 4 * i + b.length));
      }
      dims[i] = (b[0] & 0xff) << 24 | (b[1] & 0xff) << 16 | (b[2] & 0xff) << 8 | b[3] & 0xff;
      // Saturates, so that absurd extents cannot overflow to a plausible size.
      size = dims[i] < 0 ? Long.MAX_VALUE : Math.min(size, Integer.MAX_VALUE) * dims[i];
      if (size > Integer.MAX_VALUE - 8) {
        throw new DataException(
            file + ": the header has the extents " + Arrays.toString(dims) + ", too many elements");
      }
    }
    // No gzip file contains more, so a damaged header cannot cause a huge allocation.
    if (size > MOST_PACKED * Files.size(file)) {
      throw new DataException(
          "%s: truncated; the header has the extents %s, the file has %d bytes"
              .formatted(file, Arrays.toString(dims), Files.size(file)));
    }
    Limits.inForce().checkMemory(Float.BYTES * size, file.toString());
    return Shape.of(dims);
  }

  private static int headRows(Path file, Shape shape, int tail) {
    if (tail < 0 || tail > shape.dim(0)) {
      throw new DataException(
          file + ": cannot set " + tail + " of " + shape.dim(0) + " images aside for validation");
    }
    return shape.dim(0) - tail;
  }

  private static int next(Path file, InputStream in, byte[] buffer, int at, Shape shape)
      throws IOException {
    int want = Math.min(buffer.length, shape.size() - at);
    int got;
    try {
      got = in.readNBytes(buffer, 0, want);
    } catch (EOFException e) {
      throw new DataException(
          "%s: the gzip file is truncated; expected %d elements for shape %s"
              .formatted(file, shape.size(), shape),
          e);
    }
    if (got < want) {
      int header = 4 + 4 * shape.rank();
      throw new DataException(
          "%s: truncated; shape %s needs %d bytes, got %d"
              .formatted(file, shape, (long) header + shape.size(), (long) header + at + got));
    }
    return got;
  }

  private static void expectEnd(Path file, InputStream in, Shape shape) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long more = 0;
    for (int n = in.read(buffer); n > 0 && more < COUNTED; n = in.read(buffer)) {
      more += n;
    }
    if (more > 0) {
      long expected = 4 + 4L * shape.rank() + shape.size();
      throw new DataException(
          "%s: too long; shape %s needs %d bytes, got %s%d"
              .formatted(
                  file, shape, expected, more < COUNTED ? "" : "more than ", expected + more));
    }
  }

  private static String hex(byte[] bytes) {
    StringBuilder s = new StringBuilder();
    for (byte b : bytes) {
      s.append(s.isEmpty() ? "" : " ").append("%02x".formatted(b & 0xff));
    }
    return s.isEmpty() ? "an empty file" : s.toString();
  }

  private static DataException unreadable(Path file, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "no such file";
          case EOFException _ -> "the gzip file is truncated";
          case ZipException z -> "the gzip file is damaged (" + z.getMessage() + ")";
          default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    return new DataException("cannot read " + file + ": " + reason, e);
  }
}
