// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Iterates over a tar archive, in which all wanted entries must be files or folders. */
final class TarFile implements AutoCloseable {
  /**
   * The maximum size of the headers before an entry (long names, attributes), far more than any
   * has.
   */
  private static final int LONGEST_HEADER = 1 << 20;

  private final Meter meter;
  private final TarArchiveInputStream tar;
  private TarArchiveEntry entry;

  TarFile(InputStream in) {
    meter = new Meter(in);
    tar = new TarArchiveInputStream(meter);
  }

  /** Goes to the next entry; false at the end. */
  boolean next() throws IOException {
    if (entry != null) {
      tar.transferTo(OutputStream.nullOutputStream());
    }
    meter.left = LONGEST_HEADER;
    entry = tar.getNextEntry();
    meter.left = Long.MAX_VALUE;
    if (entry != null && entry.isSparse()) {
      throw refused("is a sparse file, which can unpack to any size");
    }
    return entry != null;
  }

  String name() {
    return entry.getName();
  }

  boolean isFolder() {
    return entry.isDirectory();
  }

  long size() {
    return entry.getSize();
  }

  /**
   * Reads the current entry.
   *
   * @throws IOException if it is a link, a device or the like
   */
  byte[] content() throws IOException {
    if (entry.isSymbolicLink() || entry.isLink()) {
      throw refused("is a link to \"" + entry.getLinkName() + "\"; links are not followed");
    }
    if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      throw refused("is a device or a pipe, not a file");
    }
    return tar.readNBytes((int) Math.min(entry.getSize(), Integer.MAX_VALUE - 8));
  }

  private IOException refused(String why) {
    return new IOException("\"" + entry.getName() + "\" " + why);
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  /** Limits the bytes read for an entry's header, which is held in memory as a whole. */
  private static final class Meter extends FilterInputStream {
    private long left = Long.MAX_VALUE;

    Meter(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
      int n = super.read(into, from, count);
      left -= Math.max(n, 0);
      if (left < 0) {
        throw new IOException("an entry has a header of more than 1 MB");
      }
      return n;
    }

    @Override
    public long skip(long count) throws IOException {
      long n = super.skip(count);
      left -= n;
      return n;
    }
  }
}
