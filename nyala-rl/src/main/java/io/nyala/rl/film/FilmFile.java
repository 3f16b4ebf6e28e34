// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.film;

import io.nyala.files.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file whose beginning can be written again once its length is known. It has another name until
 * it is finished.
 */
final class FilmFile {
  private final Path file;
  private final Path part;
  private final FileChannel channel;

  FilmFile(Path file) throws IOException {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
  }

  OutputStream stream() {
    return Channels.newOutputStream(channel);
  }

  long length() throws IOException {
    return channel.size();
  }

  /** Appends. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Overwrites. */
  void write(ByteBuffer bytes, long at) throws IOException {
    long to = at;
    while (bytes.hasRemaining()) {
      to += channel.write(bytes, to);
    }
  }

  void finish() throws IOException {
    if (channel.isOpen()) {
      channel.force(true);
      channel.close();
      AtomicFile.move(part, file);
    }
  }
}
