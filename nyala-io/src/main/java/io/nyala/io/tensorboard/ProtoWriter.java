// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a message in the wire format of protocol buffers. The few messages of event files need no
 * generated classes.
 */
final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private byte[] buffer = new byte[64];
  private int size;

  /** Writes an integer, an enumerated value or a boolean. */
  ProtoWriter varint(int field, long value) {
    tag(field, VARINT);
    raw(value);
    return this;
  }

  /** Writes a double. */
  ProtoWriter doubles(int field, double value) {
    tag(field, FIXED64);
    fixed(Double.doubleToRawLongBits(value), Long.BYTES);
    return this;
  }

  /** Writes a float. */
  ProtoWriter floats(int field, float value) {
    tag(field, FIXED32);
    fixed(Float.floatToRawIntBits(value), Float.BYTES);
    return this;
  }

  /** Writes bytes. */
  ProtoWriter bytes(int field, byte[] value) {
    return bytes(field, value, value.length);
  }

  /** Writes a string. */
  ProtoWriter string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a nested message. */
  ProtoWriter message(int field, ProtoWriter value) {
    return bytes(field, value.buffer, value.size);
  }

  private ProtoWriter bytes(int field, byte[] value, int count) {
    tag(field, BYTES);
    raw(count);
    reserve(count);
    System.arraycopy(value, 0, buffer, size, count);
    size += count;
    return this;
  }

  private void tag(int field, int wireType) {
    raw((long) field << 3 | wireType);
  }

  private void raw(long value) {
    reserve(10);
    long left = value;
    while ((left & ~0x7FL) != 0) {
      buffer[size++] = (byte) (left & 0x7F | 0x80);
      left >>>= 7;
    }
    buffer[size++] = (byte) left;
  }

  private void fixed(long bits, int count) {
    reserve(count);
    for (int i = 0; i < count; i++) {
      buffer[size++] = (byte) (bits >>> 8 * i);
    }
  }

  private void reserve(int count) {
    if (size + count > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(size + count, 2 * buffer.length));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }
}
