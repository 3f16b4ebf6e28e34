// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Reads a part of a file's structure field by field, but never beyond its end. */
final class Cursor {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(Bytes.ORDER);

  private final Bytes bytes;
  private final MemorySegment part;
  private long at;

  Cursor(Bytes bytes, MemorySegment part) {
    this.bytes = bytes;
    this.part = part;
  }

  Bytes bytes() {
    return bytes;
  }

  long left() {
    return part.byteSize() - at;
  }

  long position() {
    return at;
  }

  /** Returns the whole part, regardless of the read position. */
  MemorySegment segment() {
    return part;
  }

  /** Returns a new reader of the same part, at its start. */
  Cursor again() {
    return new Cursor(bytes, part);
  }

  Cursor skip(long count) throws FormatException {
    if (count < 0 || count > left()) {
      throw bytes.damaged("a part of it ends within a field");
    }
    at += count;
    return this;
  }

  /** Advances to the next multiple of eight bytes from the start of the part. */
  Cursor align() throws FormatException {
    return skip(-at & 7);
  }

  int u8() throws FormatException {
    skip(1);
    return part.get(ValueLayout.JAVA_BYTE, at - 1) & 0xff;
  }

  int u16() throws FormatException {
    return u8() | u8() << 8;
  }

  long u32() throws FormatException {
    skip(4);
    return Integer.toUnsignedLong(part.get(INT, at - 4));
  }

  /** Reads an unsigned number of up to eight bytes; eight bytes of all ones become -1. */
  long unsigned(int size) throws FormatException {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (long) u8() << 8 * i;
    }
    return value;
  }

  /** Reads an address; -1 if undefined. */
  long address() throws FormatException {
    int size = bytes.offsetSize();
    long value = unsigned(size);
    boolean none = size < 8 ? value == (1L << 8 * size) - 1 : value == -1;
    if (value < 0 && !none) {
      throw bytes.damaged("an address of " + Long.toUnsignedString(value));
    }
    return none ? -1 : value;
  }

  /** Reads a length or a number of elements. */
  long length() throws FormatException {
    return count(bytes.lengthSize());
  }

  /** Reads a number that cannot be negative. */
  long count(int size) throws FormatException {
    long value = unsigned(size);
    if (value < 0) {
      throw bytes.damaged("a length of " + Long.toUnsignedString(value));
    }
    return value;
  }

  /** Returns a reader of the next bytes and skips them. */
  Cursor part(long length) throws FormatException {
    long from = at;
    skip(length);
    return new Cursor(bytes, part.asSlice(from, length));
  }

  /** Checks a signature of four letters. */
  Cursor signature(String letters) throws FormatException {
    for (int i = 0; i < letters.length(); i++) {
      if (u8() != letters.charAt(i)) {
        throw bytes.damaged("where " + letters + " was expected there is something else");
      }
    }
    return this;
  }

  /** Checks a version. */
  Cursor version(int expected, String of) throws FormatException {
    int version = u8();
    if (version != expected) {
      throw bytes.damaged("version %d of %s".formatted(version, of));
    }
    return this;
  }

  /** Reads a UTF-8 string of the given number of bytes, or up to the first zero. */
  String text(long length) throws FormatException {
    byte[] text = part(length).part.toArray(ValueLayout.JAVA_BYTE);
    int n = 0;
    while (n < text.length && text[n] != 0) {
      n++;
    }
    return new String(text, 0, n, StandardCharsets.UTF_8);
  }

  /** Reads a zero-terminated UTF-8 string. */
  String textToZero() throws FormatException {
    long from = at;
    while (u8() != 0) {
      continue;
    }
    byte[] text = part.asSlice(from, at - from - 1).toArray(ValueLayout.JAVA_BYTE);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Reads a checksum and verifies it against all preceding bytes of this part. */
  void checksum() throws FormatException {
    int expected = Checksum.lookup3(part, at);
    if ((int) u32() != expected) {
      throw bytes.damaged("wrong checksum");
    }
  }
}
