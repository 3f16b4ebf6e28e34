// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a message in the wire format of protocol buffers, field by field. Unknown fields are
 * skipped; fields that claim to be longer than the message are rejected.
 */
final class ProtoReader {
  private final byte[] data;
  private final int end;
  private int at;
  private int wireType;

  ProtoReader(byte[] data) {
    this(data, 0, data.length);
  }

  private ProtoReader(byte[] data, int from, int end) {
    this.data = data;
    this.at = from;
    this.end = end;
  }

  /** Advances to the next field and returns its number, or 0 at the end. */
  int next() throws IOException {
    if (at == end) {
      return 0;
    }
    long tag = raw();
    wireType = (int) (tag & 7);
    long field = tag >>> 3;
    if (field < 1 || field > 0x1FFFFFFF) {
      throw new IOException("damaged message: no field has number " + field);
    }
    return (int) field;
  }

  /** Skips the current field. */
  void skip() throws IOException {
    switch (wireType) {
      case 0 -> raw();
      case 1 -> advance(8);
      case 2 -> advance(length());
      case 5 -> advance(4);
      default -> throw new IOException("damaged message: wire type " + wireType);
    }
  }

  long varint() throws IOException {
    expect(0);
    return raw();
  }

  double doubles() throws IOException {
    expect(1);
    return Double.longBitsToDouble(fixed(8));
  }

  float floats() throws IOException {
    expect(5);
    return Float.intBitsToFloat((int) fixed(4));
  }

  byte[] bytes() throws IOException {
    expect(2);
    int n = length();
    int from = at;
    advance(n);
    return Arrays.copyOfRange(data, from, at);
  }

  String string() throws IOException {
    expect(2);
    int n = length();
    int from = at;
    advance(n);
    return new String(data, from, n, StandardCharsets.UTF_8);
  }

  /** Returns a reader of the message in the current field, without copying. */
  ProtoReader message() throws IOException {
    expect(2);
    int n = length();
    int from = at;
    advance(n);
    return new ProtoReader(data, from, at);
  }

  /**
   * Returns whether the current field is length-delimited, such as packed numbers, rather than one
   * number.
   */
  boolean isBlock() {
    return wireType == 2;
  }

  /** Returns whether the end of the message is reached. */
  boolean isAtEnd() {
    return at == end;
  }

  /** Returns the number of remaining bytes. */
  int left() {
    return end - at;
  }

  /** Reads a number without a field header, as in packed numbers. */
  long fixed(int count) throws IOException {
    int from = at;
    advance(count);
    long bits = 0;
    for (int i = count - 1; i >= 0; i--) {
      bits = bits << 8 | data[from + i] & 0xFF;
    }
    return bits;
  }

  private void expect(int type) throws IOException {
    if (wireType != type) {
      throw new IOException(
          "damaged message: expected wire type " + type + ", got wire type " + wireType);
    }
  }

  private int length() throws IOException {
    long n = raw();
    if (n < 0 || n > end - at) {
      throw new IOException(
          "damaged message: a field of " + n + " bytes where " + (end - at) + " are left");
    }
    return (int) n;
  }

  private void advance(int count) throws IOException {
    if (count > end - at) {
      throw new IOException("damaged message: it ends within a field");
    }
    at += count;
  }

  private long raw() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw new IOException("damaged message: it ends within a number");
      }
      byte b = data[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("damaged message: a number of more than ten bytes");
  }
}
