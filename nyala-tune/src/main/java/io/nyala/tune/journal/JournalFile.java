// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.files.testing.KillPoint;
import io.nyala.io.files.JsonText;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An append-only file of JSON lines. If the process is killed at any byte, at most one incomplete
 * line remains at the end, which is removed when the file is next opened for writing.
 */
public final class JournalFile implements Closeable {
  private static final System.Logger LOG = System.getLogger(JournalFile.class.getPackageName());

  /** NaN and infinity without quotes, as Python writes and reads them. */
  private static final JSON WRITER =
      JSON.builder(JsonFactory.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build())
          .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
          .build();

  /** Results that a failure of power may take, for searches of very short trials. */
  private static final long OLD_NANOS = 1_000_000_000;

  private final FileChannel channel;
  private final Path file;
  private long forced = System.nanoTime();
  private boolean pending;

  private JournalFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The content of a file: its complete lines and the end of the last one. */
  private record Content(List<Map<String, Object>> lines, long end) {}

  /**
   * Returns the lines of a file, in order, without an incomplete or damaged last one.
   *
   * @throws IOException if it cannot be read, or a line other than the last one is damaged
   */
  public static List<Map<String, Object>> read(Path file) throws IOException {
    return content(file).lines();
  }

  private static Content content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<Map<String, Object>> lines = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      boolean last = end >= bytes.length - 1;
      String what = "%s, line %d".formatted(file, lines.size() + 1);
      if (end == bytes.length) {
        LOG.log(Level.INFO, "{0} is incomplete and ignored", what);
        break;
      }
      try {
        lines.add(
            JsonText.object(new String(bytes, from, end - from, StandardCharsets.UTF_8), what));
      } catch (IOException e) {
        if (!last) {
          throw new IOException(
              ("%s is damaged, but is not the last line (%s); restore the file from a backup, or "
                      + "start a new study")
                  .formatted(what, e.getMessage()),
              e);
        }
        LOG.log(Level.WARNING, "{0} is damaged and ignored: {1}", what, e.getMessage());
        break;
      }
      from = end + 1;
    }
    return new Content(lines, from);
  }

  /**
   * Opens a file for writing, creating it if necessary, and removes an incomplete or damaged last
   * line. The caller must ensure that no other process writes.
   *
   * @param lines receives the existing lines
   */
  public static JournalFile open(Path file, List<Map<String, Object>> lines) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    long end = 0;
    if (Files.exists(file)) {
      Content content = content(file);
      lines.addAll(content.lines());
      end = content.end();
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.truncate(end);
      channel.position(end);
      return new JournalFile(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Removes all lines. */
  public void clear() throws IOException {
    channel.truncate(0);
    force();
  }

  /**
   * Appends lines.
   *
   * @param force whether to return only when they are on disk
   */
  public void append(List<Map<String, Object>> lines, boolean force) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> line : lines) {
      text.append(WRITER.asString(line)).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    KillPoint.pass(file, "begun");
    write(bytes, 0, bytes.length / 2);
    KillPoint.pass(file, "half");
    write(bytes, bytes.length / 2, bytes.length);
    pending = true;
    if (force) {
      force();
    }
    KillPoint.pass(file, "done");
  }

  /** Returns whether the last time that everything was on the disk was a second ago. */
  public boolean isOld() {
    return System.nanoTime() - forced > OLD_NANOS;
  }

  private void force() throws IOException {
    channel.force(false);
    forced = System.nanoTime();
    pending = false;
  }

  private void write(byte[] bytes, int from, int to) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, to - from);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (pending) {
        force();
      }
    }
  }
}
