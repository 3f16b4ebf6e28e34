// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import io.nyala.limits.LimitException;
import io.nyala.limits.Limits;
import io.nyala.limits.ZipFiles;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A {@code .npz} archive to read from, stored or deflated. All arrays are checked when it is opened
 * and read when they are asked for, through a small buffer, so that they need no memory but the one
 * that they are read into.
 */
public final class NpzFile implements AutoCloseable {
  static final String SUFFIX = ".npy";

  private record Array(ZipEntry entry, NpyHeader header, String what) {}

  private final ZipFile zip;
  private final byte[] piece = new byte[1 << 17];
  private final FloatBuffer floats =
      ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  private final Map<String, Array> arrays = new LinkedHashMap<>();

  private NpzFile(ZipFile zip) {
    this.zip = zip;
  }

  /**
   * Opens an archive.
   *
   * @throws NpyException if it is truncated or damaged, has an array twice, or has one that cannot
   *     be read here
   * @throws LimitException if it packs more than the memory holds, so well that it must be a trap
   */
  public static NpzFile open(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = ZipFiles.open(file);
    } catch (ZipException e) {
      throw new NpyException(
          file + ": not a valid .npz archive (" + e.getMessage() + "); truncated or damaged?", e);
    }
    NpzFile npz = new NpzFile(zip);
    try {
      npz.check(file);
      return npz;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private void check(Path file) throws IOException {
    Limits limits = Limits.inForce();
    long unpacked = ZipFiles.size(zip);
    if (unpacked > limits.memory()) {
      limits.checkRatio(Files.size(file), unpacked, file.toString());
    }
    for (ZipEntry entry : ZipFiles.entries(zip)) {
      if (entry.getName().endsWith(SUFFIX)) {
        String name = entry.getName();
        name = name.substring(0, name.length() - SUFFIX.length());
        arrays.put(name, checked(entry, file + ", array \"" + name + "\""));
      }
    }
  }

  private Array checked(ZipEntry entry, String what) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
      NpyHeader header = NpyHeader.read(in, what);
      if (header.bytes(what) > entry.getSize()) {
        throw new NpyException(
            "%s: truncated; %s of %s needs %d bytes of data, the entry has %d"
                .formatted(
                    what, header.shape(), header.descr(), header.bytes(what), entry.getSize()));
      }
      long most = header.bytes(what) + 1; // compressed data may claim anything
      long got = 0;
      for (int n = 1; n > 0; got += n) {
        n = in.readNBytes(piece, 0, (int) Math.min(piece.length, most - got));
      }
      header.checkBytes(got, what);
      if (entry.getCrc() != crc.getValue()) {
        throw new NpyException(what + ": damaged: wrong checksum");
      }
      return new Array(entry, header, what);
    } catch (IOException e) {
      throw described(e, what);
    }
  }

  private static IOException described(IOException e, String what) {
    return switch (e) {
      case NpyException n -> n;
      case LimitException l -> l;
      case EOFException n -> new NpyException(what + ": the archive ends before it; truncated?", e);
      default -> new NpyException(what + ": cannot be decompressed (" + e.getMessage() + ")", e);
    };
  }

  /** Returns the names of the arrays, without {@code .npy}, in the order of the directory. */
  public Set<String> names() {
    return Collections.unmodifiableSet(arrays.keySet());
  }

  /** Returns how many bytes of memory all arrays take together. */
  long memory() {
    return arrays.values().stream().mapToLong(a -> a.header().memory()).sum();
  }

  /** Returns the shape of an array. */
  public Shape shape(String name) {
    return arrays.get(name).header().shape();
  }

  /** Reads an array. */
  public Tensor read(String name) throws IOException {
    Array array = arrays.get(name);
    if (isOfFloats(array)) {
      Limits.inForce().checkMemory(array.header().memory(), array.what());
      float[] data = new float[array.header().shape().size()];
      readInto(name, data, 0);
      return Tensor.of(array.header().shape(), data);
    }
    long size = array.header().bytes(array.what());
    Limits.inForce().checkMemory(size + array.header().memory(), array.what());
    try (InputStream in = data(array)) {
      byte[] bytes = in.readNBytes((int) size);
      ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      return Npy.decodeData(array.header(), data, array.what());
    }
  }

  /**
   * Reads the elements of an array of any type as floats.
   *
   * @param offset where the first one goes
   */
  public void readInto(String name, float[] into, int offset) throws IOException {
    Array array = arrays.get(name);
    if (!isOfFloats(array)) {
      float[] data = read(name).toFloats();
      System.arraycopy(data, 0, into, offset, data.length);
      return;
    }
    int end = offset + array.header().shape().size();
    try (InputStream in = data(array)) {
      for (int at = offset; at < end; ) {
        int wanted = Math.min(piece.length / Float.BYTES, end - at);
        if (in.readNBytes(piece, 0, wanted * Float.BYTES) < wanted * Float.BYTES) {
          throw new EOFException();
        }
        floats.clear().get(into, at, wanted);
        at += wanted;
      }
    } catch (IOException e) {
      throw described(e, array.what());
    }
  }

  /** Returns whether an array has floats of 32 bits, which can all be read: they are checked. */
  public boolean isOfFloats(String name) {
    return isOfFloats(arrays.get(name));
  }

  private static boolean isOfFloats(Array array) {
    return array.header().descr().equals("<f4");
  }

  private InputStream data(Array array) throws IOException {
    InputStream in = zip.getInputStream(array.entry());
    NpyHeader.read(in, array.what());
    return in;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
