// SPDX-License-Identifier: Apache-2.0
package io.nyala.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip archives field by field, so that they can contain wrong values. */
public final class ZipForge {
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int entries;
  private int flags;
  private String inFront;
  private Integer size;
  private Integer from;

  /** Begins an archive without entries. */
  public ZipForge() {}

  /** Sets the flags of the next entry. */
  public ZipForge flags(int bits) {
    flags = bits;
    return this;
  }

  /** Sets the name of the next entry in its local header only. */
  public ZipForge named(String other) {
    inFront = other;
    return this;
  }

  /** Sets the size that the next entry declares. */
  public ZipForge declaring(int bytes) {
    size = bytes;
    return this;
  }

  /** Makes the next entry begin at the offset of an earlier one. */
  public ZipForge at(int offset) {
    from = offset;
    return this;
  }

  /** Adds an uncompressed entry. */
  public ZipForge stored(String name, byte... bytes) {
    return add(name, 0, bytes, bytes);
  }

  /** Adds a compressed entry. */
  public ZipForge deflated(String name, byte... bytes) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(bytes);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] part = new byte[1 << 12];
    while (!deflater.finished()) {
      packed.write(part, 0, deflater.deflate(part));
    }
    deflater.end();
    return add(name, 8, bytes, packed.toByteArray());
  }

  /** Adds an entry. */
  public ZipForge add(String name, int method, byte[] bytes, byte[] packed) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    int declared = size == null ? bytes.length : size;
    int offset = from == null ? content.size() : from;
    ByteBuffer common = buffer(22);
    common.putShort((short) flags).putShort((short) method).putInt(0x21 << 16);
    common.putInt((int) crc.getValue()).putInt(packed.length).putInt(declared);
    if (from == null) {
      byte[] local = utf8(inFront == null ? name : inFront);
      content.writeBytes(buffer(6).putInt(0x04034b50).putShort((short) 20).array());
      content.write(common.array(), 0, 20);
      content.writeBytes(buffer(4).putShort((short) local.length).array());
      content.writeBytes(local);
      content.writeBytes(packed);
    }
    byte[] central = utf8(name);
    directory.writeBytes(buffer(8).putInt(0x02014b50).putInt(20 << 16 | 20).array());
    directory.write(common.array(), 0, 20);
    directory.writeBytes(buffer(14).putShort((short) central.length).array());
    directory.writeBytes(buffer(4).putInt(offset).array());
    directory.writeBytes(central);
    entries++;
    flags = 0;
    inFront = null;
    size = null;
    from = null;
    return this;
  }

  /** Returns the archive. */
  public byte[] bytes() {
    return bytes(entries);
  }

  /** Returns the archive with a directory that declares this number of entries. */
  public byte[] bytes(int declaredEntries) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(content.toByteArray());
    all.writeBytes(directory.toByteArray());
    ByteBuffer end = buffer(22).putInt(0x06054b50).putInt(0);
    end.putShort((short) declaredEntries).putShort((short) declaredEntries);
    end.putInt(directory.size()).putInt(content.size());
    all.writeBytes(end.array());
    return all.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
