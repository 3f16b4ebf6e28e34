// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive to read from. Entries that are stored as they are can be mapped rather than loaded,
 * which {@link java.util.zip.ZipFile} does not offer; that is what large models need.
 */
public final class Zip implements AutoCloseable {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** Nothing that compresses better than this is what it says. */
  private static final long MOST_COMPRESSED = 1100;

  private record Entry(int method, long crc, long packed, long size, long header) {}

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Zip(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    this.file = file.order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Opens an archive of at most 2 GB.
   *
   * @throws FormatException if it is not a sound archive
   */
  public static Zip open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new FormatException(path + ": archives of more than 2 GB are not supported");
      }
      Zip zip = new Zip(path, channel);
      zip.readDirectory();
      return zip;
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      channel.close();
      throw new FormatException(path + ": not a complete archive; truncated?", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void readDirectory() throws FormatException {
    int end = file.limit() - 22;
    while (end >= 0 && file.getInt(end) != 0x06054b50) {
      end--;
    }
    if (end < 0) {
      throw new FormatException(path + ": not a complete archive; truncated?");
    }
    int count = Short.toUnsignedInt(file.getShort(end + 10));
    int at = file.getInt(end + 16);
    for (int i = 0; i < count; i++) {
      if (file.getInt(at) != 0x02014b50) {
        throw new FormatException(path + ": the archive's directory is damaged");
      }
      int nameLength = Short.toUnsignedInt(file.getShort(at + 28));
      byte[] name = new byte[nameLength];
      file.get(at + 46, name);
      Entry entry =
          new Entry(
              file.getShort(at + 10),
              Integer.toUnsignedLong(file.getInt(at + 16)),
              Integer.toUnsignedLong(file.getInt(at + 20)),
              Integer.toUnsignedLong(file.getInt(at + 24)),
              Integer.toUnsignedLong(file.getInt(at + 42)));
      add(new String(name, StandardCharsets.UTF_8), entry);
      at +=
          46
              + nameLength
              + Short.toUnsignedInt(file.getShort(at + 30))
              + Short.toUnsignedInt(file.getShort(at + 32));
    }
  }

  private void add(String name, Entry entry) throws FormatException {
    if (name.startsWith("/")
        || name.contains("\\")
        || name.contains(":")
        || List.of(name.split("/", -1)).contains("..")) {
      throw new FormatException(path + ": entry \"" + name + "\" points out of the archive");
    }
    if (entries.put(name, entry) != null) {
      throw new FormatException(path + ": entry \"" + name + "\" is there twice");
    }
  }

  /** Returns an entry that is a text in UTF-8; errors as those of {@link #content}. */
  public String text(String name) throws IOException {
    return StandardCharsets.UTF_8.decode(content(name).bytes()).toString();
  }

  /** Returns the names of the entries in order. */
  public Set<String> names() {
    return entries.keySet();
  }

  /**
   * Returns the content of an entry, in the file where it is stored as it is; to be used before
   * this is closed.
   *
   * @throws FormatException if there is no such entry, or it is damaged or declares more than it
   *     holds
   */
  public FilePart content(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new FormatException(
          "%s: has no entry \"%s\"; it has %s".formatted(path, name, entries.keySet()));
    }
    FilePart content;
    try {
      content = unpack(name, entry);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw new FormatException(path + ": entry \"" + name + "\" is cut off", e);
    }
    if (content.crc() != entry.crc()) {
      throw new FormatException(
          path + ": entry \"" + name + "\" is damaged, its checksum does not fit");
    }
    return content;
  }

  private FilePart unpack(String name, Entry entry) throws IOException {
    int header = Math.toIntExact(entry.header());
    if (file.getInt(header) != 0x04034b50) {
      throw new FormatException(path + ": entry \"" + name + "\" is not where it should be");
    }
    int from =
        header
            + 30
            + Short.toUnsignedInt(file.getShort(header + 26))
            + Short.toUnsignedInt(file.getShort(header + 28));
    ByteBuffer packed = file.slice(from, (int) Math.min(entry.packed(), Integer.MAX_VALUE));
    if (entry.method() == STORED) {
      return new FilePart(channel, from, packed);
    }
    if (entry.method() != DEFLATED) {
      throw new FormatException(
          "%s: entry \"%s\" is packed by method %d; only stored and deflated are supported"
              .formatted(path, name, entry.method()));
    }
    if (entry.size() > Integer.MAX_VALUE - 8
        || entry.size() > MOST_COMPRESSED * entry.packed() + 64) {
      throw new FormatException(
          "%s: entry \"%s\" declares %d bytes and holds %d packed ones"
              .formatted(path, name, entry.size(), entry.packed()));
    }
    return FilePart.of(ByteBuffer.wrap(inflate(name, packed, (int) entry.size())));
  }

  private byte[] inflate(String name, ByteBuffer packed, int size) throws FormatException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(size, 1 << 20));
    byte[] part = new byte[1 << 16];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      while (!inflater.finished()) {
        int n = inflater.inflate(part);
        if (n == 0 && !inflater.finished() || out.size() + n > size) {
          throw new FormatException(
              "%s: entry \"%s\" is damaged: it does not have the %d bytes that it declares"
                  .formatted(path, name, size));
        }
        out.write(part, 0, n);
      }
    } catch (DataFormatException e) {
      throw new FormatException(path + ": entry \"" + name + "\" cannot be unpacked", e);
    } finally {
      inflater.end();
    }
    return out.toByteArray();
  }
}
