// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads the records of a TFRecord file and verifies their checksums. If a record is incomplete,
 * {@link #next} returns null and may be called again when the file has grown. In between, the file
 * is closed and no bytes are kept, so thousands of files can be followed.
 */
final class RecordReader implements Closeable {
  /** Larger records are rejected: no event needs one, and a damaged length must not fill memory. */
  private static final int LARGEST = 1 << 28;

  private static final int CHUNK = 1 << 16;

  private final Path file;
  private FileChannel channel;
  private byte[] buffer = {};
  private int from;
  private int to;
  private long position;

  RecordReader(Path file) throws IOException {
    this.file = file;
    open();
  }

  private void open() throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ).position(position);
    long rest = channel.size() - position;
    buffer = new byte[Math.clamp(rest, RecordWriter.HEADER, CHUNK)];
    from = 0;
    to = 0;
  }

  /**
   * Returns the data of the next record, or null if there is none yet or it is incomplete.
   *
   * @throws EventFileException if a checksum is wrong
   */
  byte[] next() throws IOException {
    if (channel == null) {
      open();
    }
    if (!has(RecordWriter.HEADER)) {
      close();
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.getLong(from);
    if (bytes.getInt(from + Long.BYTES) != Checksum.masked(buffer, from, Long.BYTES)) {
      throw damaged("the length of a record");
    }
    if (length < 0 || length > LARGEST) {
      throw new EventFileException(
          "%s: the record at byte %d has %d bytes; the maximum is %d"
              .formatted(file, position, length, LARGEST));
    }
    int n = (int) length;
    if (!has(RecordWriter.HEADER + n + RecordWriter.FOOTER)) {
      close();
      return null;
    }

    bytes = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    int data = from + RecordWriter.HEADER;
    if (bytes.getInt(data + n) != Checksum.masked(buffer, data, n)) {
      throw damaged("a record");
    }
    byte[] record = Arrays.copyOfRange(buffer, data, data + n);
    from = data + n + RecordWriter.FOOTER;
    position += (long) RecordWriter.HEADER + n + RecordWriter.FOOTER;
    return record;
  }

  private EventFileException damaged(String what) {
    return new EventFileException(
        "%s: wrong checksum of %s at byte %d; the file is damaged or not an event file"
            .formatted(file, what, position));
  }

  /**
   * Reads until the buffer contains the given number of bytes. Returns false if the file has no
   * more.
   */
  private boolean has(int count) throws IOException {
    while (to - from < count) {
      if (from > 0) {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
      }
      if (to == buffer.length) {
        // Twice the actual size, never the size that a record merely claims.
        buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, LARGEST + 2L * CHUNK));
      }
      int n = channel.read(ByteBuffer.wrap(buffer, to, buffer.length - to));
      if (n <= 0) {
        return false;
      }
      to += n;
    }
    return true;
  }

  /** Returns the number of bytes of complete records read. */
  long position() {
    return position;
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    buffer = new byte[0];
    if (open != null) {
      open.close();
    }
  }
}
