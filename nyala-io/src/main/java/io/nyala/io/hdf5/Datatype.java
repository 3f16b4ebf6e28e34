// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The type of the elements of an array or attribute (IV.A.2.d), as needed for weights and their
 * names.
 *
 * @param kind the kind of elements
 * @param size the bytes of an element
 * @param order the byte order of numbers
 * @param signed whether integers are signed
 * @param padding how strings are padded: 2 with spaces
 */
record Datatype(Kind kind, int size, ByteOrder order, boolean signed, int padding) {
  /** Kinds of elements. */
  enum Kind {
    INTEGER,
    FLOAT,
    BFLOAT,
    TEXT,
    LONG_TEXT,
    OTHER
  }

  private static final int LAST_CLASS = 10;

  static Datatype read(Cursor in) throws FormatException {
    int first = in.u8();
    int type = first & 0xf;
    int bits = in.u16() | in.u8() << 16;
    long size = in.u32();
    if (size == 0 || size > Integer.MAX_VALUE) {
      throw in.bytes().damaged("elements of " + size + " bytes");
    }
    if (type == 8) {
      // An enumeration, such as 0 and 1 for booleans; the numbers are stored.
      Datatype numbers = read(in);
      boolean whole = numbers.kind == Kind.INTEGER && numbers.size == size;
      return whole ? numbers : new Datatype(Kind.OTHER, (int) size, Bytes.ORDER, false, 0);
    }
    ByteOrder order = (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    Kind kind =
        switch (type) {
          case 0 -> isPlain(in, size) ? Kind.INTEGER : Kind.OTHER;
          case 1 -> (bits & 0x40) == 0 && isPlain(in, size) ? floats(in, size) : Kind.OTHER;
          case 3 -> Kind.TEXT;
          case 9 -> (bits & 0xf) == 1 ? Kind.LONG_TEXT : Kind.OTHER;
          default -> {
            if (type > LAST_CLASS) {
              throw in.bytes().damaged("elements of class " + type);
            }
            yield Kind.OTHER;
          }
        };
    return new Datatype(kind, (int) size, order, (bits & 8) != 0, bits & 0xf);
  }

  /** Returns whether a number uses all bits of its bytes. */
  private static boolean isPlain(Cursor in, long size) throws FormatException {
    int offset = in.u16();
    int precision = in.u16();
    return offset == 0 && precision == 8 * size && size <= 8 && Long.bitCount(size) == 1;
  }

  private static Kind floats(Cursor in, long size) throws FormatException {
    int exponentAt = in.u8();
    int exponent = in.u8();
    int mantissaAt = in.u8();
    int mantissa = in.u8();
    long bias = in.u32();
    boolean whole =
        mantissaAt == 0
            && exponentAt == mantissa
            && mantissa + exponent + 1 == 8 * size
            && bias == (1L << exponent - 1) - 1;
    int usual = size == 2 ? 5 : size == 4 ? 8 : 11;
    if (whole && size >= 2 && exponent == usual) {
      return Kind.FLOAT;
    }
    return whole && size == 2 && exponent == 8 ? Kind.BFLOAT : Kind.OTHER;
  }

  boolean isNumber() {
    return kind == Kind.INTEGER || kind == Kind.FLOAT || kind == Kind.BFLOAT;
  }

  /** Returns whether the elements are 32-bit floats. */
  boolean isFloat32() {
    return kind == Kind.FLOAT && size == Float.BYTES;
  }

  /** Returns whether the elements are signed 32-bit integers. */
  boolean isInt32() {
    return kind == Kind.INTEGER && size == Integer.BYTES && signed;
  }

  /** Reads numbers as float32; they must exist and be numbers. */
  void floats(MemorySegment from, long at, float[] into, int offset, int count) {
    if (isFloat32()) {
      ValueLayout.OfFloat layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
      MemorySegment.copy(from, layout, at, into, offset, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      into[offset + i] = (float) number(from, at + (long) i * size);
    }
  }

  /** Reads a number. */
  double number(MemorySegment from, long at) {
    long bits =
        switch (size) {
          case 1 -> from.get(ValueLayout.JAVA_BYTE, at);
          case 2 -> from.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), at);
          case 4 -> from.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), at);
          default -> from.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), at);
        };
    if (kind == Kind.BFLOAT) {
      return Float.intBitsToFloat((int) bits << 16);
    } else if (kind == Kind.FLOAT) {
      return size == 2
          ? Float.float16ToFloat((short) bits)
          : size == 4 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }
    if (signed) {
      return bits;
    }
    return size < 8
        ? bits & (1L << 8 * size) - 1
        : bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
  }
}
