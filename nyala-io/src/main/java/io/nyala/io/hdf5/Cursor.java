// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Reads a part of a file's structure, field by field, and never beyond its end. */
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

  /** Returns all of the part, whatever was read of it. */
  MemorySegment segment() {
    return part;
  }

  /** Returns the same part, to be read from its beginning. */
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

  /** Goes to the next multiple of eight bytes from the beginning of the part. */
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

  /** Reads an unsigned number of up to eight bytes; one of eight that is all ones becomes -1. */
  long unsigned(int size) throws FormatException {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (long) u8() << 8 * i;
    }
    return value;
  }

  /** Reads an address; -1 where there is none. */
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

  /** Returns a reader of the next bytes, and goes behind them. */
  Cursor part(long length) throws FormatException {
    long from = at;
    skip(length);
    return new Cursor(bytes, part.asSlice(from, length));
  }

  /** Checks four letters. */
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

  /** Reads a text in UTF-8 of so many bytes, or to the zero in it. */
  String text(long length) throws FormatException {
    byte[] text = part(length).part.toArray(ValueLayout.JAVA_BYTE);
    int n = 0;
    while (n < text.length && text[n] != 0) {
      n++;
    }
    return new String(text, 0, n, StandardCharsets.UTF_8);
  }

  /** Reads a text in UTF-8 and the zero behind it. */
  String textToZero() throws FormatException {
    long from = at;
    while (u8() != 0) {
      continue;
    }
    byte[] text = part.asSlice(from, at - from - 1).toArray(ValueLayout.JAVA_BYTE);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Reads a checksum and checks it against all that stands before it in this part. */
  void checksum() throws FormatException {
    int expected = Checksum.lookup3(part, at);
    if ((int) u32() != expected) {
      throw bytes.damaged("a checksum does not fit");
    }
  }
}
