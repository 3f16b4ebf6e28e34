// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends records to a new TFRecord file: length, checksum of the length, data, checksum of the
 * data. Each record goes to the operating system in one call, so a process that is killed loses
 * none that it wrote.
 */
final class RecordWriter implements Closeable {
  /** Bytes before and after the data of a record. */
  static final int HEADER = 12;

  static final int FOOTER = 4;

  private final FileChannel channel;

  RecordWriter(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  void write(byte[] data) throws IOException {
    byte[] record = new byte[HEADER + data.length + FOOTER];
    ByteBuffer bytes = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(data.length);
    bytes.putInt(Checksum.masked(record, 0, Long.BYTES));
    bytes.put(data);
    bytes.putInt(Checksum.masked(data, 0, data.length));
    bytes.flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Waits until everything is on the disk. */
  void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
