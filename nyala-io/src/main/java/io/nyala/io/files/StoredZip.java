// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import io.nyala.files.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives with uncompressed entries, each with its checksum. */
public final class StoredZip {
  /**
   * 1980-01-01, the first date that a zip can represent, so that equal content gives equal files.
   */
  private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;

  /** Starts an archive on a stream, which stays open. */
  public StoredZip(OutputStream out) {
    zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
  }

  /** Adds a string in UTF-8. */
  public void text(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    entry(name, bytes.length, out -> out.write(bytes));
  }

  /**
   * Adds an entry of known size. The content is written twice, because its checksum precedes it,
   * and must be the same both times.
   */
  public void entry(String name, long size, AtomicFile.Content content) throws IOException {
    CRC32 crc = new CRC32();
    content.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) {
            crc.update(b);
          }

          @Override
          public void write(byte[] bytes, int from, int count) {
            crc.update(bytes, from, count);
          }
        });
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(size);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(NO_DATE);
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
  }

  /** Writes the directory. */
  public void finish() throws IOException {
    zip.finish();
  }
}
