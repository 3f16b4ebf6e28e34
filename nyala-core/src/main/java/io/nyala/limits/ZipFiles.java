// SPDX-License-Identifier: Apache-2.0
package io.nyala.limits;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Opens zip archives of any size and checks that their directory is valid. */
public final class ZipFiles {
  private ZipFiles() {}

  /**
   * Opens an archive.
   *
   * @throws NoSuchFileException if the file does not exist
   * @throws ZipException if it is damaged or has duplicate or overlapping entries
   */
  public static ZipFile open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    ZipFile zip = new ZipFile(file.toFile());
    try {
      check(zip, Files.size(file));
      return zip;
    } catch (IOException e) {
      zip.close();
      throw e;
    }
  }

  private static void check(ZipFile zip, long size) throws ZipException {
    Set<String> names = new HashSet<>();
    long packed = 0;
    for (ZipEntry entry : entries(zip)) {
      packed += entry.getCompressedSize();
      if (!names.add(entry.getName())) {
        throw new ZipException("entry \"" + entry.getName() + "\" occurs twice");
      }
      if (packed > size) {
        throw new ZipException("the entries have more bytes than the file, so they overlap");
      }
    }
  }

  /** Returns the entries in the order of the directory. */
  public static List<ZipEntry> entries(ZipFile zip) {
    return List.copyOf(Collections.list(zip.entries()));
  }

  /** Returns the sum of the sizes that the entries declare. */
  public static long size(ZipFile zip) {
    return entries(zip).stream().mapToLong(ZipEntry::getSize).sum();
  }

  /**
   * Reads the content of an entry.
   *
   * @throws ZipException if it is damaged or does not have the size that it declares
   */
  public static byte[] content(ZipFile zip, ZipEntry entry) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
      byte[] bytes = in.readNBytes((int) Math.min(entry.getSize(), Integer.MAX_VALUE - 8));
      if (bytes.length != entry.getSize() || in.read() >= 0) {
        throw new ZipException(
            "entry \"%s\" does not have the %d bytes that it declares"
                .formatted(entry.getName(), entry.getSize()));
      }
      if (crc.getValue() != entry.getCrc()) {
        throw new ZipException("entry \"" + entry.getName() + "\" is damaged: wrong checksum");
      }
      return bytes;
    }
  }
}
