// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import io.nyala.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Named arrays in NumPy's {@code .npz} format: a zip archive of {@code .npy} files. */
public final class Npz {
  private static final String SUFFIX = ".npy";
  private static final int MOST = Integer.MAX_VALUE - 8; // elements of an array

  /** 1980-01-01, the first day that a zip can say: equal arrays make equal files. */
  private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Reads all arrays of an archive, stored or deflated, in the order of its directory.
   *
   * @return the arrays by name, without {@code .npy}; cannot be modified
   * @throws NpyException if the file is truncated or is not such an archive
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().endsWith(SUFFIX)) {
          arrays.put(nameOf(entry), readEntry(zip, entry, file));
        }
      }
    } catch (ZipException e) {
      throw new NpyException(
          file + ": not a complete .npz archive (" + e.getMessage() + "); truncated?", e);
    }
    return Collections.unmodifiableMap(arrays);
  }

  private static String nameOf(ZipEntry entry) {
    return entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
  }

  private static Tensor readEntry(ZipFile zip, ZipEntry entry, Path file) throws IOException {
    String what = file + ", array \"" + nameOf(entry) + "\"";
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = readAll(in, entry, Files.size(file));
    } catch (EOFException e) {
      throw new NpyException(what + ": the archive ends before it; truncated?", e);
    } catch (IOException e) {
      throw new NpyException(what + ": cannot be unpacked (" + e.getMessage() + ")", e);
    }
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if (entry.getCrc() != -1 && entry.getCrc() != crc.getValue()) {
      throw new NpyException(what + ": damaged, its checksum does not fit");
    }
    return Npy.decode(bytes, what);
  }

  /** Reads what is stored as it is into an array of its size; what is packed may say anything. */
  private static byte[] readAll(InputStream in, ZipEntry entry, long fileSize) throws IOException {
    boolean stored = entry.getMethod() == ZipEntry.STORED;
    if (!stored || entry.getSize() < 0 || entry.getSize() > Math.min(fileSize, MOST)) {
      return in.readAllBytes();
    }
    byte[] bytes = new byte[(int) entry.getSize()];
    int read = in.readNBytes(bytes, 0, bytes.length);
    return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
  }

  /**
   * Writes arrays into an archive, not compressed, in the order of the map. Equal arrays give equal
   * bytes. An existing file is replaced once the new one is complete.
   */
  public static void write(Path file, Map<String, Tensor> arrays) throws IOException {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      writeTo(part, arrays);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void writeTo(Path file, Map<String, Tensor> arrays) throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
        byte[] bytes = Npy.encode(array.getValue());
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_DATE);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
      }
    }
  }
}
