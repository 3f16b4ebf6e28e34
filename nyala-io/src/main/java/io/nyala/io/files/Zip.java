// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import io.nyala.limits.Limits;
import io.nyala.settings.Names;
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
 * Reads zip archives. Uncompressed entries can be mapped instead of loaded, which {@link
 * java.util.zip.ZipFile} does not support and large models need.
 */
public final class Zip implements AutoCloseable {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** The maximum plausible compression ratio. */
  private static final long MOST_COMPRESSED = 1100;

  /** Length of the end of the directory without its comment, and of the longest comment. */
  private static final int END = 22;

  /** Length of the end of the directory in zip64 format with its locator, without extensions. */
  private static final int END_64 = 56 + 20;

  private static final int LONGEST_COMMENT = 0xffff;

  /** Bytes of memory per byte of text during decoding. */
  private static final int MEMORY_OF_TEXT = 4;

  private record Entry(int method, int flags, long crc, long packed, long size, long header) {
    boolean isEncrypted() {
      return (flags & 1) != 0;
    }
  }

  private final Path path;
  private final FileChannel channel;
  private final boolean anyNames;
  private final ByteBuffer file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Zip(Path path, FileChannel channel, boolean anyNames) throws IOException {
    this.path = path;
    this.anyNames = anyNames;
    this.channel = channel;
    ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    this.file = file.order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Opens an archive of at most 2 GB.
   *
   * @throws FormatException if it is not a valid archive
   */
  public static Zip open(Path path) throws IOException {
    return open(path, false);
  }

  /** Opens an archive whose arrays may have any names, since they are not taken for paths. */
  public static Zip openAnyNames(Path path) throws IOException {
    return open(path, true);
  }

  /**
   * Returns whether an archive has an entry. Arrays in it may have any names, since they are not
   * paths.
   *
   * @throws FormatException if it is not a valid archive
   */
  public static boolean has(Path path, String entry) throws IOException {
    try (Zip zip = open(path, true)) {
      return zip.names().contains(entry);
    }
  }

  private static Zip open(Path path, boolean anyNames) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new FormatException(path + ": archives of more than 2 GB are not supported");
      }
      Zip zip = new Zip(path, channel, anyNames);
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
    int end = file.limit() - END;
    int first = Math.max(0, end - LONGEST_COMMENT);
    while (end >= first && !isEnd(end)) {
      end--;
    }
    if (end < first) {
      throw new FormatException(path + ": not a complete archive; truncated?");
    }
    int count = Short.toUnsignedInt(file.getShort(end + 10));
    if (file.getInt(end + 4) != 0 || count != Short.toUnsignedInt(file.getShort(end + 8))) {
      throw new FormatException(path + ": part of a multi-volume archive");
    }
    if (count == 0xffff || file.getInt(end + 16) == -1) {
      throw new FormatException(path + ": archives in zip64 format are not supported");
    }
    int at = file.getInt(end + 16);
    long packed = 0;
    for (int i = 0; i < count; i++) {
      if (file.getInt(at) != 0x02014b50) {
        throw new FormatException(path + ": the archive's directory is damaged");
      }
      int nameLength = Short.toUnsignedInt(file.getShort(at + 28));
      Entry entry =
          new Entry(
              file.getShort(at + 10),
              file.getShort(at + 8),
              Integer.toUnsignedLong(file.getInt(at + 16)),
              Integer.toUnsignedLong(file.getInt(at + 20)),
              Integer.toUnsignedLong(file.getInt(at + 24)),
              Integer.toUnsignedLong(file.getInt(at + 42)));
      packed += entry.packed();
      add(name(at + 46, nameLength), entry);
      at +=
          46
              + nameLength
              + Short.toUnsignedInt(file.getShort(at + 30))
              + Short.toUnsignedInt(file.getShort(at + 32));
    }
    if (at != end && !(at + END_64 == end && isEnd64(at))) {
      throw new FormatException(
          "%s: the archive's directory has %d entries and does not end after them"
              .formatted(path, count));
    }
    if (packed > file.limit()) {
      throw new FormatException(
          "%s: its entries have %d bytes in a file of %d bytes, so they overlap"
              .formatted(path, packed, file.limit()));
    }
  }

  /**
   * Returns whether the end record of the directory is here, with a comment that fills the rest of
   * the file.
   */
  private boolean isEnd(int at) {
    return file.getInt(at) == 0x06054b50
        && at + END + Short.toUnsignedInt(file.getShort(at + 20)) == file.limit();
  }

  /** Returns whether an end in zip64 format is here, which some write even if it is not needed. */
  private boolean isEnd64(int at) {
    return file.getInt(at) == 0x06064b50 && file.getInt(at + END_64 - 20) == 0x07064b50;
  }

  private String name(int at, int length) {
    byte[] name = new byte[length];
    file.get(at, name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private void add(String name, Entry entry) throws FormatException {
    boolean outside =
        name.startsWith("/")
            || name.contains("\\")
            || name.contains(":")
            || List.of(name.split("/", -1)).contains("..");
    if (outside && !(anyNames && name.endsWith(".npy"))) {
      throw new FormatException(path + ": entry \"" + name + "\" points outside the archive");
    }
    if (entries.put(name, entry) != null) {
      throw new FormatException(path + ": entry \"" + name + "\" occurs twice");
    }
  }

  /**
   * Returns an entry as a UTF-8 string; fails like {@link #content}.
   *
   * @throws io.nyala.limits.LimitException if it does not fit into memory
   */
  public String text(String name) throws IOException {
    return Utf8.decode(content(name, MEMORY_OF_TEXT).bytes(), path + ", " + name);
  }

  /** Returns the names of the entries in order. */
  public Set<String> names() {
    return entries.keySet();
  }

  /**
   * Returns the content of an entry, mapped from the file if uncompressed; valid until this archive
   * is closed.
   *
   * @throws FormatException if there is no such entry, or it is damaged or has a wrong size
   * @throws io.nyala.limits.LimitException if it is compressed and does not fit into memory
   */
  public FilePart content(String name) throws IOException {
    return content(name, 1);
  }

  private FilePart content(String name, int memory) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new FormatException(
          "%s: has no entry \"%s\"; it has %s"
              .formatted(path, name, Names.list(name, entries.keySet())));
    }
    FilePart content;
    try {
      content = unpack(name, entry, memory);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw new FormatException(path + ": entry \"" + name + "\" is truncated", e);
    }
    if (content.crc() != entry.crc()) {
      throw new FormatException(path + ": entry \"" + name + "\" is damaged: wrong checksum");
    }
    return content;
  }

  private FilePart unpack(String name, Entry entry, int memory) throws IOException {
    int header = Math.toIntExact(entry.header());
    if (file.getInt(header) != 0x04034b50) {
      throw new FormatException(path + ": entry \"" + name + "\" is not at the expected position");
    }
    int nameLength = Short.toUnsignedInt(file.getShort(header + 26));
    if (!name(header + 30, nameLength).equals(name)
        || file.getShort(header + 8) != entry.method()) {
      throw new FormatException(
          "%s: entry \"%s\" has a different name or method before its content than in the directory"
              .formatted(path, name));
    }
    if (entry.isEncrypted()) {
      throw new FormatException(path + ": entry \"" + name + "\" is encrypted");
    }
    int from = header + 30 + nameLength + Short.toUnsignedInt(file.getShort(header + 28));
    ByteBuffer packed = file.slice(from, (int) Math.min(entry.packed(), Integer.MAX_VALUE));
    if (entry.method() == STORED) {
      if (entry.size() != entry.packed()) {
        throw new FormatException(
            "%s: entry \"%s\" declares %d bytes but contains %d"
                .formatted(path, name, entry.size(), entry.packed()));
      }
      if (memory > 1) {
        checkMemory(name, entry, memory);
      }
      return new FilePart(channel, from, packed);
    }
    if (entry.method() != DEFLATED) {
      throw new FormatException(
          "%s: entry \"%s\" is compressed with method %d; only stored and deflated are supported"
              .formatted(path, name, entry.method()));
    }
    if (entry.size() > Integer.MAX_VALUE - 8
        || entry.size() > MOST_COMPRESSED * entry.packed() + 64) {
      throw new FormatException(
          "%s: entry \"%s\" declares %d bytes but contains %d compressed ones"
              .formatted(path, name, entry.size(), entry.packed()));
    }
    checkMemory(name, entry, memory);
    return FilePart.of(ByteBuffer.wrap(inflate(name, packed, (int) entry.size())));
  }

  private void checkMemory(String name, Entry entry, int memory) throws IOException {
    Limits.inForce().checkMemory(memory * entry.size(), path + ", entry \"" + name + "\"");
  }

  private byte[] inflate(String name, ByteBuffer packed, int size) throws FormatException {
    byte[] content = new byte[size];
    byte[] more = new byte[1];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      int at = 0;
      for (int n = 1; n > 0 && at < size; at += n) {
        n = inflater.inflate(content, at, size - at);
      }
      if (at < size || inflater.inflate(more) > 0 || !inflater.finished()) {
        throw new FormatException(
            "%s: entry \"%s\" is damaged: it does not have the %d bytes that it declares"
                .formatted(path, name, size));
      }
    } catch (DataFormatException e) {
      throw new FormatException(path + ": entry \"" + name + "\" cannot be decompressed", e);
    } finally {
      inflater.end();
    }
    return content;
  }
}
