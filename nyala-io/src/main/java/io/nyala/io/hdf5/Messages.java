// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** The header of a group or an array: an object header of version 1 with its messages (IV.A). */
final class Messages {
  private static final byte[] FLOAT32 = {
    0x11, 0x20, 0x1f, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0
  };
  private static final byte[] FLOAT64 = {
    0x11, 0x20, 0x3f, 0, 8, 0, 0, 0, 0, 0, 64, 0, 52, 11, 0, 52, (byte) 0xff, 3, 0, 0
  };
  private static final byte[] INT32 = {0x10, 8, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0};
  private static final byte[] INT64 = {0x10, 8, 0, 0, 8, 0, 0, 0, 0, 0, 64, 0};

  /** Variable-length UTF-8 strings, stored in a global heap. */
  private static final byte[] TEXT = {
    0x19, 1, 1, 0, 16, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0
  };

  private final ToLongFunction<byte[]> heap;
  private final List<byte[]> messages = new ArrayList<>();

  /** Creates a header; {@code heap} stores a string and returns its address. */
  Messages(ToLongFunction<byte[]> heap) {
    this.heap = heap;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate((size + 7) / 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void add(int type, ByteBuffer data) {
    ByteBuffer message = buffer(8 + data.capacity());
    message.putShort((short) type).putShort((short) data.capacity()).putInt(0).put(data.array());
    messages.add(message.array());
  }

  // Kinds

  void symbolTable(long tree, long names) {
    add(0x11, buffer(16).putLong(tree).putLong(names));
  }

  void array(Hdf5Array array, long data) {
    byte[] type =
        switch (array.element()) {
          case FLOAT32 -> FLOAT32;
          case INT32 -> INT32;
          case INT64 -> INT64;
        };
    add(0x1, space(array.shape().dims()));
    add(0x3, buffer(type.length).put(type));
    // Fill value: zero, written when space is allocated.
    add(0x5, buffer(8).put(new byte[] {2, 2, 2, 1}));
    add(0x8, buffer(18).put((byte) 3).put((byte) 1).putLong(data).putLong(array.bytes()));
  }

  /** Adds an attribute: a string or a list of strings. */
  void attribute(String name, Object value) {
    if (value instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      ByteBuffer reference = buffer(16).putInt(bytes.length);
      reference.putLong(heap.applyAsLong(bytes)).putInt(1);
      attribute(name, TEXT, space(), reference.array());
      return;
    }
    List<?> texts = (List<?>) value;
    if (texts.isEmpty()) {
      // The type NumPy uses for an empty list.
      attribute(name, FLOAT64, space(0), new byte[0]);
      return;
    }
    List<byte[]> all =
        texts.stream().map(t -> ((String) t).getBytes(StandardCharsets.UTF_8)).toList();
    int width = Math.max(1, all.stream().mapToInt(t -> t.length).max().orElse(1));
    byte[] data = new byte[width * all.size()];
    for (int i = 0; i < all.size(); i++) {
      System.arraycopy(all.get(i), 0, data, i * width, all.get(i).length);
    }
    // Fixed length, padded with zeros, UTF-8.
    ByteBuffer type = buffer(8).put(new byte[] {0x13, 0x11, 0, 0}).putInt(width);
    attribute(name, type.array(), space(all.size()), data);
  }

  private void attribute(String name, byte[] type, ByteBuffer space, byte[] data) {
    byte[] text = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), Hdf5Group.length(name) + 1);
    ByteBuffer named = buffer(text.length).put(text);
    ByteBuffer typed = buffer(type.length).put(type);
    ByteBuffer all =
        buffer(8 + named.capacity() + typed.capacity() + space.capacity() + data.length);
    if (all.capacity() > 0xffff - 8) {
      throw new IllegalArgumentException(
          "attribute \"%s\" has %d bytes; the maximum is 65,527".formatted(name, all.capacity()));
    }
    all.put((byte) 1).put((byte) 0).putShort((short) text.length);
    all.putShort((short) type.length).putShort((short) space.capacity());
    all.put(named.array()).put(typed.array()).put(space.array()).put(data);
    add(0xc, all);
  }

  private static ByteBuffer space(int... dims) {
    ByteBuffer b = buffer(8 + 8 * dims.length);
    b.put((byte) 1).put((byte) dims.length).position(8);
    for (int d : dims) {
      b.putLong(d);
    }
    return b;
  }

  // The header

  private int dataSize() {
    return messages.stream().mapToInt(m -> m.length).sum();
  }

  long size() {
    return 16L + dataSize();
  }

  void write(ByteBuffer b) {
    b.put((byte) 1).put((byte) 0).putShort((short) messages.size()).putInt(1);
    b.putInt(dataSize()).putInt(0);
    messages.forEach(b::put);
  }
}
